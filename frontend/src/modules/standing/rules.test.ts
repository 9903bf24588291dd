import { expect, it } from 'vitest'
import { formatWeight, gained, latestMonth, nextStep, ownFirst, ruleFigures, showsParts, weightsOf } from './rules'

const point = (month: number, place: number | null) => ({
  month,
  place,
  group_size: 20,
  total: null,
  skill: null,
  performance: null,
  conduct: null,
})

it('opens with the newest month that is out', () => {
  expect(
    latestMonth([
      { month: 202609, state: 'published' },
      { month: 202611, state: 'draft' },
      { month: 202610, state: 'notice' },
    ]),
  ).toBe(202610)
  expect(latestMonth([{ month: 202611, state: 'draft' }])).toBe(202611)
  expect(latestMonth([])).toBeNull()
})

it('says how far one has come', () => {
  expect(gained([point(202610, 5), point(202609, 8)])).toBe(3)
  expect(gained([point(202609, 2), point(202610, 4)])).toBe(-2)
  expect(gained([point(202610, 5)])).toBeNull()
  expect(gained([point(202609, null), point(202610, 4)])).toBeNull()
})

it('puts the own group first', () => {
  const group = (name: string, me: boolean) => ({ name, rows: [{ me }] })
  expect(ownFirst([group('a', false), group('b', true), group('c', false)]).map(({ name }) => name)).toEqual(['b', 'a', 'c'])
})

it('shows weights and the figures of rules', () => {
  expect([4000, 3333, 10_000, 50].map(formatWeight)).toEqual(['40%', '33.33%', '100%', '0.5%'])
  expect(ruleFigures({ type: 'deduction', base: 10_000, each: 250, floor: null })).toEqual({ base: '100', each: '2.5' })
  expect(ruleFigures({ type: 'percentile' })).toEqual({})
})

it('knows what comes next for a month', () => {
  const now = new Date('2026-11-24T08:00:00Z')
  expect(nextStep({ state: 'draft', notice_until: null }, now)).toBe('notice')
  expect(nextStep({ state: 'notice', notice_until: '2026-11-25T08:00:00Z' }, now)).toBe('wait')
  expect(nextStep({ state: 'notice', notice_until: '2026-11-24T08:00:00Z' }, now)).toBe('publish')
  expect(nextStep({ state: 'published', notice_until: null }, now)).toBeNull()
})

it('takes weights that make up the whole only', () => {
  expect(weightsOf({ skill: 33.33, performance: 33.33, conduct: 33.34 })).toEqual({ skill: 3333, performance: 3333, conduct: 3334 })
  expect(weightsOf({ skill: 40, performance: 40, conduct: 10 })).toBeNull()
  expect(weightsOf({ skill: 120, performance: -20, conduct: 0 })).toBeNull()
  expect(weightsOf({ skill: 50, performance: 50, conduct: null })).toBeNull()
})

it('shows the columns of parts only to those who may see them of others', () => {
  const row = (me: boolean, skill: number | null) => ({ me, skill, performance: null, conduct: null })
  expect(showsParts([row(false, null), row(true, 8000)])).toBe(false)
  expect(showsParts([row(false, 9000), row(true, 8000)])).toBe(true)
})
