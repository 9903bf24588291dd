import type { Concern, Draw, Drawing, Fairness, Sheet } from './queries'

/** The way of an exam's papers, as everybody can follow it. */
export const stations = ['committed', 'witnessing', 'drawing', 'sat', 'proven'] as const
export type Station = (typeof stations)[number]

export function stationOf({ witnessing, drawn, seeded_at, proof_open }: Pick<Draw, 'witnessing' | 'drawn' | 'seeded_at' | 'proof_open'>): Station {
  if (proof_open) return 'proven'
  if (witnessing || !seeded_at) return 'witnessing'
  return drawn.done < drawn.total ? 'drawing' : 'sat'
}

/** The most dice that somebody writes down: more add nothing. */
export const MOST_DICE = 20

/** Dice as they are handed in: their points one after another. */
export const wordsOf = (dice: readonly number[]) => dice.join(' ')

/** The points of dice that were handed in; null for words. */
export function diceOf(words: string): number[] | null {
  return /^[1-6]( [1-6])*$/.test(words) ? words.split(' ').map(Number) : null
}

/** Width of a step of a histogram, in 1/10,000 of the full points: half a point of 100. */
const STEP = 50

export interface Bins {
  /** The lowest score of each step. */
  from: number[]
  ours: number[]
  plain: number[]
}

/** Both ways of drawing over the same steps, so that they can be seen beside each other. */
export function binsOf({ ours, plain }: Pick<Sheet, 'ours' | 'plain'>): Bins {
  const papers = (drawing: Drawing) => new Map(drawing.scores.histogram.map((bar) => [bar.from, bar.papers]))
  const [mine, other] = [papers(ours), papers(plain)]
  const all = [...mine.keys(), ...other.keys()]
  const bins: Bins = { from: [], ours: [], plain: [] }
  if (all.length === 0) return bins
  for (let from = Math.min(...all); from <= Math.max(...all); from += STEP) {
    bins.from.push(from)
    bins.ours.push(mine.get(from) ?? 0)
    bins.plain.push(other.get(from) ?? 0)
  }
  return bins
}

export const rangeOf = ({ scores }: Drawing) => scores.most - scores.least

/** How many questions appear on how many papers, from the least to the most. */
export function appearancesOf(questions: Fairness['questions']): { papers: number; questions: number }[] {
  const counts = new Map<number, number>()
  for (const { papers } of questions) counts.set(papers, (counts.get(papers) ?? 0) + 1)
  return [...counts].map(([papers, count]) => ({ papers, questions: count })).sort((a, b) => a.papers - b.papers)
}

/** Questions by how often they appear, the most frequent first. */
export const byExposure = (questions: Fairness['questions']) => [...questions].sort((a, b) => b.papers - a.papers || a.index - b.index)

/** Why a question of the pool needs a decision. */
export const whyOf = ({ state }: Pick<Concern, 'state'>) => (state === 'live' ? ('revised' as const) : state)

/** In how many columns options stand on paper: as many as their longest leaves room for. */
export function columnsFor(options: readonly string[]): 1 | 2 | 4 {
  const longest = Math.max(0, ...options.map(widthOf))
  if (longest <= 7) return 4
  return longest <= 18 ? 2 : 1
}

/** Width of a text in hanzi: a Latin letter or a digit takes half of one. */
function widthOf(text: string): number {
  let width = 0
  for (const letter of text) width += /[\u0020-\u024F]/.test(letter) ? 0.5 : 1
  return width
}

/** 1 → 一, 12 → 十二; sections of a paper are counted so. */
export function chineseNumber(number: number): string {
  const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九']
  const tens = Math.floor(number / 10)
  return `${tens > 1 ? digits[tens] : ''}${tens > 0 ? '十' : ''}${digits[number % 10]}`
}

/** A list cut into rows of equal length, the last maybe shorter. */
export function rowsOf<T>(items: readonly T[], length: number): T[][] {
  const rows: T[][] = []
  for (let at = 0; at < items.length; at += length) rows.push(items.slice(at, at + length))
  return rows
}
