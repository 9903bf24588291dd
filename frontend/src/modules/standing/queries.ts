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

export type NotRanked = 'too_few_days' | 'first_full_month' | 'manager_of_exam' | 'no_total'

export interface StandingRow {
  place: number | null
  person: PersonRef
  department: string | null
  total: number | null
  skill: number | null
  performance: number | null
  conduct: number | null
  /** Why there is no place. */
  note: NotRanked | null
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

export type ScoringRule =
  | { type: 'direct' | 'share_of_best' | 'percentile' }
  | { type: 'deduction'; base: number; each: number; floor: number | null }
  | { type: 'bonus'; each: number; cap: number }
  | { type: 'piecewise'; knots: { at: string; points: number }[] }
  | { type: 'target'; target: string; cap: number }
  | { type: 'per_head'; cap: number }

/** An item as it counted for one person. Weights are ten-thousandths. */
export interface ItemPart {
  code: string
  name: string
  measured_by: 'person' | 'window' | 'department'
  unit: string
  weight: number
  counted: number
  value: string | null
  few: boolean
  rule: ScoringRule
  compared: { n: number; below: number; equal: number; best: string } | null
  basis: 'measured' | 'missing_is_zero' | 'missing_is_full' | 'missing' | 'excused' | 'no_cases' | 'best_is_zero' | 'group_too_small'
  points: number | null
}

export interface ComponentPart {
  component: 'skill' | 'performance' | 'conduct'
  weight: number
  counted: number
  points: number | null
  contribution: string | null
  items: ItemPart[]
}

export type Source =
  | { type: 'exam'; id: string; title: string }
  | { type: 'import'; id: string; file_name: string; by: string; at: string }

export interface Explanation {
  month: number
  person: PersonRef
  place: number | null
  note: NotRanked | null
  total: number | null
  components: ComponentPart[]
  sources: { item: string; source: Source }[]
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
  explanation: (month: number, person: string) => ['standing', 'explanation', month, person] as const,
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

/** How one total came about, down to values and rules. */
export const useExplanation = (month: MaybeRefOrGetter<number>, person: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => keys.explanation(toValue(month), toValue(person))),
    queryFn: () =>
      take<Explanation>(
        client.GET('/api/v1/standings/{month}/people/{person}' as never, {
          params: { path: { month: toValue(month), person: toValue(person) } },
        } as never) as never,
      ),
  })

export const useLeaderboard = (exam: MaybeRefOrGetter<string | null>) =>
  useQuery({
    queryKey: computed(() => keys.leaderboard(toValue(exam) ?? '')),
    queryFn: () =>
      take<Leaderboard>(client.GET('/api/v1/leaderboard/{exam}' as never, { params: { path: { exam: toValue(exam) } } } as never) as never),
    enabled: () => toValue(exam) !== null,
  })
