import { expect, it } from 'vitest'
import type { ReadQuestion } from './queries'
import {
  answersOf,
  bankQuery,
  blanksIn,
  blanksOf,
  byItem,
  draftOfRead,
  emptyDraft,
  flaws,
  inOrder,
  kinds,
  inputOf,
  keyOf,
  lineOf,
  movedOption,
  nextOf,
  ofKind,
  stemPieces,
  ticked,
  under,
  withoutOption,
  type Draft,
} from './rules'

const options = (...texts: string[]) => texts.map((text) => ({ text, fixed: false }))
const draft = (change: Partial<Draft> = {}): Draft => ({
  ...emptyDraft(),
  topic: 't',
  stem: '受理期限是？',
  options: options('三日', '五日', '七日'),
  right: [1],
  ...change,
})
const codes = (of: Draft) => flaws(of).map((issue) => `${issue.at} ${issue.code}`)

it('finds nothing wrong with a sound question of each kind', () => {
  expect(codes(draft())).toEqual([])
  expect(codes(draft({ kind: 'multiple', right: [0, 2] }))).toEqual([])
  expect(codes(draft({ kind: 'true_false', truth: false }))).toEqual([])
  expect(codes(draft({ kind: 'blank', stem: '在____日内', blanks: [{ accepted: '五\n5', number: null }] }))).toEqual([])
})

it('names each flaw at its place', () => {
  expect(codes(emptyDraft('true_false'))).toEqual(['/stem bank.empty_stem', '/topic materials.topic_missing', '/key bank.missing_answer'])
  expect(codes(draft({ options: options('甲', ' 甲 ', ''), right: [] }))).toEqual([
    '/options/1/text bank.same_option_twice',
    '/options/2/text bank.empty_option',
    '/key bank.no_right_option',
  ])
  expect(codes(draft({ right: [0, 1] }))).toEqual(['/key bank.several_right_options'])
  expect(codes(draft({ kind: 'blank' }))).toEqual(['/stem bank.no_blank_in_stem'])
  const number = { value: '5', tolerance: '-1', unit: '' }
  expect(codes(draft({ kind: 'blank', stem: '____和____', blanks: [{ accepted: '', number }] }))).toEqual([
    '/key/blanks/0/number bank.bad_number',
    '/key/blanks/1 bank.blank_without_answer',
  ])
})

it('counts blanks as the server does and has a field for each', () => {
  expect(blanksIn('a____b________c___')).toBe(2)
  expect(stemPieces('在____日内')).toEqual(['在', '日内'])
  expect(blanksOf(draft({ stem: '____，____' }))).toHaveLength(2)
})

it('lets the key follow its options', () => {
  const many = draft({ kind: 'multiple', right: [0, 2] })
  expect(withoutOption(many, 0).right).toEqual([1])
  expect(movedOption(many, 2, -1)).toMatchObject({ right: [0, 1], options: options('三日', '七日', '五日') })
  expect(movedOption(many, 0, -1)).toBe(many)
  expect(ticked(many, 1, true).right).toEqual([0, 1, 2])
  expect(ticked(draft(), 2, true).right).toEqual([2])
  expect(ofKind(many, 'single').right).toEqual([0])
})

it('loses nothing when the kind changes and comes back', () => {
  const there = ofKind(draft(), 'true_false')
  expect(inputOf(there)).toMatchObject({ options: [], key: { type: 'truth' } })
  expect(inputOf(ofKind(there, 'single'))).toMatchObject({ options: options('三日', '五日', '七日'), key: { right: [1] } })
})

it('writes the key of a blank: texts a line each, numbers without what is empty', () => {
  const blanks = [{ accepted: ' 五 \n\n5', number: { value: '5', tolerance: '', unit: '日' } }]
  const key = keyOf(draft({ kind: 'blank', stem: '____', blanks, anyOrder: true }))
  expect(key).toEqual({ type: 'blanks', any_order: true, blanks: [{ accepted: ['五', '5'], number: { value: '5', unit: '日' } }] })
  expect(answersOf(key)).toEqual(['五 / 5 / 5 日'])
  expect(answersOf({ type: 'options', right: [0, 2] })).toEqual(['A', 'C'])
  expect(answersOf({ type: 'order', order: [2, 0, 1] })).toEqual(['C → A → B'])
  expect(answersOf({ type: 'pairs', pairs: [1, 0] })).toEqual(['1–B', '2–A'])
})

it('writes an order down as it is right, and pairs by their letters', () => {
  const order = draft({ kind: 'ordering' })
  expect(inputOf(order)).toMatchObject({ prompts: [], key: { type: 'order', order: [0, 1, 2] } })
  const matching = draft({ kind: 'matching', prompts: ['甲', '乙'], pairs: [2, -1] })
  expect(codes(matching)).toEqual(['/key bank.pair_count'])
  expect(codes({ ...matching, prompts: ['甲', '甲'], pairs: [2, 0] })).toEqual(['/prompts/1 bank.same_prompt_twice'])
  expect(inputOf({ ...matching, pairs: [2, 0] })).toMatchObject({ prompts: ['甲', '乙'], key: { type: 'pairs', pairs: [2, 0] } })
  expect(withoutOption(matching, 0).pairs).toEqual([1, -1])
  expect(movedOption(matching, 2, -1).pairs).toEqual([1, -1])
})

it('takes a reading up where it was left', () => {
  const item: ReadQuestion = {
    at: 'line:3', line: 3, kind: null, stem: '窗口应当____', prompts: [], options: [], key: null, answer: '', explanation: '', label: null,
    clause_refs: [], clauses: [], issues: [], warnings: [],
  }
  expect(draftOfRead(item, 't')).toMatchObject({ kind: 'blank', label: 3, topic: 't', right: [] })
  expect(draftOfRead({ ...item, options: options('甲', '乙'), label: 5 }, null)).toMatchObject({ kind: 'single', label: 5 })
})

it('sorts issues to their lines, items and fields', () => {
  expect(lineOf('line:12')).toBe(12)
  expect(lineOf('/stem')).toBeNull()
  const issue = (at: string) => ({ at, code: 'bank.empty_stem' as const })
  expect(byItem([issue('/items/2/stem'), issue('/items/2/key'), issue('/submit')]).get(2)?.map((one) => one.at)).toEqual(['/stem', '/key'])
  expect(under([issue('/options/1/text'), issue('/optional')], '/options')).toHaveLength(1)
})

it('asks the server only what it knows', () => {
  expect(bankQuery({ search: '许可', state: 'live', kind: 'essay', label: '9', mine: '1' })).toEqual({ search: '许可', state: 'live', mine: true })
})

it('shows counts in the order of their values', () => {
  const counts = [{ value: 'blank' as const, count: 2 }, { value: 'single' as const, count: 9 }]
  expect(inOrder(counts, kinds).map((one) => one.value)).toEqual(['single', 'blank'])
})

it('goes on in a queue', () => {
  expect(nextOf(['a', 'b', 'c'], 'b')).toBe('c')
  expect(nextOf(['a', 'b', 'c'], 'c')).toBe('b')
  expect(nextOf(['a'], 'a')).toBeNull()
  expect(nextOf(['a'], 'x')).toBe('a')
})
