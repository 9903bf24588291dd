import { expect, test, vi } from 'vitest'
import { hasSessions, paced, recordsOf, rowsOf, validMinutes } from './board'

const row = (name: string, state: string) => ({
  person: { name, number: name },
  department: { name: '市场监管局' },
  group: { name: '综合窗口' },
  state,
})
const rows = [row('窗甲', 'on'), row('窗乙', 'handed_in')]

test('rows are found by name, department, group and state', () => {
  expect(rowsOf(rows, '', '')).toHaveLength(2)
  expect(rowsOf(rows, '窗乙', '')).toEqual([rows[1]])
  expect(rowsOf(rows, '市场', 'on')).toEqual([rows[0]])
  expect(rowsOf(rows, '综合', '')).toHaveLength(2)
  expect(rowsOf(rows, '税务', '')).toEqual([])
})

test('a session is worth a column where there are several', () => {
  expect(hasSessions([{ session_no: 1 }, { session_no: null }])).toBe(false)
  expect(hasSessions([{ session_no: 1 }, { session_no: 2 }])).toBe(true)
})

test('minutes are whole and bounded', () => {
  expect([null, 0, 1.5, 241].some(validMinutes)).toBe(false)
  expect(validMinutes(10)).toBe(true)
})

test('many calls run at once, then seldom, and once more at the end', () => {
  vi.useFakeTimers()
  const run = vi.fn()
  const { call, stop } = paced(run, 2000)
  call()
  expect(run).toHaveBeenCalledTimes(1)
  for (let at = 0; at < 50; at += 1) call()
  expect(run).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(2000)
  expect(run).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(10_000)
  expect(run).toHaveBeenCalledTimes(2)
  call()
  call()
  stop()
  vi.advanceTimersByTime(10_000)
  expect(run).toHaveBeenCalledTimes(3)
  vi.useRealTimers()
})

test('only what happened is a record', () => {
  expect(recordsOf({ left_times: 2, copied_times: 0, fullscreen_left_times: 1 })).toEqual([
    { what: 'left', n: 2 },
    { what: 'fullscreen_left', n: 1 },
  ])
})
