import { expect, it } from 'vitest'
import { arrange, attending, candidatesShown, countAttending, deedsFor, examsQuery, roomsOf, turnOf } from './rules'

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

it('asks for what is a filter', () => {
  expect(examsQuery({ state: 'draft', month: '202611' })).toEqual({ state: 'draft', month: 202611 })
  expect(examsQuery({ state: 'elsewhere', month: '' })).toEqual({})
})

it('sets a leave that waits for its confirmation apart', () => {
  const person = (name: string) => ({ id: name, number: `W${name}`, name })
  const leave = (confirmed: boolean) => ({
    reason: 'sick' as const,
    words: '',
    stated_by: person('负责人'),
    stated_at: '2026-11-24T01:00:00Z',
    confirmed_by: confirmed ? person('管理者') : null,
  })
  const of = (name: string, attendance: 'expected' | 'excused' | 'sat', stated: ReturnType<typeof leave> | null) => ({
    person: person(name),
    department: { id: 'd', name: '税务窗口' },
    group: null,
    session_no: 1,
    place: 0,
    attendance,
    ranked: true,
    unranked: null,
    leave: stated,
  })
  const all = [of('甲', 'expected', null), of('乙', 'expected', leave(false)), of('丙', 'excused', leave(true)), of('丁', 'sat', leave(false))]
  expect(all.map(attending)).toEqual(['expected', 'stated', 'excused', 'sat'])
  expect(countAttending(all)).toEqual({ all: 4, expected: 1, stated: 1, excused: 1, sat: 1, absent: 0 })
  expect(candidatesShown(all, { sought: '税务', state: 'stated' }).map(({ person: { name } }) => name)).toEqual(['乙'])
})

it('lets nobody act on himself, nor confirm what he stated', () => {
  const person = { id: 'p', number: 'W1', name: '甲' }
  const stated = { reason: 'sick' as const, words: '', stated_by: { id: 'h', number: 'H1', name: '乙' }, stated_at: '', confirmed_by: null }
  const candidate = { person, leave: stated, attendance: 'expected' as const, session_no: 1 }
  const exam = { state: 'published' as const, sessions: [{ no: 1 }, { no: 2 }] }
  const deeds = (me: string, manages: boolean) => deedsFor(candidate, exam, { me, manages, attends: true })
  expect(deeds('m', true)).toEqual(['state', 'confirm', 'withdraw', 'move'])
  expect(deeds('h', false)).toEqual(['state', 'withdraw'])
  expect(deeds('h', true)).not.toContain('confirm')
  expect(deeds('p', true)).toEqual([])
  expect(deedsFor({ ...candidate, attendance: 'sat' }, exam, { me: 'm', manages: true, attends: true })).toEqual([])
})

it('opens the figures once nobody sits any more', () => {
  expect(roomsOf('draft', true)).toEqual(['paper-fairness'])
  expect(roomsOf('coming', true)).toContain('paper-concerns')
  expect(roomsOf('over', true)).not.toContain('paper-proof')
  expect(roomsOf('released', true)).toContain('paper-proof')
  expect(roomsOf('coming', false)).not.toContain('paper-fairness')
  expect(roomsOf('released', false)).toContain('paper-fairness')
  expect(roomsOf('open', true)).not.toContain('analysis-exam')
  expect(roomsOf('over', true)).toContain('analysis-exam')
})
