import { expect, it } from 'vitest'
import { createServerClock } from './clock'

const iso = (ms: number) => new Date(ms).toISOString()

it('trusts the shortest way', () => {
  const clock = createServerClock(() => 1_000_000)
  clock.sample(iso(1_005_500), 1_000_000, 1_001_000)
  expect(clock.offset()).toBe(5000)
  clock.sample(iso(1_005_200), 1_000_000, 1_000_200)
  expect(clock.offset()).toBe(5100)
  clock.sample(iso(1_005_700), 1_000_000, 1_000_900)
  expect(clock.offset()).toBe(5100)
  expect(clock.now()).toBe(1_005_100)
})

it('follows a device whose clock was set', () => {
  const clock = createServerClock(() => 0)
  clock.sample(iso(100_050), 100_000, 100_100)
  expect(clock.offset()).toBe(0)
  clock.sample(iso(160_200), 100_000, 100_400)
  expect(clock.offset()).toBe(60_000)
})

it('ignores what is no time', () => {
  const clock = createServerClock(() => 7)
  clock.sample('soon', 0, 10)
  clock.sample(iso(50), 10, 0)
  expect(clock.now()).toBe(7)
})
