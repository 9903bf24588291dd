import { useQuery } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { client, take } from '@/api/client'
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

const keys = {
  all: ['standing'] as const,
  months: ['standing', 'months'] as const,
  month: (month: number) => ['standing', 'month', month] as const,
  trend: ['standing', 'trend'] as const,
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
