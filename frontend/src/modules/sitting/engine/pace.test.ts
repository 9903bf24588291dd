import { expect, it } from 'vitest'
import { createPace } from './pace'

function device(wrongBy = 0) {
  const clocks = { steadyAt: 5000, calendarAt: Date.parse('2026-11-24T01:00:00Z') + wrongBy }
  return {
    clocks,
    pass(ms: number) {
      clocks.steadyAt += ms
      clocks.calendarAt += ms
    },
    steady: () => clocks.steadyAt,
    calendar: () => clocks.calendarAt,
  }
}
const clock = (ms: number) => new Date(ms).toISOString().slice(11, 19)

it.each([-3, 0, 3])('shows the server’s time on a device that is %i hours wrong', (hours) => {
  const own = device(hours * 3_600_000)
  const pace = createPace(own)
  pace.sample('2026-11-24T01:00:00Z', own.steady(), own.steady())
  own.pass(90_000)
  expect(clock(pace.now())).toBe('01:01:30')
  expect(pace.deviation() + hours * 3_600_000).toBe(0)
  expect(pace.slipped()).toBe(false)
})

it('does not follow a device whose clock is set in the middle, but asks', () => {
  const own = device()
  const pace = createPace(own)
  pace.sample('2026-11-24T01:00:00Z', own.steady(), own.steady())
  own.clocks.calendarAt += 3_600_000
  expect(clock(pace.now())).toBe('01:00:00')
  expect([pace.slipped(), pace.slipped()]).toEqual([true, false])
})

it('notices a sleep in which the steady clock stood still, and is put right by one reply', () => {
  const own = device()
  const pace = createPace(own)
  pace.sample('2026-11-24T01:00:00Z', own.steady(), own.steady())
  own.clocks.calendarAt += 20 * 60_000
  expect(pace.slipped()).toBe(true)
  pace.sample('2026-11-24T01:20:00Z', own.steady() - 80, own.steady())
  expect(clock(pace.now())).toBe('01:20:00')
})
