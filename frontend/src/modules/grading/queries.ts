import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { client, take } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']

export type MyResult = Schemas['MyResult']
export type MyReview = Schemas['MyReview']
export type ReviewedQuestion = Schemas['ReviewQuestion']
export type Kind = Schemas['Kind']
export type Verdict = Schemas['Verdict']
/** What was answered; options by their places as shown. */
export type Given = Schemas['Response']
export type Key = Schemas['Key']
export type Clause = Schemas['ClauseRef']
export type ResultRow = Schemas['PageBody_ResultRow']['items'][number]
export type Ruling = Schemas['Ruling']
export type RulingKind = Schemas['RulingKind']
export type RulingQuery = Schemas['RulingQuery']
export type RulingPreview = Schemas['RulingPreview']
export type Moved = Schemas['Moved']

const keys = {
  all: ['grading'] as const,
  mine: ['grading', 'mine'] as const,
  review: (exam: string) => ['grading', 'mine', exam] as const,
  results: (exam: string) => ['grading', 'results', exam] as const,
  rulings: (exam: string) => ['grading', 'rulings', exam] as const,
  preview: (exam: string, query: RulingQuery | null) => ['grading', 'rulings', exam, 'preview', query] as const,
}

export const useMyResults = () => useQuery({ queryKey: keys.mine, queryFn: () => take(client.GET('/api/v1/my/results')) })

export const useMyReview = (exam: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => keys.review(toValue(exam))),
    queryFn: () => take(client.GET('/api/v1/my/results/{exam}', { params: { path: { exam: toValue(exam) } } })),
  })

export const useResults = (exam: MaybeRefOrGetter<string>) =>
  useInfiniteQuery({
    queryKey: computed(() => keys.results(toValue(exam))),
    queryFn: ({ pageParam }) =>
      take(client.GET('/api/v1/exams/{id}/results', { params: { path: { id: toValue(exam) }, query: { cursor: pageParam, limit: 200 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })

/** Releases an exam from the version that was read; exams and results are read again. */
export function useRelease() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: ({ exam, version, key }: { exam: string; version: number; key: string }) =>
      take(
        client.POST('/api/v1/exams/{id}/release', {
          params: { path: { id: exam }, header: { 'If-Match': `"${version}"`, 'Idempotency-Key': key } },
        }),
      ),
    onSuccess: () => Promise.all([cache.invalidateQueries({ queryKey: keys.all }), cache.invalidateQueries({ queryKey: ['exam'] })]),
  })
}

export const useRulings = (exam: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => keys.rulings(toValue(exam))),
    queryFn: () => take(client.GET('/api/v1/exams/{id}/rulings', { params: { path: { id: toValue(exam) } } })),
  })

/** Who would move by how much, reckoned anew each time it is asked; null asks nothing. */
export const useRulingPreview = (exam: MaybeRefOrGetter<string>, query: MaybeRefOrGetter<RulingQuery | null>) =>
  useQuery({
    queryKey: computed(() => keys.preview(toValue(exam), toValue(query))),
    queryFn: () => {
      const body = toValue(query)
      if (!body) throw new Error('nothing is asked')
      return take(client.POST('/api/v1/exams/{id}/rulings/preview', { params: { path: { id: toValue(exam) } }, body }))
    },
    enabled: () => toValue(query) !== null,
    staleTime: 0,
    gcTime: 0,
  })

/** What can be done to rulings; each reads the list and the results again. */
export function useRulingDeeds(exam: MaybeRefOrGetter<string>) {
  const cache = useQueryClient()
  const onSuccess = () => cache.invalidateQueries({ queryKey: keys.all })
  const id = () => toValue(exam)
  const propose = useMutation({
    mutationFn: ({ key, body }: { key: string; body: Schemas['RulingInput'] }) =>
      take(client.POST('/api/v1/exams/{id}/rulings', { params: { path: { id: id() }, header: { 'Idempotency-Key': key } }, body })),
    onSuccess,
  })
  const confirm = useMutation({
    mutationFn: (no: number) => take(client.POST('/api/v1/exams/{id}/rulings/{no}/confirm', { params: { path: { id: id(), no } } })),
    onSuccess,
  })
  const withdraw = useMutation({
    mutationFn: (no: number) => take(client.POST('/api/v1/exams/{id}/rulings/{no}/withdraw', { params: { path: { id: id(), no } } })),
    onSuccess,
  })
  return { propose, confirm, withdraw }
}
