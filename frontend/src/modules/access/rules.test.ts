import { expect, it } from 'vitest'
import { judgeNewPassword, safeNext } from './rules'

it('judges a new password', () => {
  expect(judgeNewPassword('old-one', '七个字的密码吗', '七个字的密码吗')).toBe('too_short')
  expect(judgeNewPassword('the same one', 'the same one', 'the same one')).toBe('same_as_current')
  expect(judgeNewPassword('old-one', 'a new password', 'a new passwort')).toBe('differs')
  expect(judgeNewPassword('old-one', 'a new password', 'a new password')).toBeNull()
})

it('goes nowhere but to a page of this site', () => {
  expect(safeNext('/exams/1?x=2')).toBe('/exams/1?x=2')
  for (const hostile of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', undefined, ['/a']]) {
    expect(safeNext(hostile)).toBe('/')
  }
})
