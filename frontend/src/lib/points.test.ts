import { expect, it } from 'vitest'
import { formatPoints, formatPointsColumn, formatShare, parsePoints } from './points'

it('shows hundredths without a float between', () => {
  expect(formatPoints(8750)).toBe('87.5')
  expect(formatPoints(10_000)).toBe('100')
  expect(formatPoints(5)).toBe('0.05')
  expect(formatPoints(-125)).toBe('−1.25')
  expect(formatPointsColumn(8750)).toBe('87.50')
  expect(formatPointsColumn(-5)).toBe('−0.05')
})

it('reads back what it shows and refuses what is finer', () => {
  for (const hundredths of [0, 5, 50, 1234, 10_000]) expect(parsePoints(formatPoints(hundredths))).toBe(hundredths)
  expect(parsePoints('２．５')).toBe(250)
  expect(parsePoints('1.005')).toBeNull()
  expect(parsePoints('-1')).toBeNull()
  expect(parsePoints('')).toBeNull()
})

it('shows a share as a percentage', () => {
  expect(formatShare(0.7251)).toBe('72.5%')
  expect(formatShare(1, 0)).toBe('100%')
})
