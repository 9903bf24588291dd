import { formatPoints, formatShare } from '@/lib/points'
import type { MonthState, ScoringRule, StandingGroup, StandingMonth, StandingRow, TrendPoint } from './queries'

/** The newest month that is open to everyone; else the newest there is. */
export function latestMonth(months: readonly StandingMonth[]): number | null {
  const sorted = [...months].sort((a, b) => b.month - a.month)
  return (sorted.find(({ state }) => state !== 'draft') ?? sorted[0])?.month ?? null
}

export const byMonth = (trend: readonly TrendPoint[]) => [...trend].sort((a, b) => a.month - b.month)

/** Places gained since the month before: 3 means three further up, −2 two further down; null without both. */
export function gained(trend: readonly TrendPoint[]): number | null {
  const placed = byMonth(trend).slice(-2)
  const [before, now] = [placed[0]?.place, placed[1]?.place]
  return before == null || now == null ? null : before - now
}

/** One's own group first, the others as they came. */
export function ownFirst<G extends Pick<StandingGroup, 'rows'> | { rows: { me: boolean }[] }>(groups: readonly G[]): G[] {
  const isOwn = (group: G) => group.rows.some((row) => row.me)
  return [...groups.filter(isOwn), ...groups.filter((group) => !isOwn(group))]
}

/** Whether parts are to be seen of others: where they aren't, their columns would only hold dashes. */
export const showsParts = (rows: readonly Pick<StandingRow, 'me' | 'skill' | 'performance' | 'conduct'>[]) =>
  rows.some((row) => !row.me && (row.skill ?? row.performance ?? row.conduct) !== null)

/** Points as figures for a chart. */
export const figures = (points: readonly (number | null)[]) => points.map((one) => (one === null ? null : one / 100))

/** A weight in ten-thousandths as a percentage: 4000 → "40%", 3333 → "33.33%". */
export function formatWeight(weight: number): string {
  return formatShare(weight / 10_000, 2).replace(/\.?0+%$/, '%')
}

/** The figures of a rule, under the names that its words use. */
export function ruleFigures(rule: ScoringRule): Record<string, string> {
  switch (rule.type) {
    case 'deduction':
      return { base: formatPoints(rule.base), each: formatPoints(rule.each) }
    case 'bonus':
      return { each: formatPoints(rule.each), cap: formatPoints(rule.cap) }
    case 'piecewise':
      return { knots: rule.knots.map(({ at, points }) => `${at} → ${formatPoints(points)}`).join('; ') }
    case 'target':
      return { target: rule.target, cap: formatPoints(rule.cap) }
    case 'per_head':
      return { cap: formatPoints(rule.cap) }
    default:
      return {}
  }
}

/** What comes next for a month: put on notice, publish once the notice has run, nothing after that. */
export function nextStep(month: { state: MonthState; notice_until: string | null }, now: Date): 'notice' | 'wait' | 'publish' | null {
  if (month.state === 'published') return null
  if (month.state === 'draft') return 'notice'
  return month.notice_until !== null && now < new Date(month.notice_until) ? 'wait' : 'publish'
}

/** Percentages as typed → weights in ten-thousandths; null unless they make up exactly the whole. */
export function weightsOf(percent: { skill: number | null; performance: number | null; conduct: number | null }) {
  const [skill, performance, conduct] = [percent.skill, percent.performance, percent.conduct].map((one) => Math.round((one ?? NaN) * 100))
  if (skill === undefined || performance === undefined || conduct === undefined) return null
  return skill + performance + conduct === 10_000 && Math.min(skill, performance, conduct) >= 0 ? { skill, performance, conduct } : null
}
