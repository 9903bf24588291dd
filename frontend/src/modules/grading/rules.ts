import { formatPoints } from '@/lib/points'
import type { Clause, Given, Key, Kind, Moved, ReviewedQuestion, Verdict } from './queries'

/** A question's options, each with whether it was chosen and whether it is right; none for blanks. */
export function markedOptions(
  question: { kind: Kind; options: readonly string[] },
  given: Given | null,
  key: Key,
  truths: readonly [string, string],
): { text: string; chosen: boolean; right: boolean }[] {
  if (question.kind === 'true_false') {
    return truths.map((text, at) => ({
      text,
      chosen: given?.type === 'truth' && given.value === (at === 0),
      right: key.type === 'truth' && key.value === (at === 0),
    }))
  }
  if (key.type !== 'options') return []
  return question.options.map((text, at) => ({
    text,
    chosen: given?.type === 'options' && given.chosen.includes(at),
    right: key.right.includes(at),
  }))
}

type Blank = Extract<Key, { type: 'blanks' }>['blanks'][number]

/** The texts that a blank accepts, a number as "20 日" or "20 ± 0.5". */
function acceptedTexts({ accepted = [], number }: Blank): string[] {
  if (!number) return accepted
  const width = number.tolerance && number.tolerance !== '0' ? ` ± ${number.tolerance}` : ''
  return [...accepted, `${number.value}${width}${number.unit ? ` ${number.unit}` : ''}`]
}

/** One line of an answer that is compared line by line. */
export interface MarkedLine {
  /** What stands before it; blanks and places of an order are called by their number. */
  label: string | { part: 'blank' | 'place'; number: number }
  text: string
  accepted: readonly string[]
}

/** Each blank, place of an order or prompt: what was answered, and what is right. */
export function markedLines(question: { prompts: readonly string[]; options: readonly string[] }, given: Given | null, key: Key): MarkedLine[] {
  const option = (at: number | null | undefined) => question.options[at ?? -1] ?? ''
  switch (key.type) {
    case 'blanks':
      return key.blanks.map((blank, at) => ({
        label: { part: 'blank', number: at + 1 },
        text: given?.type === 'blanks' ? (given.texts[at] ?? '') : '',
        accepted: acceptedTexts(blank),
      }))
    case 'order':
      return key.order.map((right, at) => ({
        label: { part: 'place', number: at + 1 },
        text: given?.type === 'order' ? option(given.order[at]) : '',
        accepted: [option(right)],
      }))
    case 'pairs':
      return key.pairs.map((right, at) => ({
        label: question.prompts[at] ?? '',
        text: given?.type === 'pairs' ? option(given.pairs[at]) : '',
        accepted: [option(right)],
      }))
    default:
      return []
  }
}

export function countVerdicts(questions: readonly Pick<ReviewedQuestion, 'verdict'>[]): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { right: 0, partly: 0, wrong: 0, void: 0 }
  for (const { verdict } of questions) counts[verdict] += 1
  return counts
}

/** What there is to learn from: everything that did not earn full marks. */
export const toLearn = (question: Pick<ReviewedQuestion, 'verdict'>) => question.verdict === 'wrong' || question.verdict === 'partly'

/** Whom a ruling lifts or lowers, and how many passes and places it changes. */
export function effectOf(moved: readonly Pick<Moved, 'before' | 'after' | 'passed_before' | 'passed_after' | 'place_before' | 'place_after'>[]) {
  return {
    up: moved.filter((one) => one.after > one.before).length,
    down: moved.filter((one) => one.after < one.before).length,
    passes: moved.filter((one) => one.passed_before !== one.passed_after).length,
    places: moved.filter((one) => one.place_before !== one.place_after).length,
  }
}

/** A difference of points: +2.5, −1, 0. */
export const signed = (hundredths: number) => (hundredths > 0 ? `+${formatPoints(hundredths)}` : formatPoints(hundredths))

/** Clauses as they are cited: number and title of the material, address, words. */
export const citedClauses = (clauses: readonly Clause[]) =>
  clauses.map(({ id, material, label, text }) => ({ key: id, source: `${material.no}《${material.title}》`, label, text }))
