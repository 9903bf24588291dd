import type { State } from './machine'

/** How an answer stands, as the page shows it. Only the server's word makes it `saved`. */
export type Progress = 'empty' | 'sending' | 'waiting' | 'saved' | 'late' | 'superseded' | 'refused'

export function progressOf(state: State, question: number): Progress {
  const mark = state.marks[question]
  if (!mark) return 'empty'
  const unsent = state.queue.some(({ entry }) => entry.act.is === 'answer' && entry.act.question === question)
  if (unsent) return state.line === 'up' ? 'sending' : 'waiting'
  if (mark.fault) return 'refused'
  if (!mark.saved) return 'empty'
  // An earlier page's answer counts where this page has given none.
  return mark.saved.as === 'superseded' && !mark.own ? 'saved' : mark.saved.as
}

/** Answers that the server does not have yet. */
export function unsentAnswers(state: State): number {
  const questions = state.queue.flatMap(({ entry }) => (entry.act.is === 'answer' ? [entry.act.question] : []))
  return new Set(questions).size
}
