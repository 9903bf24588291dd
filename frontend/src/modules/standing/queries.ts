import { useQuery } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { client, take } from '@/api/client'

export interface PersonRef {
  id: string
  number: string
  name: string
}

export type MonthState = 'draft' | 'notice' | 'published'

export interface StandingMonth {
  month: number
  state: MonthState
}

export interface StandingRow {
  place: number | null
  person: PersonRef
  department: string
  total: number | null
  skill: number | null
  performance: number | null
  conduct: number | null
  note: string | null
  me: boolean
}

export interface StandingGroup {
  group: { id: string; name: string }
  size: number
  rows: StandingRow[]
  mean: number | null
}

export interface Standing {
  month: number
  state: MonthState
  scheme: { name: string; weights: { skill: number; performance: number; conduct: number } }
  groups: StandingGroup[]
}

export interface TrendPoint {
  month: number
  place: number | null
  group_size: number
  total: number | null
  skill: number | null
  performance: number | null
  conduct: number | null
}

export interface Leaderboard {
  exam: { id: string; title: string; month: number }
  groups: {
    group: { id: string; name: string }
    size: number
    rows: { place: number | null; person: PersonRef; points: number | null; me: boolean }[]
    mean: number | null
    own: { place: number | null; points: number | null } | null
  }[]
}

const keys = {
  all: ['standing'] as const,
  months: ['standing', 'months'] as const,
  month: (month: number) => ['standing', 'month', month] as const,
  trend: ['standing', 'trend'] as const,
  leaderboard: (exam: string) => ['standing', 'leaderboard', exam] as const,
}

export const useStandingMonths = () =>
  useQuery({ queryKey: keys.months, queryFn: () => take<StandingMonth[]>(client.GET('/api/v1/standings/months' as never) as never) })

export const useStanding = (month: MaybeRefOrGetter<number | null>) =>
  useQuery({
    queryKey: computed(() => keys.month(toValue(month) ?? 0)),
    queryFn: () =>
      take<Standing>(client.GET('/api/v1/standings/{month}' as never, { params: { path: { month: toValue(month) } } } as never) as never),
    enabled: () => toValue(month) !== null,
  })

export const useMyTrend = () =>
  useQuery({ queryKey: keys.trend, queryFn: () => take<TrendPoint[]>(client.GET('/api/v1/my/standing/trend' as never) as never) })

export const useLeaderboard = (exam: MaybeRefOrGetter<string | null>) =>
  useQuery({
    queryKey: computed(() => keys.leaderboard(toValue(exam) ?? '')),
    queryFn: () =>
      take<Leaderboard>(client.GET('/api/v1/leaderboard/{exam}' as never, { params: { path: { exam: toValue(exam) } } } as never) as never),
    enabled: () => toValue(exam) !== null,
  })
