import type { Blueprint, Cell, Exam, ExamInput } from './queries'

/*
 * A plan on its way to publication: what it adds up to, what the bank has for it, and what two
 * managers who edit it at once have made of it.
 */

export const kinds = ['single', 'multiple', 'true_false', 'blank', 'ordering', 'matching'] as const
/** How a kind can be marked, with the words for it; the kinds left out have one way alone. */
export const policies = {
  multiple: [
    { value: 'all_or_nothing', words: 'all_or_nothing' },
    { value: 'half_if_subset', words: 'half_if_subset' },
    { value: 'per_option', words: 'per_option' },
  ],
  ordering: [
    { value: 'all_or_nothing', words: 'order_whole' },
    { value: 'adjacent_pairs', words: 'adjacent_pairs' },
  ],
} as const
export const onlyPolicy = { single: 'plain', true_false: 'plain', blank: 'blank', matching: 'pairs' } as const
export const labels = [1, 2, 3, 4, 5] as const
/** Leaving the page is a fact and no more, where a plan says nothing of it. */
export const recorded: NonNullable<ExamInput['leaving']> = { then: 'nothing', limit: 3 }

export const countOf = ({ sections }: Blueprint) => sections.reduce((sum, { count }) => sum + count, 0)
export const totalOf = ({ sections }: Blueprint) => sections.reduce((sum, { count, points_each }) => sum + count * points_each, 0)

/** The plan of an exam, as an input that changes nothing. */
export function inputOf(exam: Exam): ExamInput {
  const { kind, title, month, blueprint, minutes, pass, excellent, points_release, review_release, pool_open, layout, leaving, groups } = exam
  const { witness_hours, most_overlap, source } = exam
  return {
    kind, title, month, blueprint, minutes, pass, excellent, points_release, review_release, pool_open, layout, leaving, groups,
    witness_hours, most_overlap, source,
    sessions: exam.sessions.map(({ opens_at, closes_at, makeup }) => ({ opens_at, closes_at, makeup })),
  }
}

/** A copy that shares nothing; plans are plain JSON. */
export const copied = <T>(plain: T): T => JSON.parse(JSON.stringify(plain)) as T

/** The parts of a plan that are compared and settled each as a whole. */
export const parts = [
  'title', 'month', 'minutes', 'pass', 'excellent', 'points_release', 'review_release', 'pool_open', 'layout', 'leaving', 'groups',
  'sessions', 'witness_hours', 'most_overlap',
  'sections', 'topics', 'labels', 'fixed', 'shut_out', 'enemies', 'target', 'rest_months',
] as const
export type Part = (typeof parts)[number]
const ofBlueprint: readonly Part[] = ['sections', 'topics', 'labels', 'fixed', 'shut_out', 'enemies', 'target', 'rest_months']

const textOf = (plan: ExamInput, part: Part) => {
  const holder = ofBlueprint.includes(part) ? plan.blueprint : plan
  const value = (holder as unknown as Record<string, unknown>)[part] ?? null
  return JSON.stringify(part === 'groups' ? [...(value as string[])].sort() : value)
}
const differs = (a: ExamInput, b: ExamInput, part: Part) => textOf(a, part) !== textOf(b, part)

export const isChanged = (base: ExamInput, mine: ExamInput) => JSON.stringify(base) !== JSON.stringify(mine)

/** What somebody else saved while this plan was being edited. */
export interface Difference {
  part: Part
  /** Both changed it, and not to the same. */
  clash: boolean
}

export function differences(base: ExamInput, theirs: ExamInput, mine: ExamInput): Difference[] {
  return parts
    .filter((part) => differs(base, theirs, part))
    .map((part) => ({ part, clash: differs(base, mine, part) && differs(theirs, mine, part) }))
}

/** Theirs, with what I changed on top. */
export function rebased(base: ExamInput, theirs: ExamInput, mine: ExamInput): ExamInput {
  const plan = copied(theirs)
  for (const part of parts.filter((one) => differs(base, mine, one))) {
    const [to, from] = ofBlueprint.includes(part) ? [plan.blueprint, mine.blueprint] : [plan, mine]
    Object.assign(to, { [part]: copied((from as unknown as Record<string, unknown>)[part]) })
  }
  return plan
}

/** Where an issue is mended, by its pointer. */
export const steps = ['basics', 'blueprint', 'questions', 'people', 'sessions'] as const
export type Step = (typeof steps)[number]

export function stepOf(at: string): Step {
  if (/^\/blueprint\/(fixed|shut_out|enemies)\b/.test(at)) return 'questions'
  if (at.startsWith('/blueprint')) return 'blueprint'
  if (at.startsWith('/groups')) return 'people'
  return /^\/(sessions|witness_hours|most_overlap)\b/.test(at) ? 'sessions' : 'basics'
}

/** Cells of one kind and topic, with what each label gives. */
export interface Supply {
  kind: Cell['kind']
  topic: string | null
  need: number
  have: number
  labels: { label: number; need: number; have: number }[]
}

export function supplyOf(cells: readonly Cell[]): Supply[] {
  const rows = new Map<string, Supply>()
  for (const { kind, topic, label, need, have } of cells) {
    const key = `${kind} ${topic ?? ''}`
    const row = rows.get(key) ?? { kind, topic, need: 0, have: 0, labels: [] }
    row.need += need
    row.have += have
    row.labels.push({ label, need, have })
    rows.set(key, row)
  }
  return [...rows.values()]
}

/** A shortfall or a clash: the cells it speaks of. An empty list means all of them. */
export interface Gap {
  kinds: Cell['kind'][]
  topics: (string | null)[]
  labels: number[]
  need: number | null
  have: number | null
}

export function gapOf(issue: { code: string; params?: Record<string, unknown> }): Gap | null {
  if (issue.code !== 'exam.short' && issue.code !== 'exam.clash') return null
  const list = <T>(name: string) => (Array.isArray(issue.params?.[name]) ? (issue.params[name] as T[]) : [])
  const number = (name: string) => (typeof issue.params?.[name] === 'number' ? (issue.params[name] as number) : null)
  return { kinds: list('kinds'), topics: list('topics'), labels: list('labels'), need: number('need'), have: number('have') }
}

/** The next session after those there are: a make-up two days later, as long as the last one. */
export function nextSession(sessions: ExamInput['sessions']): ExamInput['sessions'][number] | null {
  const last = sessions[sessions.length - 1]
  if (!last) return null
  const later = (instant: string) => new Date(Date.parse(instant) + 2 * 86_400_000).toISOString()
  return { opens_at: later(last.opens_at), closes_at: later(last.closes_at), makeup: true }
}

/** Whoever starts after this has less than all the minutes. */
export const latestStart = (closesAt: string, minutes: number) => new Date(Date.parse(closesAt) - minutes * 60_000).toISOString()
