import type { Issue } from '@/api/problem'
import type { components } from '@/api/schema'
import { optionLetter } from '@/lib/text'

type Schemas = components['schemas']
type Kind = Schemas['Kind']
type Key = Schemas['Key']
type Choice = Schemas['Choice']
type ClauseRef = Schemas['ClauseRef']
type Question = Schemas['Question']
type QuestionInput = Schemas['QuestionInput']
type QuestionState = Schemas['QuestionState']
type Answered = Schemas['Answered']
type ReadQuestion = Schemas['ReadQuestion']

export const kinds: readonly Kind[] = ['single', 'multiple', 'true_false', 'blank', 'ordering', 'matching']
export const answereds: readonly Answered[] = ['unused', 'few', 'hard', 'middle', 'easy']
export const states: readonly QuestionState[] = ['draft', 'in_review', 'live', 'stale', 'retired']
/** More than these have no room on a paper. */
export const mostOptions = 8
export const mostPrompts = 8
export const labels = [1, 2, 3, 4, 5] as const

/** Counts in the order in which one thinks of their values. */
export function inOrder<T, C extends { value: T }>(counts: readonly C[], order: readonly T[]): C[] {
  return [...counts].sort((a, b) => order.indexOf(a.value) - order.indexOf(b.value))
}

export const stateTone = {
  draft: 'neutral',
  in_review: 'calm',
  live: 'solid',
  stale: 'seal',
  retired: 'neutral',
} as const satisfies Record<QuestionState, string>

export interface BankQuery {
  search?: string
  state?: QuestionState
  kind?: Kind
  topic?: string
  label?: number
  answered?: Answered
  author?: string
  material?: string
  clause?: string
  mine?: boolean
}

export const facetNames = ['state', 'kind', 'topic', 'label', 'answered', 'author', 'material'] as const
export type FacetName = (typeof facetNames)[number]
export type BankFilter = 'search' | 'mine' | FacetName

/** Filters as they stand in the address, as the server wants them; what it doesn't know is left out. */
export function bankQuery(filters: Partial<Record<BankFilter, string>>): BankQuery {
  const { search, state, kind, topic, label, answered, author, material, mine } = filters
  return {
    ...(search && { search }),
    ...(states.some((one) => one === state) && { state: state as QuestionState }),
    ...(kinds.some((one) => one === kind) && { kind: kind as Kind }),
    ...(topic && { topic }),
    ...(labels.some((one) => String(one) === label) && { label: Number(label) }),
    ...(answereds.some((one) => one === answered) && { answered: answered as Answered }),
    ...(author && { author }),
    ...(material && { material }),
    ...(mine === '1' && { mine: true }),
  }
}

/** What one blank accepts, as it is written in the form. */
export interface BlankDraft {
  /** One accepted text a line. */
  accepted: string
  number: { value: string; tolerance: string; unit: string } | null
}

/** A question while it is written: the keys of all kinds side by side, so that changing the kind loses nothing. */
export interface Draft {
  kind: Kind
  topic: string | null
  label: number
  stem: string
  /** Matching: what is matched, each with the place of its option; -1 while it has none. */
  prompts: string[]
  pairs: number[]
  /** Ordering: in the right order. */
  options: Choice[]
  right: number[]
  truth: boolean | null
  blanks: BlankDraft[]
  anyOrder: boolean
  explanation: string
  clauses: ClauseRef[]
}

export const hasOptions = (kind: Kind) => kind !== 'true_false' && kind !== 'blank'
/** Right options are ticked. */
export const isTicked = (kind: Kind) => kind === 'single' || kind === 'multiple'

/** Each of what is matched has its option. */
export const isPaired = ({ prompts, pairs }: Draft) => prompts.every((_, at) => (pairs[at] ?? -1) >= 0)

const noBlank = (): BlankDraft => ({ accepted: '', number: null })

export function emptyDraft(kind: Kind = 'single'): Draft {
  return {
    kind,
    topic: null,
    label: 3,
    stem: '',
    prompts: ['', ''],
    pairs: [-1, -1],
    options: Array.from({ length: 4 }, () => ({ text: '', fixed: false })),
    right: [],
    truth: null,
    blanks: [],
    anyOrder: false,
    explanation: '',
    clauses: [],
  }
}

type Parts = Pick<Question, 'stem' | 'explanation' | 'clauses'> & {
  kind: Kind
  prompts: string[]
  options: Choice[]
  key: Key | null
}

function draftOfParts(parts: Parts, topic: string | null, label: number): Draft {
  const { kind, stem, prompts, key, explanation, clauses } = parts
  const options = key?.type === 'order' ? key.order.flatMap((at) => parts.options[at] ?? []) : parts.options
  return {
    ...emptyDraft(kind),
    topic,
    label,
    stem,
    ...(kind === 'matching' && { prompts: [...prompts], pairs: prompts.map((_, at) => (key?.type === 'pairs' ? (key.pairs[at] ?? -1) : -1)) }),
    options: options.map((option) => ({ text: option.text, fixed: option.fixed ?? false })),
    right: key?.type === 'options' ? [...key.right] : [],
    truth: key?.type === 'truth' ? key.value : null,
    blanks: key?.type === 'blanks' ? key.blanks.map(blankDraft) : [],
    anyOrder: key?.type === 'blanks' ? (key.any_order ?? false) : false,
    explanation,
    clauses,
  }
}

function blankDraft(blank: Schemas['BlankKey']): BlankDraft {
  const { number } = blank
  return {
    accepted: (blank.accepted ?? []).join('\n'),
    number: number ? { value: number.value, tolerance: number.tolerance ?? '', unit: number.unit ?? '' } : null,
  }
}

export function draftOf(question: Question): Draft {
  return draftOfParts(question, question.topic, question.label)
}

/** What was understood of a pasted question; where the kind is not clear it is guessed from the options. */
export function draftOfRead(item: ReadQuestion, topic: string | null): Draft {
  const kind = item.kind ?? (item.options.length ? 'single' : blanksIn(item.stem) ? 'blank' : 'true_false')
  return draftOfParts({ ...item, kind }, topic, item.label ?? 3)
}

/** The number of blanks in a stem: runs of four or more underscores. */
export function blanksIn(stem: string): number {
  return (stem.match(/_{4,}/g) ?? []).length
}

/** A stem as pieces of text, a blank between each two. */
export function stemPieces(stem: string): string[] {
  return stem.split(/_{4,}/)
}

/** One form field for each blank of the stem; what was written for more is kept behind. */
export function blanksOf(draft: Draft): BlankDraft[] {
  return Array.from({ length: blanksIn(draft.stem) }, (_, at) => draft.blanks[at] ?? noBlank())
}

export function keyOf(draft: Draft): Key {
  if (draft.kind === 'ordering') return { type: 'order', order: draft.options.map((_, at) => at) }
  if (draft.kind === 'matching') return { type: 'pairs', pairs: draft.pairs.filter((option) => option >= 0) }
  if (isTicked(draft.kind)) return { type: 'options', right: [...draft.right].sort((a, b) => a - b) }
  if (draft.kind === 'true_false') return { type: 'truth', value: draft.truth ?? false }
  return { type: 'blanks', blanks: blanksOf(draft).map(blankKey), any_order: draft.anyOrder }
}

function blankKey({ accepted, number }: BlankDraft): Schemas['BlankKey'] {
  const texts = acceptedTexts(accepted)
  if (!number) return { accepted: texts }
  const { value, tolerance, unit } = number
  return {
    accepted: texts,
    number: { value: value.trim(), ...(tolerance.trim() && { tolerance: tolerance.trim() }), ...(unit.trim() && { unit: unit.trim() }) },
  }
}

function acceptedTexts(lines: string): string[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

export function inputOf(draft: Draft): QuestionInput {
  return {
    kind: draft.kind,
    topic: draft.topic ?? '',
    label: draft.label,
    stem: draft.stem,
    prompts: draft.kind === 'matching' ? draft.prompts : [],
    options: hasOptions(draft.kind) ? draft.options : [],
    key: keyOf(draft),
    explanation: draft.explanation,
    clauses: draft.clauses.map((clause) => clause.id),
  }
}

/** Another kind; of several right options a single keeps the first. */
export function ofKind(draft: Draft, kind: Kind): Draft {
  const options = hasOptions(kind) && draft.options.length < 2 ? emptyDraft(kind).options : draft.options
  return { ...draft, kind, options, right: kind === 'single' ? draft.right.slice(0, 1) : draft.right }
}

/** Ticks or unticks an option as the right one. */
export function ticked(draft: Draft, at: number, on: boolean): Draft {
  if (draft.kind === 'single') return { ...draft, right: on ? [at] : [] }
  const others = draft.right.filter((one) => one !== at)
  return { ...draft, right: on ? [...others, at].sort((a, b) => a - b) : others }
}

export function withoutOption(draft: Draft, at: number): Draft {
  return {
    ...draft,
    options: draft.options.filter((_, place) => place !== at),
    right: draft.right.filter((one) => one !== at).map((one) => (one > at ? one - 1 : one)),
    pairs: draft.pairs.map((one) => (one === at ? -1 : one > at ? one - 1 : one)),
  }
}

/** An option one place up or down; the key goes with it. */
export function movedOption(draft: Draft, at: number, by: 1 | -1): Draft {
  const to = at + by
  const from = draft.options[at]
  const other = draft.options[to]
  if (!from || !other) return draft
  const options = draft.options.map((option, place) => (place === at ? other : place === to ? from : option))
  const moved = (one: number) => (one === at ? to : one === to ? at : one)
  return { ...draft, options, right: draft.right.map(moved).sort((a, b) => a - b), pairs: draft.pairs.map(moved) }
}

const decimal = /^[+-]?\d+(\.\d+)?$/

/**
 * What is wrong with a draft, in the server's own codes and places: shown while one writes. The server has
 * the last word.
 */
export function flaws(draft: Draft): Issue[] {
  const issues: Issue[] = []
  const add = (at: string, code: Issue['code'], params: Issue['params'] = {}) => issues.push({ at, code, params })
  if (!draft.stem.trim()) add('/stem', 'bank.empty_stem')
  if (!draft.topic) add('/topic', 'materials.topic_missing')
  if (hasOptions(draft.kind)) {
    if (draft.options.length < 2) add('/options', 'bank.too_few_options', { count: draft.options.length })
    draft.options.forEach((option, at) => {
      const text = option.text.trim()
      const params = { letter: optionLetter(at), text }
      if (!text) add(`/options/${at}/text`, 'bank.empty_option', params)
      else if (draft.options.slice(0, at).some((other) => other.text.trim() === text)) {
        add(`/options/${at}/text`, 'bank.same_option_twice', params)
      }
    })
    if (isTicked(draft.kind) && draft.right.length === 0) add('/key', 'bank.no_right_option')
    if (draft.kind === 'matching') promptFlaws(draft, add)
    if (draft.kind === 'single' && draft.right.length > 1) add('/key', 'bank.several_right_options', { count: draft.right.length })
  } else if (draft.kind === 'true_false') {
    if (draft.truth === null) add('/key', 'bank.missing_answer')
  } else {
    if (blanksIn(draft.stem) === 0) add('/stem', 'bank.no_blank_in_stem')
    blanksOf(draft).forEach((blank, at) => {
      const params = { blank: at + 1 }
      if (!blank.number && acceptedTexts(blank.accepted).length === 0) add(`/key/blanks/${at}`, 'bank.blank_without_answer', params)
      const { value, tolerance } = blank.number ?? { value: '0', tolerance: '' }
      if (!decimal.test(value.trim()) || (tolerance.trim() && !/^\d+(\.\d+)?$/.test(tolerance.trim()))) {
        add(`/key/blanks/${at}/number`, 'bank.bad_number', params)
      }
    })
  }
  return issues
}

function promptFlaws({ prompts, pairs }: Draft, add: (at: string, code: Issue['code'], params?: Issue['params']) => void) {
  prompts.forEach((prompt, at) => {
    const text = prompt.trim()
    const params = { prompt: at + 1, text }
    if (!text) add(`/prompts/${at}`, 'bank.empty_prompt', params)
    else if (prompts.slice(0, at).some((other) => other.trim() === text)) add(`/prompts/${at}`, 'bank.same_prompt_twice', params)
  })
  const paired = prompts.filter((_, at) => (pairs[at] ?? -1) >= 0).length
  if (paired < prompts.length) add('/key', 'bank.pair_count', { prompts: prompts.length, in_key: paired })
}

/** The issues under one place: `/options` has those of `/options/2/text` too. */
export function under(issues: readonly Issue[], at: string): Issue[] {
  return issues.filter((issue) => issue.at === at || issue.at.startsWith(`${at}/`))
}

/** The line of a place in pasted text: `line:12` → 12. */
export function lineOf(at: string): number | null {
  const match = /^line:(\d+)$/.exec(at)
  return match ? Number(match[1]) : null
}

/** Issues of a request with many items, by the place of their item, each with the rest of its place. */
export function byItem(issues: readonly Issue[] | undefined): Map<number, Issue[]> {
  const found = new Map<number, Issue[]>()
  for (const issue of issues ?? []) {
    const match = /^\/items\/(\d+)(\/.*)?$/.exec(issue.at)
    if (!match) continue
    const at = Number(match[1])
    found.set(at, [...(found.get(at) ?? []), { ...issue, at: match[2] ?? '' }])
  }
  return found
}

/** The right answer of each option, truth or blank, to be read: ['A', 'C'], [true], ['三; 3 ± 1 日'], ['C → A'], ['1–B', '2–A']. */
export function answersOf(key: Key): string[] | boolean {
  if (key.type === 'options') return key.right.map(optionLetter)
  if (key.type === 'truth') return key.value
  if (key.type === 'order') return [key.order.map(optionLetter).join(' → ')]
  if (key.type === 'pairs') return key.pairs.map((option, at) => `${at + 1}–${optionLetter(option)}`)
  return key.blanks.map(({ accepted, number }) => {
    const tolerance = number?.tolerance ? ` ± ${number.tolerance}` : ''
    const numeric = number?.value ? [`${number.value}${tolerance}${number.unit ? ` ${number.unit}` : ''}`] : []
    return [...(accepted ?? []), ...numeric].join(' / ')
  })
}

/** What follows in a queue when this one is done: the next, else the one before. */
export function nextOf(queue: readonly string[], id: string): string | null {
  const at = queue.indexOf(id)
  return queue[at + 1] ?? (at > 0 ? (queue[at - 1] ?? null) : at < 0 ? (queue[0] ?? null) : null)
}
