import { expect, it } from 'vitest'
import { appearancesOf, binsOf, byExposure, chineseNumber, columnsFor, diceOf, rangeOf, rowsOf, stationOf, wordsOf } from './rules'

const drawing = (histogram: { from: number; papers: number }[]) => ({
  scores: { least: 6810, mean: 6900, most: 6990, deviation: 40, histogram },
  overlap: { mean: 3.2, most: 9 },
})

it('tells where an exam’s papers are on their way', () => {
  const draw = { witnessing: true, drawn: { done: 0, total: 3 }, seeded_at: null, proof_open: false }
  expect(stationOf(draw)).toBe('witnessing')
  const seeded = { ...draw, witnessing: false, seeded_at: '2026-12-01T00:00:00Z' }
  expect(stationOf(seeded)).toBe('drawing')
  expect(stationOf({ ...seeded, drawn: { done: 3, total: 3 } })).toBe('sat')
  expect(stationOf({ ...seeded, drawn: { done: 3, total: 3 }, proof_open: true })).toBe('proven')
})

it('writes dice down and reads them again', () => {
  expect(wordsOf([3, 5, 6])).toBe('3 5 6')
  expect(diceOf('3 5 6')).toEqual([3, 5, 6])
  expect(diceOf('7 1')).toBeNull()
  expect(diceOf('三 五')).toBeNull()
  expect(diceOf('')).toBeNull()
})

it('lays both ways of drawing over the same steps', () => {
  const ours = drawing([{ from: 6900, papers: 8 }])
  const plain = drawing([
    { from: 6850, papers: 3 },
    { from: 7000, papers: 5 },
  ])
  expect(binsOf({ ours, plain })).toEqual({ from: [6850, 6900, 6950, 7000], ours: [0, 8, 0, 0], plain: [3, 0, 0, 5] })
  expect(binsOf({ ours: drawing([]), plain: drawing([]) })).toEqual({ from: [], ours: [], plain: [] })
  expect(rangeOf(ours)).toBe(180)
})

it('counts how often questions appear', () => {
  const questions = [2, 9, 2].map((papers, index) => ({ index, question: null, papers, fair: 2, limit: 3 }))
  expect(appearancesOf(questions)).toEqual([
    { papers: 2, questions: 2 },
    { papers: 9, questions: 1 },
  ])
  expect(byExposure(questions).map(({ index }) => index)).toEqual([1, 0, 2])
})

it('sets short options side by side', () => {
  expect(columnsFor(['3日', '5日', '7日', '10日'])).toBe(4)
  expect(columnsFor(['本级人民政府', '上一级人民政府主管部门'])).toBe(2)
  expect(columnsFor(['申请人补正材料后行政机关应当自收到之日起重新计算办理期限'])).toBe(1)
  expect(columnsFor([])).toBe(4)
})

it('counts sections as Chinese papers do', () => {
  expect([1, 4, 10, 12, 20, 23].map(chineseNumber)).toEqual(['一', '四', '十', '十二', '二十', '二十三'])
  expect(rowsOf([1, 2, 3], 2)).toEqual([[1, 2], [3]])
})
