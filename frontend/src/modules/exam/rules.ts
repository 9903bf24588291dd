import type { MyExam } from './queries'

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
