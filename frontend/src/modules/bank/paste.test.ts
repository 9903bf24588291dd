import { expect, it } from 'vitest'
import type { ReadQuestion } from './queries'
import { faultsOf, isGood, type PastedItem } from './paste'
import { draftOfRead } from './rules'

const read: ReadQuestion = {
  at: 'line:1', line: 1, kind: 'single', stem: '受理期限是？', prompts: [], options: [{ text: '三日' }, { text: '五日' }], key: null, answer: 'E', explanation: '',
  label: null, clause_refs: [], clauses: [], warnings: [], issues: [{ at: 'line:1', code: 'bank.answer_without_option', params: { letter: 'E' } }],
}
const item = (change: Partial<PastedItem> = {}): PastedItem => ({ at: 0, read, draft: draftOfRead(read, null), mended: false, refused: [], ...change })

it('says what the text left unclear until somebody has mended it', () => {
  expect(faultsOf(item()).map((issue) => issue.code)).toEqual(['bank.answer_without_option'])
  expect(faultsOf(item({ mended: true })).map((issue) => issue.code)).toEqual(['bank.no_right_option'])
  expect(isGood(item({ mended: true, draft: { ...draftOfRead(read, null), right: [1] } }))).toBe(true)
})

it('keeps what the server refused', () => {
  const whole = { ...read, issues: [], key: { type: 'options' as const, right: [0] } }
  const good = item({ read: whole, draft: draftOfRead(whole, null) })
  expect(isGood(good)).toBe(true)
  expect(isGood({ ...good, refused: [{ at: '/clauses/0', code: 'bank.clause_unknown' }] })).toBe(false)
})
