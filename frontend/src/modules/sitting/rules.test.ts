import { expect, it } from 'vitest'
import type { Given } from './engine/wire'
import { chosenBy, matched, says, stemParts, toggled } from './rules'

const text = (...texts: string[]): Given => ({ type: 'blanks', texts })

it('knows what a click chooses', () => {
  expect(toggled({ type: 'options', chosen: [0] }, 2, false)).toEqual({ type: 'options', chosen: [2] })
  expect(toggled({ type: 'options', chosen: [2] }, 0, true)).toEqual({ type: 'options', chosen: [0, 2] })
  expect(toggled({ type: 'options', chosen: [2] }, 2, true)).toBeNull()
})

it('puts items in order one by one, and takes them out again', () => {
  const order = (...order: number[]): Given => ({ type: 'order', order })
  expect(chosenBy('ordering', null, 2)).toEqual(order(2))
  expect(chosenBy('ordering', order(2, 0), 1)).toEqual(order(2, 0, 1))
  expect(chosenBy('ordering', order(2, 0, 1), 2)).toEqual(order(0, 1))
  expect(chosenBy('ordering', order(2), 2)).toBeNull()
})

it('gives each prompt its option', () => {
  expect(matched(null, 3, 1, 0)).toEqual({ type: 'pairs', pairs: [null, 0, null] })
  expect(matched({ type: 'pairs', pairs: [null, 0, null] }, 3, 1, null)).toBeNull()
})

it('knows what says nothing', () => {
  expect([says(null), says(text(' ', '')), says(text('', '是')), says({ type: 'truth', value: false })]).toEqual([false, false, true, true])
})

it('cuts stems at their blanks', () => {
  expect(stemParts('应当自受理之日起____日内办结')).toEqual(['应当自受理之日起', '日内办结'])
})
