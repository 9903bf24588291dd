import { expect, it } from 'vitest'
import type { Clause, Topic } from './queries'
import { clausesWith, titleOf, topicChoices, topicName } from './rules'

const topics: Topic[] = [
  { id: 'a', name: '审批制度改革', slug: 'reform', parent: null },
  { id: 'b', name: '标准化建设', slug: 'standardisation', parent: null },
  { id: 'c', name: '告知承诺', slug: 'promise', parent: 'a' },
]

it('sets children in behind their parents', () => {
  expect(topicChoices(topics)).toEqual([
    { value: 'a', label: '审批制度改革' },
    { value: 'c', label: '\u3000告知承诺' },
    { value: 'b', label: '标准化建设' },
  ])
  expect(topicChoices(undefined)).toEqual([])
  expect(topicName(topics, 'c')).toBe('告知承诺')
})

it('finds clauses by label, address or text', () => {
  const clause = (address: string, label: string, text: string): Clause => ({ id: address, address, label, text, questions: 0 })
  const clauses = [clause('12.3', '第十二条第三款', '一次告知'), clause('1', '第一条', '为了规范')]
  expect(clausesWith(clauses, '一次 告知').map((one) => one.address)).toEqual(['12.3'])
  expect(clausesWith(clauses, '12.3')).toHaveLength(1)
  expect(clausesWith(clauses, '')).toHaveLength(2)
})

it('takes a title from a file name', () => {
  expect(titleOf('2026.11 受理规范.docx')).toBe('2026.11 受理规范')
})
