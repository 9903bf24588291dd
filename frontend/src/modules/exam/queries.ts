import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { client, take } from '@/api/client'
import type { components } from '@/api/schema'
import type { ExamsQuery } from './rules'

type Schemas = components['schemas']
export type Exam = Schemas['Exam']
export type ExamRow = Schemas['ExamRow']
export type ExamInput = Schemas['ExamInput']
export type ExamKind = Schemas['ExamKind']
export type Blueprint = Schemas['Blueprint']
export type Section = Schemas['Section']
export type Cell = Schemas['Cell']
export type AllocationReport = Schemas['AllocationReport']
export type Candidate = Schemas['Candidate']
export type LeaveReason = Schemas['LeaveReason']
export type Phase = Schemas['Phase']
/** A question as a list shows it: without its key. */
export type NamedQuestion = Pick<Schemas['QuestionRow'], 'id' | 'kind' | 'label' | 'stem' | 'state'>

/** An exam as it stands for oneself. */
export type MyExam = Schemas['MyExam']

const keys = {
  all: ['exam'] as const,
  mine: ['exam', 'mine'] as const,
  list: (query: ExamsQuery) => ['exam', 'list', query] as const,
  one: (id: string) => ['exam', 'one', id] as const,
  template: (kind: ExamKind) => ['exam', 'template', kind] as const,
  check: (id: string) => ['exam', 'one', id, 'check'] as const,
  checkPlan: (plan: string) => ['exam', 'check', plan] as const,
  candidates: (id: string) => ['exam', 'one', id, 'candidates'] as const,
  named: (ids: readonly string[]) => ['exam', 'named', ids] as const,
}

export const useMyExams = () =>
  useQuery({ queryKey: keys.mine, queryFn: () => take(client.GET('/api/v1/my/exams')), refetchInterval: 60_000 })

/** The server's time now, for countdowns. */
export const askTime = () => take(client.GET('/api/v1/time'))

export const useExams = (query: MaybeRefOrGetter<ExamsQuery>) =>
  useInfiniteQuery({
    queryKey: computed(() => keys.list(toValue(query))),
    queryFn: ({ pageParam }) =>
      take(client.GET('/api/v1/exams', { params: { query: { ...toValue(query), cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })

const getExam = (id: string) => take(client.GET('/api/v1/exams/{id}', { params: { path: { id } } }))

/** One exam; looked at again every second while its papers are being drawn. */
export const useExam = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => keys.one(toValue(id))),
    queryFn: () => getExam(toValue(id)),
    enabled: () => Boolean(toValue(id)),
    refetchInterval: (query) => (query.state.data?.phase === 'drawing' ? 1000 : false),
  })

/** The exam as it stands now, past every cache. */
export function useCurrentExam() {
  const cache = useQueryClient()
  return (id: string) => cache.fetchQuery({ queryKey: keys.one(id), queryFn: () => getExam(id), staleTime: 0 })
}

/** Where a new exam begins. Asked anew each time: it is a week ahead of now. */
export const useTemplate = (kind: MaybeRefOrGetter<ExamKind>, wanted: MaybeRefOrGetter<boolean>) =>
  useQuery({
    queryKey: computed(() => keys.template(toValue(kind))),
    queryFn: () => take(client.GET('/api/v1/exams/template', { params: { query: { kind: toValue(kind) } } })),
    enabled: () => toValue(wanted),
    staleTime: 0,
    gcTime: 0,
  })

/** What stands between a saved draft and its publication. */
export const useCheck = (id: MaybeRefOrGetter<string>, wanted: MaybeRefOrGetter<boolean>) =>
  useQuery({
    queryKey: computed(() => keys.check(toValue(id))),
    queryFn: () => take(client.POST('/api/v1/exams/{id}/check', { params: { path: { id: toValue(id) } } })),
    enabled: () => toValue(wanted),
  })

/** The same for a plan that isn't saved yet; the last answer stays until the next is there. */
export const usePlanCheck = (plan: MaybeRefOrGetter<ExamInput | null>) =>
  useQuery({
    queryKey: computed(() => keys.checkPlan(JSON.stringify(toValue(plan)))),
    queryFn: () => take(client.POST('/api/v1/exams/check', { body: toValue(plan) as ExamInput })),
    enabled: () => toValue(plan) !== null,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })

/**
 * The questions that a plan names, as lists show them. The lists are gone through for them: opening a
 * question by its id shows its key, and that leaves a trace.
 */
async function questionsNamed(ids: readonly string[]): Promise<NamedQuestion[]> {
  const wanted = new Set(ids)
  const found: NamedQuestion[] = []
  let cursor: string | undefined
  do {
    const page = await take(client.GET('/api/v1/questions', { params: { query: { cursor, limit: 200 } } }))
    found.push(...page.items.filter(({ id }) => wanted.has(id)))
    cursor = found.length < wanted.size ? (page.next ?? undefined) : undefined
  } while (cursor)
  return found
}

export const useQuestionsNamed = (ids: MaybeRefOrGetter<readonly string[]>) =>
  useQuery({
    queryKey: computed(() => keys.named(toValue(ids))),
    queryFn: () => questionsNamed(toValue(ids)),
    enabled: () => toValue(ids).length > 0,
  })

export interface Saving {
  /** Null makes a new exam. */
  id: string | null
  version: number
  /** One for each exam that is made, however often it is tried. */
  key: string
  plan: ExamInput
}

/** Saves a draft made from `version`; a newer one there is a problem that the editor settles itself. */
export function useSaveExam() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: ({ id, version, key, plan }: Saving) =>
      id === null
        ? take(client.POST('/api/v1/exams', { params: { header: { 'Idempotency-Key': key } }, body: plan }))
        : take(
            client.PUT('/api/v1/exams/{id}', {
              params: { path: { id }, header: { 'If-Match': `"${version}"` } },
              body: plan,
            }),
          ),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.all }),
    meta: { ownProblems: true },
  })
}

export function usePublishExam() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: ({ id, version }: { id: string; version: number }) =>
      take(client.POST('/api/v1/exams/{id}/publish', { params: { path: { id }, header: { 'If-Match': `"${version}"` } } })),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.all }),
    meta: { ownProblems: true },
  })
}

export function useDiscardExam() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => take(client.DELETE('/api/v1/exams/{id}', { params: { path: { id } } })),
    onSuccess: (_, id) => {
      cache.removeQueries({ queryKey: keys.one(id) })
      return cache.invalidateQueries({ queryKey: keys.all })
    },
  })
}

/** Everyone on the list, page after page: a table that is filtered and counted as a whole. */
async function allCandidates(id: string): Promise<Candidate[]> {
  const all: Candidate[] = []
  let cursor: string | undefined
  do {
    const page = await take(client.GET('/api/v1/exams/{id}/candidates', { params: { path: { id }, query: { cursor, limit: 200 } } }))
    all.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor)
  return all
}

export const useCandidates = (id: MaybeRefOrGetter<string>) =>
  useQuery({ queryKey: computed(() => keys.candidates(toValue(id))), queryFn: () => allCandidates(toValue(id)) })

interface Concerning {
  exam: string
  person: string
}

/** What concerns one candidate: after it the list is read again. `told`: a dialog says itself what went wrong. */
function useCandidateDeed<D extends Concerning, R>(deed: (input: D) => Promise<R>, told = false) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: deed,
    onSuccess: (_, { exam }) => cache.invalidateQueries({ queryKey: keys.candidates(exam) }),
    meta: { ownProblems: told },
  })
}

export const useStateLeave = () =>
  useCandidateDeed(
    ({ exam, person, reason, words }: Concerning & { reason: LeaveReason; words: string }) =>
      take(client.PUT('/api/v1/exams/{id}/leave/{person}', { params: { path: { id: exam, person } }, body: { reason, words } })),
    true,
  )

export const useConfirmLeave = () =>
  useCandidateDeed(({ exam, person }: Concerning) =>
    take(client.POST('/api/v1/exams/{id}/leave/{person}/confirm', { params: { path: { id: exam, person } } })),
  )

export const useWithdrawLeave = () =>
  useCandidateDeed(({ exam, person }: Concerning) =>
    take(client.DELETE('/api/v1/exams/{id}/leave/{person}', { params: { path: { id: exam, person } } })),
  )

/** Adds somebody to the list after publication. */
export const useAddCandidate = () =>
  useCandidateDeed(
    ({ exam, person, session }: Concerning & { session: string }) =>
      take(client.POST('/api/v1/exams/{id}/candidates', { params: { path: { id: exam } }, body: { person, session } })),
    true,
  )

export const useMoveCandidate = () =>
  useCandidateDeed(
    ({ exam, person, session }: Concerning & { session: string }) =>
      take(client.PUT('/api/v1/exams/{id}/candidates/{person}/session', { params: { path: { id: exam, person } }, body: { session } })),
    true,
  )
