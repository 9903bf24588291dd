import { recallLocale, type Locale } from '@/lib/locale'
import { problemsEn } from './problems.en'
import { problemsZh } from './problems.zh-CN'
import type { components } from './schema'

export type ServerCode = components['schemas']['ProblemCode'] | components['schemas']['IssueCode']
/** What can go wrong before the server has said anything. */
export type ProblemCode = ServerCode | 'page.offline' | 'page.unreadable'

export interface Issue {
  /** Where in the input: a JSON pointer, or a row and a column. */
  at: string
  code: ProblemCode
  params?: Record<string, unknown>
}

export interface Problem {
  code: ProblemCode
  title: string
  status: number
  params?: Record<string, unknown>
  issues?: Issue[]
  trace_id?: string
}

export type ProblemWords = Record<ProblemCode, string>

const words: Record<Locale, ProblemWords> = { 'zh-CN': problemsZh, en: problemsEn }

export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code)
    this.name = 'ProblemError'
  }
}

/** What an error is as a problem; whatever isn't one is a server out of reach or a fault of the page. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  // fetch rejects with a TypeError when it doesn't get through.
  const code = error instanceof TypeError ? 'page.offline' : 'page.unreadable'
  return { code, title: error instanceof Error ? error.message : String(error), status: 0 }
}

/** A problem, or one of its issues, in the reader's language, with its parameters put in: {count}. */
export function problemText(problem: Pick<Problem, 'code' | 'params'>, locale: Locale = recallLocale()): string {
  const text = (words[locale] as Partial<ProblemWords>)[problem.code] ?? problem.code
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = problem.params?.[name]
    return value === undefined || value === null ? whole : String(value)
  })
}

/** The issue of one field, for Field's `error`: `issueAt(problem, '/new')`. */
export function issueAt(problem: Problem | null | undefined, at: string): string | undefined {
  const issue = problem?.issues?.find((one) => one.at === at)
  return issue && problemText(issue)
}
