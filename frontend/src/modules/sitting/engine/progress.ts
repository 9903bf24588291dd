import type { State } from './machine'
import type { Given } from './wire'

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

/** An answer that says something; one taken back, or of blanks only, says nothing. */
export function says(given: Given | null): given is Given {
  if (!given) return false
  if (given.type === 'options') return given.chosen.length > 0
  return given.type === 'truth' || given.texts.some((text) => text.trim() !== '')
}

/** The options of a click: one chosen alone, or one more (one less) of several. Null takes the answer back. */
export function toggled(given: Given | null, place: number, several: boolean): Given | null {
  if (!several) return { type: 'options', chosen: [place] }
  const before = given?.type === 'options' ? given.chosen : []
  const chosen = before.includes(place) ? before.filter((one) => one !== place) : [...before, place].sort((a, b) => a - b)
  return chosen.length > 0 ? { type: 'options', chosen } : null
}
