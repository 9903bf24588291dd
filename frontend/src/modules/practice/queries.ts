import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { client, take } from '@/api/client'
import type { Clause, Given, Key, Kind, Verdict } from '@/modules/grading/queries'

export interface WrongItem {
  question: string
  kind: Kind
  topic: { id: string; name: string }
  stem: string
  options: string[]
  last_response: Given | null
  key: Key
  explanation: string
  clauses: Clause[]
  times_wrong: number
  last_exam: { id: string; title: string } | null
  mastered: boolean
}

export interface PracticeTopic {
  topic: { id: string; name: string }
  available: number
  wrong: number
}

export interface PracticeQuestion {
  index: number
  kind: Kind
  stem: string
  options: string[]
  blanks: number
}

export interface Practice {
  id: string
  questions: PracticeQuestion[]
}

export interface Feedback {
  verdict: Verdict
  share: number
  key: Key
  explanation: string
  clauses: Clause[]
}

export interface Wish {
  source: 'wrong' | 'topic'
  topic?: string
  count: number
}

const keys = {
  all: ['practice'] as const,
  wrong: (topic: string | undefined) => ['practice', 'wrong', topic] as const,
  topics: ['practice', 'topics'] as const,
}

interface Page<T> {
  items: T[]
  next: string | null
}

export const useWrong = (topic: MaybeRefOrGetter<string | undefined>) =>
  useInfiniteQuery({
    queryKey: computed(() => keys.wrong(toValue(topic))),
    queryFn: ({ pageParam }) =>
      take<Page<WrongItem>>(
        client.GET('/api/v1/my/wrong' as never, { params: { query: { topic: toValue(topic), cursor: pageParam } } } as never) as never,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })

export const usePracticeTopics = () =>
  useQuery({ queryKey: keys.topics, queryFn: () => take<PracticeTopic[]>(client.GET('/api/v1/my/practice/topics' as never) as never) })

export const useBeginPractice = () =>
  useMutation({
    mutationFn: (wish: Wish) => take<Practice>(client.POST('/api/v1/my/practice' as never, { body: wish } as never) as never),
    meta: { ownProblems: true },
  })

/** Each answer moves the wrong-answer book. */
export function useAnswerPractice() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: ({ run, index, response }: { run: string; index: number; response: Given | null }) =>
      take<Feedback>(
        client.POST('/api/v1/my/practice/{id}/answers/{index}' as never, {
          params: { path: { id: run, index } },
          body: { response },
        } as never) as never,
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.all }),
  })
}
