import { matches } from '@/lib/text'
import type { Candidate, MyExam, Phase } from './queries'

/** What an exam asks of oneself just now. */
export type Turn = 'coming' | 'startable' | 'resumable' | 'handed_in' | 'missed' | 'excused'

export function turnOf({ state, session }: Pick<MyExam, 'state' | 'session'>, now: number): Turn {
  if (state === 'open') return 'resumable'
  if (state === 'closed') return 'handed_in'
  if (state === 'missed' || state === 'excused') return state
  if (now < Date.parse(session.opens_at)) return 'coming'
  return now <= Date.parse(session.latest_start) ? 'startable' : 'missed'
}

/** What can be sat now, what is coming (the next first), and what is behind one (the newest first). */
export function arrange<E extends Pick<MyExam, 'state' | 'session'>>(exams: readonly E[], now: number) {
  const dated = exams.map((exam) => ({ exam, turn: turnOf(exam, now), opens: Date.parse(exam.session.opens_at) }))
  const soonest = [...dated].sort((a, b) => a.opens - b.opens)
  const behind = (turn: Turn) => turn === 'handed_in' || turn === 'missed' || turn === 'excused'
  return {
    now: soonest.filter(({ turn }) => turn === 'startable' || turn === 'resumable'),
    coming: soonest.filter(({ turn }) => turn === 'coming'),
    past: soonest.filter(({ turn }) => behind(turn)).reverse(),
  }
}

/** A day before the opening a clock is nearer to the matter than days and hours. */
export const countsDown = (seconds: number) => seconds < 86_400

export interface ExamsQuery {
  state?: ExamState
  month?: number
}

const states = ['draft', 'published', 'released'] as const
export type ExamState = (typeof states)[number]

/** The filters as the server takes them; what is no filter is left out. */
export function examsQuery({ state, month }: { state?: string; month?: string }): ExamsQuery {
  const known = states.find((one) => one === state)
  const stored = /^\d{6}$/.test(month ?? '') ? Number(month) : undefined
  return { ...(known && { state: known }), ...(stored && { month: stored }) }
}

export const phaseTone = {
  draft: 'neutral',
  witnessing: 'calm',
  drawing: 'calm',
  coming: 'calm',
  open: 'solid',
  between: 'calm',
  over: 'neutral',
  released: 'neutral',
} as const

export type Attending = 'all' | 'expected' | 'stated' | 'excused' | 'sat' | 'absent'

/** Where a candidate stands: a leave that waits for its confirmation is a matter of its own. */
export function attending(candidate: Pick<Candidate, 'attendance' | 'leave'>): Exclude<Attending, 'all'> {
  return candidate.leave && !candidate.leave.confirmed_by && candidate.attendance !== 'sat' ? 'stated' : candidate.attendance
}

export function countAttending(candidates: readonly Pick<Candidate, 'attendance' | 'leave'>[]): Record<Attending, number> {
  const counts: Record<Attending, number> = { all: candidates.length, expected: 0, stated: 0, excused: 0, sat: 0, absent: 0 }
  for (const candidate of candidates) counts[attending(candidate)] += 1
  return counts
}

export interface Whom {
  sought: string
  state: Attending
}

export function candidatesShown(candidates: readonly Candidate[], { sought, state }: Whom): Candidate[] {
  return candidates.filter(
    (candidate) =>
      (state === 'all' || attending(candidate) === state) &&
      matches(`${candidate.person.name} ${candidate.person.number} ${candidate.department?.name ?? ''}`, sought),
  )
}

export type Deed = 'state' | 'confirm' | 'withdraw' | 'move'

/** What may be done about a candidate. Nobody acts on himself, and whoever stated a leave doesn't confirm it. */
export function deedsFor(
  { person, leave, attendance, session_no }: Pick<Candidate, 'person' | 'leave' | 'attendance' | 'session_no'>,
  exam: { state: ExamState; sessions: readonly { no: number }[] },
  who: { me: string; manages: boolean; attends: boolean },
): Deed[] {
  if (exam.state !== 'published' || person.id === who.me || !who.attends || attendance === 'sat') return []
  const deeds: Deed[] = []
  if (!leave?.confirmed_by) deeds.push('state')
  if (leave && !leave.confirmed_by && who.manages && leave.stated_by.id !== who.me) deeds.push('confirm')
  if (leave && (!leave.confirmed_by || who.manages)) deeds.push('withdraw')
  if (who.manages && exam.sessions.some(({ no }) => no !== session_no)) deeds.push('move')
  return deeds
}

const boards = ['sitting-board', 'sitting-incidents', 'grading-results', 'grading-rulings', 'analysis-exam'] as const
export type Room = (typeof boards)[number] | `paper-${'draw' | 'fairness' | 'concerns' | 'forms' | 'proof'}`

/** Where an exam goes on in its phase. Until the release its fairness is for those who read exams. */
export const roomsOf = (phase: Phase, reads: boolean): Room[] =>
  roomsIn(phase).filter((room) => room !== 'paper-fairness' || reads || phase === 'released')

function roomsIn(phase: Phase): Room[] {
  switch (phase) {
    case 'draft':
      return ['paper-fairness']
    case 'witnessing':
    case 'drawing':
      return ['paper-draw', 'paper-fairness']
    case 'coming':
      return ['sitting-board', 'paper-draw', 'paper-fairness', 'paper-concerns', 'paper-forms']
    case 'open':
    case 'between':
      return ['sitting-board', 'sitting-incidents', 'grading-results', 'paper-draw', 'paper-fairness', 'paper-concerns', 'paper-forms']
    case 'over':
      return [...boards, 'paper-draw', 'paper-fairness']
    case 'released':
      return [...boards, 'paper-draw', 'paper-fairness', 'paper-proof']
  }
}
