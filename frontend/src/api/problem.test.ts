import { expect, it } from 'vitest'
import { issueAt, ProblemError, problemOf, problemText, type Problem } from './problem'
import { problemsEn } from './problems.en'
import { problemsZh } from './problems.zh-CN'

const problem: Problem = {
  code: 'request.invalid',
  title: 'Invalid',
  status: 422,
  issues: [{ at: '/new', code: 'access.wrong_credentials' }],
}

it('takes over a problem and calls anything else by its name', () => {
  expect(problemOf(new ProblemError(problem))).toBe(problem)
  expect(problemOf(new TypeError('Failed to fetch')).code).toBe('page.offline')
  expect(problemOf(new Error('?')).code).toBe('page.unreadable')
})

it('puts parameters in and leaves what it was not given', () => {
  const sample = { ...problem, code: 'busy.load' as const, params: { n: 3 } }
  expect(problemText(sample, 'zh-CN')).toBe(problemsZh['busy.load'])
  expect(problemText({ code: '{n}/{m}' as 'busy.load', params: { n: 3 } }, 'en')).toBe('3/{m}')
})

it('finds the issue of a field', () => {
  expect(issueAt(problem, '/new')).toBe(problemsZh['access.wrong_credentials'])
  expect(issueAt(problem, '/current')).toBeUndefined()
})

it('names the same parameters in both languages', () => {
  const names = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()
  for (const code of Object.keys(problemsZh) as (keyof typeof problemsZh)[]) {
    expect(names(problemsEn[code]), code).toEqual(names(problemsZh[code]))
  }
})
