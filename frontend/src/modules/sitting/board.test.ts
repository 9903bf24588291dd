import { expect, test } from 'vitest'
import { rowsOf, validMinutes } from './board'

const row = (name: string, state: string) => ({ person: { name, number: name }, department: { name: '市场监管局' }, state })
const rows = [row('窗甲', 'on'), row('窗乙', 'handed_in')]

test('rows are found by name, department and state', () => {
  expect(rowsOf(rows, '', '')).toHaveLength(2)
  expect(rowsOf(rows, '窗乙', '')).toEqual([rows[1]])
  expect(rowsOf(rows, '市场', 'on')).toEqual([rows[0]])
  expect(rowsOf(rows, '税务', '')).toEqual([])
})

test('minutes are whole and bounded', () => {
  expect([null, 0, 1.5, 241].some(validMinutes)).toBe(false)
  expect(validMinutes(10)).toBe(true)
})
