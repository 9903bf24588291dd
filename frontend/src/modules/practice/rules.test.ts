import { expect, it } from 'vitest'
import { tally, totalWrong, wishOf } from './rules'

it('reads a round from its address and makes sense of anything', () => {
  expect(wishOf({ source: 'topic', topic: 't1', count: '20' })).toEqual({ source: 'topic', topic: 't1', count: 20 })
  expect(wishOf({ source: 'topic', count: '7' })).toEqual({ source: 'wrong', topic: undefined, count: 10 })
  expect(wishOf({ source: ['a', 'b'], topic: null })).toEqual({ source: 'wrong', topic: undefined, count: 10 })
})

it('sums up', () => {
  expect(tally(['right', 'wrong', 'right', 'partly'])).toEqual({ right: 2, of: 4 })
  const topic = (wrong: number) => ({ topic: { id: String(wrong), name: '' }, available: 9, closed: 0, wrong })
  expect(totalWrong([topic(2), topic(0), topic(3)])).toBe(5)
})
