import { expect, it } from 'vitest'
import type { Verdict } from './queries'
import { deeds, detailPairs, finding, grouped, parts } from './rules'

const verdict = (change: Partial<Verdict>): Verdict => ({
  head: { no: 12, hash: 'ab' },
  unlinked: 0,
  broken: null,
  took_ms: 3,
  ...change,
})

it('says the worst that was found', () => {
  expect(finding(verdict({}))).toBe('sound')
  expect(finding(verdict({ head: { no: 0, hash: '00' } }))).toBe('empty')
  expect(finding(verdict({ unlinked: 2 }))).toBe('unlinked')
  expect(finding(verdict({ unlinked: 2, broken: { no: 7, why: 'row_changed' } }))).toBe('broken')
})

it('takes a deed and its detail apart', () => {
  expect(parts('access.sign_in')).toEqual(['access', 'sign_in'])
  expect(detailPairs({ rows: 3, why: '补录', none: null, roles: ['staff'] })).toEqual([
    { name: 'rows', value: '3' },
    { name: 'why', value: '补录' },
    { name: 'roles', value: '["staff"]' },
  ])
})

it('groups a hash for reading out', () => {
  expect(grouped('0123456789abcdef01')).toBe('01234567 89abcdef 01')
})

const files = import.meta.glob<{ word: Record<string, string>; deed: Record<string, Record<string, string>> }>('./{zh-CN,en}.ts', {
  eager: true,
  import: 'default',
  query: '?raw-messages',
})

it.each(Object.keys(files))('%s has words for every deed that can be chosen, and for no other', (path) => {
  const { word, deed } = files[path]!
  expect(Object.keys(deed).sort()).toEqual(Object.keys(deeds).sort())
  expect(Object.keys(word).sort()).toEqual(Object.keys(deeds).sort())
  for (const [name, verbs] of Object.entries(deeds)) expect(Object.keys(deed[name]!).sort(), name).toEqual([...verbs].sort())
})
