import type { Given, Kind } from './engine/wire'

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

export const isSeveral = (kind: Kind) => kind === 'multiple'

/** A stem cut at its blanks: "应当在____内" → ["应当在", "内"]. */
export const stemParts = (stem: string) => stem.split('____')
