import { expect, it } from 'vitest'
import { choose, namedIn, takenBy } from './chosen'
import type { Blueprint } from './queries'

const blueprint: Blueprint = {
  sections: [],
  fixed: ['a'],
  shut_out: ['b'],
  enemies: [
    ['c', 'd'],
    ['e', 'f'],
  ],
}

it('keeps a question from standing where it contradicts itself', () => {
  expect([takenBy(blueprint, 'shut_out', 'a'), takenBy(blueprint, 'fixed', 'b')]).toEqual(['fixed', 'shut_out'])
  expect([takenBy(blueprint, 1, 'c'), takenBy(blueprint, 0, 'c'), takenBy(blueprint, 'fixed', 'c')]).toEqual([0, null, null])
})

it('chooses and lets go without touching the rest', () => {
  expect(choose(blueprint, 'fixed', 'x', true)).toEqual({ fixed: ['a', 'x'] })
  expect(choose(blueprint, 'fixed', 'a', true)).toEqual({ fixed: ['a'] })
  expect(choose(blueprint, 1, 'e', false)).toEqual({ enemies: [['c', 'd'], ['f']] })
  expect(choose({ sections: [] }, 'shut_out', 'x', true)).toEqual({ shut_out: ['x'] })
})

it('names each question once', () => {
  expect(namedIn({ ...blueprint, fixed: ['a', 'c'] })).toEqual(['a', 'c', 'b', 'd', 'e', 'f'])
  expect(namedIn({ sections: [] })).toEqual([])
})
