import type { Question, Section, TakerMessage } from '../engine/wire'

/** Minutes that one who starts now has: fewer than all near the end of the session. */
export function minutesLeft(now: number, closesAt: string, minutes: number): number {
  return Math.max(0, Math.min(minutes, Math.floor((Date.parse(closesAt) - now) / 60_000)))
}

const momentous = [10, 5, 1]

/** The minute mark that was just passed on the way down, to be said aloud; null for every other second. */
export function markPassed(before: number, now: number): number | null {
  return momentous.find((minutes) => before > minutes * 60 && now <= minutes * 60 && now > 0) ?? null
}

/** Messages newer than the last one that was put away, newest first. */
export const unread = (messages: readonly TakerMessage[], putAway: string | null): readonly TakerMessage[] =>
  messages.filter(({ at }) => putAway === null || Date.parse(at) > Date.parse(putAway))

/** How long to hold back after a crowd's common instant, so that not all arrive in the same millisecond. */
export function spread(chance: () => number = Math.random, most = 2000): number {
  return Math.floor(chance() * most)
}

export type KeyAct = { is: 'choose'; place: number } | { is: 'move'; by: 1 | -1 } | { is: 'flag' }

/** What a key means on the exam page; null for one that is none of our business. */
export function keyAct(key: string, options: number): KeyAct | null {
  if (key === 'ArrowLeft') return { is: 'move', by: -1 }
  if (key === 'ArrowRight') return { is: 'move', by: 1 }
  const place = /^[1-9]$/.test(key) ? Number(key) - 1 : /^[a-h]$/i.test(key) ? key.toLowerCase().charCodeAt(0) - 97 : -1
  if (place >= 0 && place < options) return { is: 'choose', place }
  // With six options or more the letter F is one of them.
  return /^f$/i.test(key) ? { is: 'flag' } : null
}

/** Options to choose from by a key: those of the question, or the two of a true-or-false one. */
export function optionCount(question: Question) {
  if (question.kind === 'true_false') return 2
  return question.kind === 'matching' ? 0 : question.options.length
}

/** The questions under their sections, in the order of the paper. */
export function bySection(sections: readonly Section[], questions: readonly Question[]) {
  return sections.map((section, at) => ({ section, at, questions: questions.filter((question) => question.section === at) }))
}
