import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { client, saveFile, take } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']

export type StandingMonth = Schemas['StandingMonth']
export type Standing = Schemas['Standing']
export type StandingGroup = Schemas['StandingGroup']
export type StandingRow = Schemas['StandingRow']
export type TrendPoint = Schemas['MyStanding']
export type ScoringRule = Schemas['ScoringRule']
export type Source = Schemas['Source']
export type Leaderboard = Schemas['Leaderboard']
export type MonthState = Schemas['MonthState']
export type SchemeVersion = Schemas['SchemeVersion']
export type SchemeEdit = Schemas['SchemeEdit']
export type ValuesImport = Schemas['ValuesImport']
export type ValueRow = Schemas['ValueRow']
/** What is brought in from a workbook each month. */
export type Imported = 'performance' | 'conduct'

const keys = {
  all: ['standing'] as const,
  months: ['standing', 'months'] as const,
  month: (month: number) => ['standing', 'month', month] as const,
  trend: ['standing', 'trend'] as const,
  scheme: ['standing', 'scheme'] as const,
  explanation: (month: number, person: string) => ['standing', 'explanation', month, person] as const,
  leaderboard: (exam: string) => ['standing', 'leaderboard', exam] as const,
}

export const useStandingMonths = () => useQuery({ queryKey: keys.months, queryFn: () => take(client.GET('/api/v1/standings/months')) })

export const useStanding = (month: MaybeRefOrGetter<number | null>) =>
  useQuery({
    queryKey: computed(() => keys.month(toValue(month) ?? 0)),
    queryFn: () => take(client.GET('/api/v1/standings/{month}', { params: { path: { month: toValue(month) ?? 0 } } })),
    enabled: () => toValue(month) !== null,
  })

export const useMyTrend = () => useQuery({ queryKey: keys.trend, queryFn: () => take(client.GET('/api/v1/my/standing/trend')) })

/** How one total came about, down to values and rules. */
export const useExplanation = (month: MaybeRefOrGetter<number>, person: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => keys.explanation(toValue(month), toValue(person))),
    queryFn: () =>
      take(
        client.GET('/api/v1/standings/{month}/people/{person}', {
          params: { path: { month: toValue(month), person: toValue(person) } },
        }),
      ),
  })

export const useLeaderboard = (exam: MaybeRefOrGetter<string | null>) =>
  useQuery({
    queryKey: computed(() => keys.leaderboard(toValue(exam) ?? '')),
    queryFn: () => take(client.GET('/api/v1/leaderboard/{exam}', { params: { path: { exam: toValue(exam) ?? '' } } })),
    enabled: () => toValue(exam) !== null,
  })

export const useScheme = () => useQuery({ queryKey: keys.scheme, queryFn: () => take(client.GET('/api/v1/standings/scheme')) })

/** A change made from the history's version: of the name alone it holds at once, of weights a second person confirms it. */
export function useSetScheme() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: ({ version, edit }: { version: number; edit: SchemeEdit }) =>
      take(client.PUT('/api/v1/standings/scheme', { params: { header: { 'If-Match': `"${version}"` } }, body: edit })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.all }),
    meta: { ownProblems: true },
  })
}

export function useDecideScheme() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (deed: 'confirm' | 'withdraw') => take(client.POST(`/api/v1/standings/scheme/${deed}` as '/api/v1/standings/scheme/confirm')),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.all }),
  })
}

export interface ValuesRequest {
  month: number
  component: Imported
  file: File
  commit: boolean
  goodRows: boolean
}

export function useImportValues() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: ({ month, component, file, commit, goodRows }: ValuesRequest) => {
      const form = new FormData()
      form.set('file', file)
      return take(
        client.POST('/api/v1/standings/{month}/values', {
          params: { path: { month }, query: { component, commit, good_rows: goodRows } },
          body: form as unknown as Schemas['ValuesForm'],
          bodySerializer: (body) => body,
        }),
      )
    },
    onSuccess: (report) => (report.committed ? cache.invalidateQueries({ queryKey: keys.all }) : undefined),
    meta: { ownProblems: true },
  })
}

export const useValuesTemplate = () =>
  useMutation({
    mutationFn: ({ component, name }: { component: Imported; name: string }) =>
      saveFile(client.GET('/api/v1/standings/values/template.xlsx', { params: { query: { component } }, parseAs: 'blob' }) as never, name),
  })

export const useExport = () =>
  useMutation({
    mutationFn: ({ month, name }: { month: number; name: string }) =>
      saveFile(client.GET('/api/v1/standings/{month}/export.xlsx', { params: { path: { month } }, parseAs: 'blob' }) as never, name),
  })

export function useBeginNotice() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (month: number) => take(client.POST('/api/v1/standings/{month}/notice', { params: { path: { month } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.all }),
  })
}

export function usePublishMonth() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: ({ month, ...approval }: { month: number; approved_by: string; approved_on: string }) =>
      take(client.POST('/api/v1/standings/{month}/publish', { params: { path: { month } }, body: approval })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.all }),
  })
}
