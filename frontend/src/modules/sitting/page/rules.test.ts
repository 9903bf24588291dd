import { expect, it } from 'vitest'
import { bySection, keyAct, markPassed, minutesLeft, spread, unread } from './rules'

it('says how many minutes are left to one who starts now', () => {
  const closes = '2026-11-24T02:00:00Z'
  const at = (time: string) => Date.parse(`2026-11-24T${time}Z`)
  expect(minutesLeft(at('01:00:00'), closes, 60)).toBe(60)
  expect(minutesLeft(at('01:25:30'), closes, 60)).toBe(34)
  expect(minutesLeft(at('02:10:00'), closes, 60)).toBe(0)
})

it('speaks at ten, five and one minutes, once, also after a jump', () => {
  const said: number[] = []
  for (let left = 700; left > 0; left -= 1) {
    const mark = markPassed(left, left - 1)
    if (mark) said.push(mark)
  }
  expect(said).toEqual([10, 5, 1])
  expect(markPassed(1000, 250)).toBe(10)
  expect(markPassed(3, 0)).toBeNull()
})

it('reads keys', () => {
  expect([keyAct('1', 4), keyAct('d', 4), keyAct('D', 4)]).toEqual([
    { is: 'choose', place: 0 },
    { is: 'choose', place: 3 },
    { is: 'choose', place: 3 },
  ])
  expect([keyAct('5', 4), keyAct('e', 4), keyAct('Enter', 4), keyAct('0', 4)]).toEqual([null, null, null, null])
  expect(keyAct('f', 4)).toEqual({ is: 'flag' })
  expect(keyAct('f', 6)).toEqual({ is: 'choose', place: 5 })
  expect(keyAct('ArrowLeft', 0)).toEqual({ is: 'move', by: -1 })
})

it('keeps from view what was put away', () => {
  const said = [
    { id: 'b', at: '2026-11-24T01:10:00Z', text: '乙' },
    { id: 'a', at: '2026-11-24T01:05:00Z', text: '甲' },
  ]
  expect(unread(said, null)).toEqual(said)
  expect(unread(said, '2026-11-24T01:05:00.000Z')).toEqual([said[0]])
  expect(unread(said, said[0]!.at)).toEqual([])
})

it('spreads a crowd over two seconds', () => {
  expect([spread(() => 0), spread(() => 0.9999)]).toEqual([0, 1999])
})

it('puts questions under their sections', () => {
  const question = (index: number, section: number) => ({ index, section, kind: 'single' as const, stem: '', prompts: [], options: [], blanks: 0 })
  const section = { kind: 'single' as const, points_each: 200, count: 1 }
  const found = bySection([section, section], [question(0, 0), question(1, 1), question(2, 1)])
  expect(found.map(({ questions }) => questions.map(({ index }) => index))).toEqual([[0], [1, 2]])
})
