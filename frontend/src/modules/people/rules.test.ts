import { expect, it } from 'vitest'
import type { ImportRow, Person, PersonEdit } from './queries'
import { columnOf, differences, editOf, isChanged, judgeEdit, peopleQuery, rebased, rowsShown } from './rules'

const person: Person = {
  id: '1',
  number: 'W001',
  name: '示例甲',
  department: { id: 'd', name: '市场监管局', kind: 'stationed' },
  group: null,
  post: 'frontdesk',
  window_no: 'A01',
  party_member: false,
  roles: ['trainer', 'staff'],
  state: 'active',
  version: 3,
}
const base = editOf(person)
const edit = (change: Partial<PersonEdit>): PersonEdit => ({ ...base, ...change })

it('judges an edit by field', () => {
  expect(judgeEdit(base)).toEqual({})
  expect(judgeEdit(edit({ name: ' ' }))).toEqual({ name: 'name_missing' })
  expect(judgeEdit(edit({ roles: ['head'], department: null }))).toEqual({ department: 'department_missing' })
  expect(judgeEdit(edit({ roles: ['manager', 'admin'] }))).toEqual({ roles: 'roles_exclude' })
  expect(judgeEdit(edit({ roles: ['manager', 'trainer'] }))).toEqual({})
})

it('knows what changed, whatever the order of roles and however empty', () => {
  expect(isChanged(base, edit({ roles: ['staff', 'trainer'], group: '' }))).toBe(false)
  expect(isChanged(base, edit({ window_no: 'A02' }))).toBe(true)
})

it('tells a clash from a change beside mine, and keeps both sides', () => {
  const mine = edit({ window_no: 'B07', party_member: true })
  const theirs = edit({ window_no: 'C01', group: '企业开办类' })
  expect(differences(base, theirs, mine)).toEqual([
    { field: 'group', theirs: '企业开办类', mine: null, clash: false },
    { field: 'window_no', theirs: 'C01', mine: 'B07', clash: true },
  ])
  expect(rebased(base, theirs, mine)).toEqual(edit({ window_no: 'B07', party_member: true, group: '企业开办类' }))
  expect(differences(base, edit({ window_no: 'B07' }), mine)[0]?.clash).toBe(false)
})

it('shows those who are there unless asked otherwise', () => {
  expect(peopleQuery({})).toEqual({ state: 'active' })
  expect(peopleQuery({ search: '甲', state: 'all' })).toEqual({ search: '甲' })
  expect(peopleQuery({ state: 'left' })).toEqual({ state: 'left' })
})

it('puts faulty rows first', () => {
  const row = (no: number, action: ImportRow['action']) => ({ row: no, action }) as ImportRow
  const rows = [row(2, 'create'), row(3, 'error'), row(4, 'update')]
  expect(rowsShown(rows, 'all').map((one) => one.row)).toEqual([3, 2, 4])
  expect(rowsShown(rows, 'faulty').map((one) => one.row)).toEqual([3])
  expect(columnOf('/row/3/number')).toBe('number')
})
