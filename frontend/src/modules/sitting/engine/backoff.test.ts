import { expect, it } from 'vitest'
import { pauseAfter } from './backoff'

it('doubles up to fifteen seconds and spreads', () => {
  expect([1, 2, 3, 6, 50].map((failures) => pauseAfter(failures, null, () => 1))).toEqual([500, 1000, 2000, 15_000, 15_000])
  expect(pauseAfter(3, null, () => 0)).toBe(1000)
})

it('waits at least as long as the server asks', () => {
  expect(pauseAfter(1, 5, () => 0)).toBe(5000)
  expect(pauseAfter(1, 5, () => 1)).toBe(6000)
  expect(pauseAfter(9, 1, () => 1)).toBe(15_000)
})
