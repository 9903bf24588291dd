/*
 * The autosave machine. Pure: a state and an event give the next state and what is to be done about it.
 * It promises that what was given on this page is kept on the device before it is sent, is sent in order and
 * again until the server has acknowledged it, is called saved by an acknowledgement and by nothing else, and
 * that handing in waits its turn behind every answer.
 */
import type { Given, HandedIn, Joined, Noticed, Saved, SavedAs } from './wire'

/** What the page notices of itself: facts for the invigilator. */
export type Fact = 'left' | 'returned' | 'copied' | 'fullscreen_left'

/** What happens on the page and must reach the server. */
export type Act =
  | { is: 'answer'; question: number; response: Given | null }
  | { is: 'flag'; question: number; on: boolean }
  | { is: 'doubt'; question: number; words: string }
  | { is: Fact }
  | { is: 'hand_in' }

/** An act as it is kept and sent: (sitting, lease, n) is its name for ever. */
export interface Entry {
  exam: string
  person: string
  sitting: string
  lease: number
  n: number
  /** The right to write under this lease. It is kept with what is unsent, so that a dead tab loses nothing. */
  pass: string
  act: Act
  /** When it was done, by the server's clock as this page knew it. */
  at: string
}

/** `rule`: the exam's own, for leaving the page too often. */
export type EndedBy = 'person' | 'deadline' | 'server' | 'rule'

export type Phase =
  | { is: 'open' }
  | { is: 'handing_in'; by: EndedBy }
  | { is: 'ended'; handed: HandedIn; by: EndedBy }
  /** Another page or device has gone on with it. */
  | { is: 'taken' }
  /** The server takes nothing from this page any more. */
  | { is: 'stopped'; code: string }

/** What is known of one question. */
export interface Mark {
  given: Given | null
  flagged: boolean
  /** The last acknowledgement of an answer; null while there was none. */
  saved: { at: string; as: SavedAs } | null
  /** Why the server refused the last answer, if it did. */
  fault: string | null
  /** It was answered under this page's own lease. */
  own: boolean
}

interface Waiting {
  entry: Entry
  /** It is on the device (or the device can't keep anything). */
  kept: boolean
  /** It may have reached the server, so its content stands for ever. */
  tried: boolean
}

export interface State {
  readonly exam: string
  readonly person: string
  readonly sitting: string
  readonly pass: string
  readonly lease: number
  readonly n: number
  readonly phase: Phase
  readonly marks: readonly Mark[]
  /** Unacknowledged, oldest first. */
  readonly queue: readonly Waiting[]
  readonly sending: boolean
  readonly pausing: boolean
  readonly failures: number
  readonly line: 'up' | 'down' | 'busy'
  /** The newest acknowledgement of all. */
  readonly savedAt: string | null
  /** How often the page was left, as the server counts, and what that came to. */
  readonly left: Pick<Noticed, 'left_times' | 'then'> | null
}

export type Event =
  | { is: 'done'; act: Act; at: string }
  | { is: 'expired'; at: string }
  | { is: 'kept'; entry: Entry }
  | { is: 'acknowledged'; entry: Entry; saved: Saved | Noticed }
  | { is: 'handed_in'; entry: Entry; handed: HandedIn }
  /** No answer, or one that says try later; `after` seconds if it names them. */
  | { is: 'failed'; entry: Entry; busy: boolean; after: number | null }
  | { is: 'refused'; entry: Entry; code: string; pass: boolean; at: string }
  | { is: 'rested' }
  /** The network is back, or someone looks at the page again: no reason to wait any longer. */
  | { is: 'woken' }
  | { is: 'taken_over' }
  | { is: 'closed'; by: 'deadline' | 'server'; at: string }

export type Effect =
  | { do: 'keep'; entry: Entry }
  | { do: 'forget'; entry: Entry }
  | { do: 'send'; entry: Entry }
  | { do: 'rest'; failures: number; after: number | null }

type Step = [State, Effect[]]

/** Begins with what the server gave and what an earlier page of the same sitting could not send. */
export function begin(exam: string, person: string, joined: Joined, unsent: readonly Entry[]): Step {
  const marks: Mark[] = joined.paper.questions.map(() => ({ given: null, flagged: false, saved: null, fault: null, own: false }))
  for (const answer of joined.answers) {
    const mark = marks[answer.question]
    if (mark) Object.assign(mark, { given: answer.response, saved: { at: answer.at, as: 'saved' } })
  }
  for (const question of joined.flags) {
    const mark = marks[question]
    if (mark) mark.flagged = true
  }
  for (const { act } of unsent) {
    if (act.is === 'answer' && marks[act.question]) marks[act.question]!.given = act.response
    if (act.is === 'flag' && marks[act.question]) marks[act.question]!.flagged = act.on
  }
  const { sitting, pass, lease } = joined
  return pump([{ ...idle(exam, person), sitting, pass, lease, marks, queue: unsent.map(asKept) }, []])
}

/** An earlier page handed in and its tab died before that was acknowledged: nothing but sending is left to do. */
export function finish(unsent: readonly Entry[]): Step {
  const last = unsent[unsent.length - 1]!
  const { exam, person, sitting, pass, lease, n } = last
  const phase: Phase = { is: 'handing_in', by: 'person' }
  return pump([{ ...idle(exam, person), sitting, pass, lease, n, phase, queue: unsent.map(asKept) }, []])
}

const idle = (exam: string, person: string): State => ({
  exam,
  person,
  sitting: '',
  pass: '',
  lease: 0,
  n: 0,
  phase: { is: 'open' },
  marks: [],
  queue: [],
  sending: false,
  pausing: false,
  failures: 0,
  line: 'up',
  savedAt: null,
  left: null,
})

const asKept = (entry: Entry): Waiting => ({ entry, kept: true, tried: true })

export function step(state: State, event: Event): Step {
  switch (event.is) {
    case 'done':
      return state.phase.is === 'open' ? pump(take(state, event.act, event.at)) : [state, []]
    case 'expired':
      return pump(handIn(state, 'deadline', event.at))
    case 'closed':
      return pump(handIn(state, event.by, event.at))
    case 'kept':
      return pump([withWaiting(state, event.entry, { kept: true }), []])
    case 'acknowledged':
      return pump(acknowledged(answered(state), event.entry, event.saved))
    case 'handed_in':
      return handedIn(answered(state), event.entry, event.handed)
    case 'failed': {
      const failures = state.failures + 1
      const line = event.busy ? 'busy' : 'down'
      const next: State = { ...state, sending: false, pausing: true, failures, line }
      return [next, [{ do: 'rest', failures, after: event.after }]]
    }
    case 'refused':
      return pump(refused(answered(state), event))
    case 'rested':
    case 'woken':
      return pump([{ ...state, pausing: false }, []])
    case 'taken_over':
      return state.phase.is === 'open' ? [{ ...state, phase: { is: 'taken' } }, []] : [state, []]
  }
}

/** The server has spoken: the line stands. */
const answered = (state: State): State => ({ ...state, sending: false, pausing: false, failures: 0, line: 'up' })

/** Sends the oldest, if nothing is on its way and it is on the device. */
function pump([state, effects]: Step): Step {
  const first = state.queue[0]
  if (!first || !first.kept || state.sending || state.pausing || state.phase.is === 'stopped') return [state, effects]
  const next = { ...withWaiting(state, first.entry, { tried: true }), sending: true }
  return [next, [...effects, { do: 'send', entry: first.entry }]]
}

/** A new act goes to the end of the queue under the next number. */
function take(state: State, act: Act, at: string): Step {
  const { exam, person, sitting, lease, pass } = state
  const entry: Entry = { exam, person, sitting, lease, n: state.n + 1, pass, act, at }
  // What the server can't have seen yet and this act overrules needs no sending.
  const stale = state.queue.filter((one) => !one.tried && one.entry.lease === lease && overrules(act, one.entry.act))
  const queue = state.queue.filter((one) => !stale.includes(one)).concat({ entry, kept: false, tried: false })
  const marks = noted(state.marks, act)
  const forget = stale.map((one): Effect => ({ do: 'forget', entry: one.entry }))
  return [{ ...state, n: entry.n, queue, marks }, [{ do: 'keep', entry }, ...forget]]
}

function overrules(later: Act, earlier: Act): boolean {
  const same = later.is === earlier.is && (later.is === 'answer' || later.is === 'flag')
  return same && 'question' in earlier && later.question === earlier.question
}

function noted(marks: readonly Mark[], act: Act): readonly Mark[] {
  if (act.is === 'answer') return withMark(marks, act.question, { given: act.response, fault: null, own: true })
  if (act.is === 'flag') return withMark(marks, act.question, { flagged: act.on })
  return marks
}

function handIn(state: State, by: EndedBy, at: string): Step {
  if (state.phase.is !== 'open') return [state, []]
  const [next, effects] = take(state, { is: 'hand_in' }, at)
  return [{ ...next, phase: { is: 'handing_in', by } }, effects]
}

/** The taker's own hand-in; it waits behind every answer that is not acknowledged yet. */
export function handInNow(state: State, at: string): Step {
  return pump(handIn(state, 'person', at))
}

function acknowledged(state: State, entry: Entry, saved: Saved | Noticed): Step {
  let next: State = { ...without(state, entry), savedAt: saved.at }
  if ('then' in saved) next = { ...next, left: saved }
  const { act } = entry
  if (act.is === 'answer') {
    next = { ...next, marks: withMark(next.marks, act.question, { saved: { at: saved.at, as: saved.status }, fault: null }) }
  }
  const effects: Effect[] = [{ do: 'forget', entry }]
  if (entry.lease !== state.lease || state.phase.is !== 'open') return [next, effects]
  if (saved.status === 'superseded') return [{ ...next, phase: { is: 'taken' } }, effects]
  const ruled = 'then' in saved && saved.then === 'ended'
  if (saved.status !== 'late' && !ruled) return [next, effects]
  // The server has closed it, whatever this page believed.
  const [closing, more] = handIn(next, ruled ? 'rule' : 'server', saved.at)
  return [closing, [...effects, ...more]]
}

/** The server tells the points once they are reckoned; until then it is asked again, with the same number. */
function handedIn(state: State, entry: Entry, handed: HandedIn): Step {
  const by = state.phase.is === 'handing_in' || state.phase.is === 'ended' ? state.phase.by : 'person'
  const phase: Phase = { is: 'ended', handed, by }
  const effects: Effect[] = [{ do: 'forget', entry }]
  if (handed.state === 'marked') return pump([{ ...without(state, entry), phase }, effects])
  return [{ ...state, phase, pausing: true }, [...effects, { do: 'rest', failures: 1, after: null }]]
}

function refused(state: State, event: Event & { is: 'refused' }): Step {
  const { entry, code } = event
  const { act } = entry
  const forget: Effect = { do: 'forget', entry }
  if (event.pass && entry.lease === state.lease) return [{ ...state, phase: { is: 'stopped', code } }, []]
  const next = without(state, entry)
  // The number, or an old page's pass, was refused and not the answer: it goes out anew, unless a newer one overrules it.
  if (code === 'sitting.n_reused' || event.pass) {
    const overruled =
      next.queue.some((one) => overrules(one.entry.act, act)) ||
      (act.is === 'answer' && entry.lease !== state.lease && state.marks[act.question]?.own)
    if (overruled || isFact(act)) return [next, [forget]]
    const [again, effects] = take(next, act, entry.at)
    return [again, [...effects, forget]]
  }
  if (act.is === 'hand_in') {
    const phase: Phase = code === 'sitting.lease_taken' ? { is: 'taken' } : { is: 'stopped', code }
    return [{ ...next, phase }, [forget]]
  }
  if (act.is !== 'answer') return [next, [forget]]
  return [{ ...next, marks: withMark(next.marks, act.question, { fault: code }) }, [forget]]
}

const isFact = ({ is }: Act): boolean => is === 'left' || is === 'returned' || is === 'copied' || is === 'fullscreen_left'

const named = (a: Entry, b: Entry) => a.n === b.n && a.lease === b.lease && a.sitting === b.sitting

function without(state: State, entry: Entry): State {
  return { ...state, queue: state.queue.filter((one) => !named(one.entry, entry)) }
}

function withWaiting(state: State, entry: Entry, change: Partial<Waiting>): State {
  return { ...state, queue: state.queue.map((one) => (named(one.entry, entry) ? { ...one, ...change } : one)) }
}

function withMark(marks: readonly Mark[], question: number, change: Partial<Mark>): readonly Mark[] {
  return marks.map((mark, at) => (at === question ? { ...mark, ...change } : mark))
}
