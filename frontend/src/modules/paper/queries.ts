import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { client, saveFile, take } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type Draw = Schemas['Draw']
export type Contribution = Schemas['DrawContribution']
export type DrawRow = Schemas['DrawRow']
export type Addendum = Schemas['DrawAddendum']
export type ProofExport = Schemas['ProofExport']
export type ProofQuestion = ProofExport['questions'][number]
export type ProofCandidate = ProofExport['candidates'][number]
export type LateChange = Extract<Schemas['ProofChange'], { type: 'late' }>
export type OwnProof = Schemas['OwnProof']
export type Fairness = Schemas['Fairness']
export type Sheet = Schemas['FairnessSheet']
export type Drawing = Schemas['Drawing']
export type Forms = Schemas['PrintedForms']
export type Form = Schemas['PrintedForm']
export type FormQuestion = Schemas['PrintedQuestion']
export type Concern = Schemas['Concern']

const keys = {
  all: ['paper'] as const,
  draws: ['paper', 'draws'] as const,
  draw: (exam: string) => ['paper', 'draw', exam] as const,
  fairness: (exam: string) => ['paper', 'fairness', exam] as const,
  forms: (exam: string, count: number) => ['paper', 'forms', exam, count] as const,
  concerns: (exam: string) => ['paper', 'concerns', exam] as const,
}

/** Every published exam's draw, the newest first. */
export const useDraws = () =>
  useInfiniteQuery({
    queryKey: keys.draws,
    queryFn: ({ pageParam }) =>
      take(client.GET('/api/v1/draws', { params: { query: { cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })

/** How often the page looks again: papers are being drawn, words are coming in, or nothing happens. */
const pace = ({ witnessing, drawn, seeded_at }: Draw) => {
  if (seeded_at && drawn.done < drawn.total) return 1000
  return witnessing ? 4000 : false
}

export const useDraw = (exam: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => keys.draw(toValue(exam))),
    queryFn: () => take(client.GET('/api/v1/exams/{id}/draw', { params: { path: { id: toValue(exam) } } })),
    refetchInterval: (query) => (query.state.data ? pace(query.state.data) : false),
  })

/** A deed on a draw gives the draw as it then stands; the exam is read again. */
function useDrawDeed<I>(exam: MaybeRefOrGetter<string>, deed: (id: string, input: I) => Promise<Draw>, own = false) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (input: I) => deed(toValue(exam), input),
    onSuccess: (draw) => {
      cache.setQueryData(keys.draw(toValue(exam)), draw)
      void cache.invalidateQueries({ queryKey: keys.draws })
      return cache.invalidateQueries({ queryKey: ['exam'] })
    },
    ...(own && { meta: { ownProblems: true } }),
  })
}

export const useWitness = (exam: MaybeRefOrGetter<string>) =>
  useDrawDeed(
    exam,
    (id, words: string) => take(client.POST('/api/v1/exams/{id}/draw/contributions', { params: { path: { id } }, body: { words } })),
    true,
  )

export const useCloseWitnessing = (exam: MaybeRefOrGetter<string>) =>
  useDrawDeed(exam, (id) => take(client.POST('/api/v1/exams/{id}/draw/close', { params: { path: { id } } })))

/** The proof as it is, and one's own part of it; asked for only when someone wants to check. */
export const askProof = (exam: string) => take(client.GET('/api/v1/exams/{id}/proof', { params: { path: { id: exam } } }))
export const askOwnProof = (exam: string) => take(client.GET('/api/v1/my/proofs/{exam}', { params: { path: { exam } } }))

export const saveProof = (exam: string, name: string) =>
  saveFile(client.GET('/api/v1/exams/{id}/proof', { params: { path: { id: exam } }, parseAs: 'blob' }), name)
export const saveOwnProof = (exam: string, name: string) =>
  saveFile(client.GET('/api/v1/my/proofs/{exam}', { params: { path: { exam } }, parseAs: 'blob' }), name)

export const useFairness = (exam: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => keys.fairness(toValue(exam))),
    queryFn: () => take(client.GET('/api/v1/exams/{id}/fairness', { params: { path: { id: toValue(exam) } } })),
  })

/** Forms hold the keys, and each opening is logged: asked for by a button, never ahead of it. */
export const useForms = (exam: MaybeRefOrGetter<string>, count: MaybeRefOrGetter<number>, wanted: MaybeRefOrGetter<boolean>) =>
  useQuery({
    queryKey: computed(() => keys.forms(toValue(exam), toValue(count))),
    queryFn: () =>
      take(client.GET('/api/v1/exams/{id}/forms', { params: { path: { id: toValue(exam) }, query: { count: toValue(count) } } })),
    enabled: () => toValue(wanted),
    staleTime: Infinity,
  })

export const saveForms = (exam: string, count: number, name: string) =>
  saveFile(client.GET('/api/v1/exams/{id}/forms.docx', { params: { path: { id: exam }, query: { count } }, parseAs: 'blob' }), name)

/** Pool questions that aren't as they were frozen; someone has to decide about each. */
export const useConcerns = (exam: MaybeRefOrGetter<string>, wanted: MaybeRefOrGetter<boolean> = true) =>
  useQuery({
    queryKey: computed(() => keys.concerns(toValue(exam))),
    queryFn: () => take(client.GET('/api/v1/exams/{id}/concerns', { params: { path: { id: toValue(exam) } } })),
    enabled: () => toValue(wanted),
  })

export interface Deciding {
  index: number
  choice: 'replace' | 'keep'
  reason: string
}

export function useDecide(exam: MaybeRefOrGetter<string>) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: ({ index, choice, reason }: Deciding) =>
      take(client.POST('/api/v1/exams/{id}/concerns/{index}', { params: { path: { id: toValue(exam), index } }, body: { choice, reason } })),
    onSuccess: (concerns) => {
      cache.setQueryData(keys.concerns(toValue(exam)), concerns)
      return cache.invalidateQueries({ queryKey: keys.draw(toValue(exam)) })
    },
    meta: { ownProblems: true },
  })
}
