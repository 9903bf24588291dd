import type { Given, Kind } from './engine/wire'

/** An answer that says something; one taken back, or of blanks only, says nothing. */
export function says(given: Given | null): given is Given {
  if (!given) return false
  if (given.type === 'options') return given.chosen.length > 0
  if (given.type === 'order') return given.order.length > 0
  if (given.type === 'pairs') return given.pairs.some((pair) => pair !== null)
  return given.type === 'truth' || given.texts.some((text) => text.trim() !== '')
}

/** The options of a click: one chosen alone, or one more (one less) of several. Null takes the answer back. */
export function toggled(given: Given | null, place: number, several: boolean): Given | null {
  if (!several) return { type: 'options', chosen: [place] }
  const before = given?.type === 'options' ? given.chosen : []
  const chosen = before.includes(place) ? before.filter((one) => one !== place) : [...before, place].sort((a, b) => a - b)
  return chosen.length > 0 ? { type: 'options', chosen } : null
}

/** An item gets the next place of an order, or loses the one it has. */
export function ordered(given: Given | null, option: number): Given | null {
  const before = given?.type === 'order' ? given.order : []
  const order = before.includes(option) ? before.filter((one) => one !== option) : [...before, option]
  return order.length > 0 ? { type: 'order', order } : null
}

/** A prompt gets an option, or has none any more. */
export function matched(given: Given | null, prompts: number, at: number, option: number | null): Given | null {
  const before = given?.type === 'pairs' ? given.pairs : []
  const pairs = Array.from({ length: prompts }, (_, prompt) => (prompt === at ? option : (before[prompt] ?? null)))
  return pairs.some((pair) => pair !== null) ? { type: 'pairs', pairs } : null
}

/** What a choice of one option makes of an answer. */
export function chosenBy(kind: Kind, given: Given | null, place: number): Given | null {
  if (kind === 'true_false') return { type: 'truth', value: place === 0 }
  return kind === 'ordering' ? ordered(given, place) : toggled(given, place, isSeveral(kind))
}

export const orderOf = (given: Given | null) => (given?.type === 'order' ? given.order : [])
export const pairsOf = (given: Given | null) => (given?.type === 'pairs' ? given.pairs : [])

export const isSeveral = (kind: Kind) => kind === 'multiple'

/** A stem cut at its blanks: "应当在____内" → ["应当在", "内"]. */
export const stemParts = (stem: string) => stem.split('____')
