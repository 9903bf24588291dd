import type { Blueprint } from './queries'

/*
 * Questions that a blueprint names one by one: on every paper, on none, or never two of a set on one.
 */

/** The lists of a blueprint that name questions; a set of enemies by its place. */
export type ChosenList = 'fixed' | 'shut_out' | number

const listOf = (blueprint: Blueprint, list: ChosenList): readonly string[] =>
  (typeof list === 'number' ? blueprint.enemies?.[list] : blueprint[list]) ?? []

/** Where else a question stands, so that it can't be chosen here too. */
export function takenBy(blueprint: Blueprint, list: ChosenList, question: string): ChosenList | null {
  if (typeof list === 'number') {
    const other = (blueprint.enemies ?? []).findIndex((set, at) => at !== list && set.includes(question))
    return other < 0 ? null : other
  }
  const against = list === 'fixed' ? 'shut_out' : 'fixed'
  return listOf(blueprint, against).includes(question) ? against : null
}

/** What the blueprint becomes when a question is chosen or let go. */
export function choose(blueprint: Blueprint, list: ChosenList, question: string, on: boolean): Partial<Blueprint> {
  const others = listOf(blueprint, list).filter((one) => one !== question)
  const now = on ? [...others, question] : others
  if (typeof list !== 'number') return { [list]: now }
  return { enemies: (blueprint.enemies ?? []).map((set, at) => (at === list ? now : set)) }
}

/** Every question that the blueprint names, once. */
export const namedIn = ({ fixed = [], shut_out = [], enemies = [] }: Blueprint): string[] => [
  ...new Set([...fixed, ...shut_out, ...enemies.flat()]),
]
