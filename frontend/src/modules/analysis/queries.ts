import { useQuery } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { client, take } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type ExamAnalysis = Schemas['ExamAnalysis']
export type AnalysedQuestion = Schemas['AnalysedQuestion']

const keys = { one: (exam: string) => ['analysis', exam] as const }

/** What the responses say of an exam and its questions; there once it is over. */
export const useExamAnalysis = (exam: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => keys.one(toValue(exam))),
    queryFn: () => take(client.GET('/api/v1/exams/{id}/analysis', { params: { path: { id: toValue(exam) } } })),
    retry: false,
  })
