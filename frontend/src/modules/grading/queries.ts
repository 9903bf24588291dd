import { useQuery } from '@tanstack/vue-query'
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

const keys = { all: ['grading'] as const, mine: ['grading', 'mine'] as const, review: (exam: string) => ['grading', 'mine', exam] as const }

export const useMyResults = () => useQuery({ queryKey: keys.mine, queryFn: () => take(client.GET('/api/v1/my/results')) })

export const useMyReview = (exam: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => keys.review(toValue(exam))),
    queryFn: () => take(client.GET('/api/v1/my/results/{exam}', { params: { path: { exam: toValue(exam) } } })),
  })
