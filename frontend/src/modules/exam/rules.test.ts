import { expect, it } from 'vitest'
import { arrange, turnOf } from './rules'

const session = { opens_at: '2026-11-24T01:00:00Z', latest_start: '2026-11-24T02:00:00Z', closes_at: '2026-11-24T03:00:00Z' }
const at = (time: string) => Date.parse(`2026-11-24T${time}:00Z`)

it('knows what an exam asks of oneself', () => {
  const turn = (state: Parameters<typeof turnOf>[0]['state'], time: string) => turnOf({ state, session }, at(time))
  expect(turn('not_started', '00:59')).toBe('coming')
  expect(turn('not_started', '01:00')).toBe('startable')
  expect(turn('not_started', '02:00')).toBe('startable')
  expect(turn('not_started', '02:01')).toBe('missed')
  expect(turn('open', '02:30')).toBe('resumable')
  expect(turn('closed', '01:30')).toBe('handed_in')
  expect(turn('excused', '00:30')).toBe('excused')
})

it('puts the next coming one first and the newest past one first', () => {
  const exam = (id: string, state: 'not_started' | 'closed', day: number) => ({
    id,
    state,
    session: Object.fromEntries(Object.entries(session).map(([key, time]) => [key, time.replace('24T', `${day}T`)])) as typeof session,
  })
  const found = arrange([exam('c', 'not_started', 28), exam('a', 'closed', 10), exam('b', 'closed', 12), exam('d', 'not_started', 26)], at('01:00'))
  expect(found.coming.map(({ exam }) => exam.id)).toEqual(['d', 'c'])
  expect(found.past.map(({ exam }) => exam.id)).toEqual(['b', 'a'])
})
