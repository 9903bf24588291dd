import { expect, test } from 'vitest'
import { chosen, correlation, percent } from './rules'

test('figures read as people write them', () => {
  expect(percent(0.7253)).toBe('72.5%')
  expect(percent(null)).toBe('—')
  expect(correlation(-0.126)).toBe('−0.13')
  expect(correlation(0.5)).toBe('0.50')
  expect(chosen(3, 8)).toBe('38%')
  expect(chosen(0, 0)).toBe('—')
})
