import { beforeEach, expect, it } from 'vitest'
import { chooseTheme, recallTheme, resolveTheme } from './theme'

beforeEach(() => localStorage.clear())

it('follows the device until someone chooses', () => {
  expect(resolveTheme('system', true)).toBe('dark')
  expect(resolveTheme('system', false)).toBe('light')
  expect(resolveTheme('light', true)).toBe('light')
})

it('keeps a choice and gives it back to the device', () => {
  chooseTheme('dark')
  expect(document.documentElement.dataset.theme).toBe('dark')
  expect(recallTheme()).toBe('dark')
  chooseTheme('system')
  expect(recallTheme()).toBe('system')
})
