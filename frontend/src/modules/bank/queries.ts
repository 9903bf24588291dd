import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { client, take } from '@/api/client'
import type { components } from '@/api/schema'
import { useForgetCounts } from '@/modules/materials/queries'
import type { BankQuery } from './rules'

type Schemas = components['schemas']
export type Kind = Schemas['Kind']
export type QuestionState = Schemas['QuestionState']
export type Choice = Schemas['Choice']
export type Key = Schemas['Key']
export type QuestionRow = Schemas['QuestionRow']
export type Question = Schemas['Question']
export type QuestionInput = Schemas['QuestionInput']
export type Facets = Schemas['Facets']
export type Reading = Schemas['Reading']
export type ReadQuestion = Schemas['ReadQuestion']

const keys = {
  all: ['bank'] as const,
  list: (query: BankQuery) => ['bank', 'list', query] as const,
  facets: (query: BankQuery) => ['bank', 'facets', query] as const,
  one: (id: string) => ['bank', 'one', id] as const,
  review: ['bank', 'review'] as const,
}

export const useQuestions = (query: MaybeRefOrGetter<BankQuery>) =>
  useInfiniteQuery({
    queryKey: computed(() => keys.list(toValue(query))),
    queryFn: ({ pageParam }) =>
      take(client.GET('/api/v1/questions', { params: { query: { ...toValue(query), cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })

export const useFacets = (query: MaybeRefOrGetter<BankQuery>) =>
  useQuery({
    queryKey: computed(() => keys.facets(toValue(query))),
    queryFn: () => take(client.GET('/api/v1/questions/facets', { params: { query: toValue(query) } })),
    placeholderData: keepPreviousData,
  })

/** A question with its key; opening another's leaves a trace, so nothing asks for it ahead of time. */
export const useQuestion = (id: MaybeRefOrGetter<string | null>) =>
  useQuery({
    queryKey: computed(() => keys.one(toValue(id) ?? '')),
    queryFn: () => take(client.GET('/api/v1/questions/{id}', { params: { path: { id: toValue(id) ?? '' } } })),
    enabled: () => Boolean(toValue(id)),
  })

export const useReviewQueue = () =>
  useInfiniteQuery({
    queryKey: keys.review,
    queryFn: ({ pageParam }) => take(client.GET('/api/v1/bank/review', { params: { query: { cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

/** What every change of a question makes stale: lists, counts, and the counts beside clauses. */
function useForget() {
  const cache = useQueryClient()
  const forgetCounts = useForgetCounts()
  return (question?: Question) => {
    if (question) cache.setQueryData(keys.one(question.id), question)
    void forgetCounts()
    return cache.invalidateQueries({
      queryKey: keys.all,
      predicate: (query) => query.queryKey[1] !== 'one' || query.queryKey[2] !== question?.id,
    })
  }
}

export interface Saving {
  /** Of the question that is edited; none for a new one. */
  known: { id: string; version: number } | null
  input: QuestionInput
  /** One for each new question, however often it is tried. */
  key: string
}

export function useSaveQuestion() {
  const forget = useForget()
  return useMutation({
    mutationFn: ({ known, input, key }: Saving) =>
      take(
        known
          ? client.PUT('/api/v1/questions/{id}', {
              params: { path: { id: known.id }, header: { 'If-Match': `"${known.version}"` } },
              body: input,
            })
          : client.POST('/api/v1/questions', { params: { header: { 'Idempotency-Key': key } }, body: input }),
      ),
    onSuccess: (question) => forget(question),
    meta: { ownProblems: true },
  })
}

export function useSubmitQuestion() {
  const forget = useForget()
  return useMutation({
    mutationFn: (id: string) => take(client.POST('/api/v1/questions/{id}/submit', { params: { path: { id } } })),
    onSuccess: (question) => forget(question),
  })
}

export function useAcceptQuestion() {
  const forget = useForget()
  return useMutation({
    mutationFn: (id: string) => take(client.POST('/api/v1/questions/{id}/accept', { params: { path: { id } } })),
    onSuccess: (question) => forget(question),
  })
}

export function useSendBack() {
  const forget = useForget()
  return useMutation({
    mutationFn: ({ id, words }: { id: string; words: string }) =>
      take(client.POST('/api/v1/questions/{id}/send-back', { params: { path: { id } }, body: { words } })),
    onSuccess: (question) => forget(question),
  })
}

export function useRetireQuestion() {
  const forget = useForget()
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      take(client.POST('/api/v1/questions/{id}/retire', { params: { path: { id } }, body: { reason } })),
    onSuccess: (question) => forget(question),
  })
}

export const useReadText = () =>
  useMutation({
    mutationFn: (body: { text: string; material: string | null }) => take(client.POST('/api/v1/bank/read', { body })),
    meta: { ownProblems: true },
  })

export function useAcceptRead() {
  const forget = useForget()
  return useMutation({
    mutationFn: ({ items, submit, key }: { items: QuestionInput[]; submit: boolean; key: string }) =>
      take(client.POST('/api/v1/bank/accept', { params: { header: { 'Idempotency-Key': key } }, body: { items, submit } })),
    onSuccess: () => forget(),
    meta: { ownProblems: true },
  })
}
