import { expect, it } from 'vitest'
import { clip, formatBytes, grouped, matches, optionLetter } from './text'

it('letters options', () => {
  expect([0, 3, 25].map(optionLetter).join('')).toBe('ADZ')
})

it('finds over width, case and blanks', () => {
  expect(matches('Ｎo. 12 窗口', 'no.12')).toBe(true)
  expect(matches('王 小明', '王小')).toBe(true)
  expect(matches('王小明', '李')).toBe(false)
})

it('shows sizes', () => {
  expect(formatBytes(999)).toBe('999 B')
  expect(formatBytes(1_536_000)).toBe('1.5 MB')
  expect(formatBytes(250 * 1024)).toBe('250 KB')
})

it('cuts between characters', () => {
  expect(clip('一二三', 3)).toBe('一二三')
  expect(clip('𠮷野家一二', 3)).toBe('𠮷野…')
})

it('groups a hash for copying out', () => {
  expect(grouped('0123456789abcdef0')).toBe('01234567 89abcdef 0')
  expect(grouped('0123456789abcdef')).toBe('01234567 89abcdef')
})
