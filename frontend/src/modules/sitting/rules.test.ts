import { expect, it } from 'vitest'
import type { Given } from './engine/wire'
import { says, stemParts, toggled } from './rules'

const text = (...texts: string[]): Given => ({ type: 'blanks', texts })

it('knows what a click chooses', () => {
  expect(toggled({ type: 'options', chosen: [0] }, 2, false)).toEqual({ type: 'options', chosen: [2] })
  expect(toggled({ type: 'options', chosen: [2] }, 0, true)).toEqual({ type: 'options', chosen: [0, 2] })
  expect(toggled({ type: 'options', chosen: [2] }, 2, true)).toBeNull()
})

it('knows what says nothing', () => {
  expect([says(null), says(text(' ', '')), says(text('', '是')), says({ type: 'truth', value: false })]).toEqual([false, false, true, true])
})

it('cuts stems at their blanks', () => {
  expect(stemParts('应当自受理之日起____日内办结')).toEqual(['应当自受理之日起', '日内办结'])
})
