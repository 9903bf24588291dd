import { useQuery } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { client, take } from '@/api/client'

export interface MyResult {
  exam: { id: string; title: string; month: number }
  points: number | null
  full: number
  passed: boolean | null
  excellent: boolean | null
  place: number | null
  group: string | null
  group_size: number | null
  preliminary: boolean
  review_open: boolean
}

export type Kind = 'single' | 'multiple' | 'true_false' | 'blank'
export type Verdict = 'right' | 'partly' | 'wrong' | 'void'

/** What was answered; options by their places as shown. */
export type Given =
  | { type: 'options'; chosen: number[] }
  | { type: 'truth'; value: boolean }
  | { type: 'blanks'; texts: string[] }

export type Key =
  | { type: 'options'; right: number[] }
  | { type: 'truth'; value: boolean }
  | { type: 'blanks'; blanks: { accepted: string[] }[]; any_order: boolean }

export interface Clause {
  id: string
  material: { id: string; no: string; title: string }
  address: string
  label: string
  text: string
}

export interface ReviewedQuestion {
  index: number
  section: number
  kind: Kind
  stem: string
  options: string[]
  response: Given | null
  points: number
  full: number
  verdict: Verdict
  key: Key
  explanation: string
  clauses: Clause[]
  ruling: string | null
}

export interface MyReview {
  exam: { id: string; title: string; month: number }
  points: number
  full: number
  passed: boolean | null
  receipt: { hash: string; k: number; nonce: string } | null
  questions: ReviewedQuestion[]
}

const keys = { all: ['grading'] as const, mine: ['grading', 'mine'] as const, review: (exam: string) => ['grading', 'mine', exam] as const }

export const useMyResults = () =>
  useQuery({ queryKey: keys.mine, queryFn: () => take<MyResult[]>(client.GET('/api/v1/my/results' as never) as never) })

export const useMyReview = (exam: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => keys.review(toValue(exam))),
    queryFn: () =>
      take<MyReview>(client.GET('/api/v1/my/results/{exam}' as never, { params: { path: { exam: toValue(exam) } } } as never) as never),
  })
