import { expect, it } from 'vitest'
import { countVerdicts, effectOf, markedLines, markedOptions, signed, toLearn } from './rules'

const truths = ['正确', '错误'] as const

it('lays answer and key over the options', () => {
  const question = { kind: 'multiple' as const, options: ['甲', '乙', '丙'] }
  const marked = markedOptions(question, { type: 'options', chosen: [0, 2] }, { type: 'options', right: [0, 1] }, truths)
  expect(marked.map(({ chosen, right }) => [chosen, right])).toEqual([
    [true, true],
    [false, true],
    [true, false],
  ])
  expect(markedOptions(question, null, { type: 'options', right: [1] }, truths).some(({ chosen }) => chosen)).toBe(false)
})

it('reads a true-or-false one as two options', () => {
  const marked = markedOptions({ kind: 'true_false', options: [] }, { type: 'truth', value: false }, { type: 'truth', value: true }, truths)
  expect(marked).toEqual([
    { text: '正确', chosen: false, right: true },
    { text: '错误', chosen: true, right: false },
  ])
})

const bare = { prompts: [], options: [] }

it('lays orders and pairs over what is right', () => {
  const question = { prompts: ['甲', '乙'], options: ['一', '二'] }
  expect(markedLines(question, { type: 'order', order: [1] }, { type: 'order', order: [0, 1] })).toEqual([
    { label: { part: 'place', number: 1 }, text: '二', accepted: ['一'] },
    { label: { part: 'place', number: 2 }, text: '', accepted: ['二'] },
  ])
  expect(markedLines(question, { type: 'pairs', pairs: [null, 0] }, { type: 'pairs', pairs: [1, 0] })).toEqual([
    { label: '甲', text: '', accepted: ['二'] },
    { label: '乙', text: '一', accepted: ['一'] },
  ])
})

it('lays texts over blanks, unanswered ones too', () => {
  const key = { type: 'blanks' as const, blanks: [{ accepted: ['二十', '20'] }, { accepted: ['十'] }], any_order: false }
  expect(markedLines(bare, { type: 'blanks', texts: ['20'] }, key)).toEqual([
    { label: { part: 'blank', number: 1 }, text: '20', accepted: ['二十', '20'] },
    { label: { part: 'blank', number: 2 }, text: '', accepted: ['十'] },
  ])
})

it('shows a number with its tolerance and unit among what is accepted', () => {
  const key = { type: 'blanks' as const, blanks: [{ number: { value: '20', tolerance: '0.5', unit: '日' } }, { accepted: ['十'], number: { value: '10' } }] }
  expect(markedLines(bare, null, key).map(({ accepted }) => accepted)).toEqual([['20 ± 0.5 日'], ['十', '10']])
})

it('counts verdicts and knows what is to be learned from', () => {
  const questions = (['right', 'wrong', 'void', 'partly', 'right'] as const).map((verdict) => ({ verdict }))
  expect(countVerdicts(questions)).toEqual({ right: 2, partly: 1, wrong: 1, void: 1 })
  expect(questions.filter(toLearn)).toHaveLength(2)
})

it('says whom a ruling lifts and lowers, and where passes and places change', () => {
  const one = (before: number, after: number, passed: [boolean, boolean], place: [number | null, number | null]) => ({
    before,
    after,
    passed_before: passed[0],
    passed_after: passed[1],
    place_before: place[0],
    place_after: place[1],
  })
  const moved = [one(5900, 6100, [false, true], [4, 3]), one(9000, 8800, [true, true], [1, 1]), one(7000, 7200, [true, true], [null, null])]
  expect(effectOf(moved)).toEqual({ up: 2, down: 1, passes: 1, places: 1 })
  expect([250, -100, 0].map(signed)).toEqual(['+2.5', '−1', '0'])
})
