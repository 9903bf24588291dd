import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { client, take } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']

export type WrongItem = Schemas['WrongItem']
export type PracticeTopic = Schemas['PracticeTopic']
export type PracticeQuestion = Schemas['PracticeQuestion']
export type Feedback = Schemas['PracticeFeedback']
export type Wish = Schemas['PracticeWish']

const keys = {
  all: ['practice'] as const,
  wrong: (topic: string | undefined) => ['practice', 'wrong', topic] as const,
  topics: ['practice', 'topics'] as const,
}

export const useWrong = (topic: MaybeRefOrGetter<string | undefined>) =>
  useInfiniteQuery({
    queryKey: computed(() => keys.wrong(toValue(topic))),
    queryFn: ({ pageParam }) => take(client.GET('/api/v1/my/wrong', { params: { query: { topic: toValue(topic), cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })

export const usePracticeTopics = () => useQuery({ queryKey: keys.topics, queryFn: () => take(client.GET('/api/v1/my/practice/topics')) })

export const useBeginPractice = () =>
  useMutation({
    mutationFn: (wish: Wish) => take(client.POST('/api/v1/my/practice', { body: wish })),
    meta: { ownProblems: true },
  })

/** Each answer moves the wrong-answer book. */
export function useAnswerPractice() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: ({ run, index, response }: { run: string; index: number; response: Schemas['Response'] | null }) =>
      take(client.POST('/api/v1/my/practice/{id}/answers/{index}', { params: { path: { id: run, index } }, body: { response } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.all }),
  })
}
