import type { components } from '@/api/schema'

type Schemas = components['schemas']
type Role = Schemas['Role']
type Person = Schemas['Person']
type PersonEdit = Schemas['PersonEdit']
type ImportRow = Schemas['ImportRow']

export const roles: readonly Role[] = ['staff', 'trainer', 'head', 'manager', 'inspector', 'admin']
/** 三员分立: one person holds at most one of these. */
const apart: readonly Role[] = ['manager', 'inspector', 'admin']

export type EditFault = 'name_missing' | 'department_missing' | 'roles_exclude'

/** What is wrong with an edit before it is sent, by field. The server says the rest. */
export function judgeEdit(edit: PersonEdit): Partial<Record<keyof PersonEdit, EditFault>> {
  const faults: Partial<Record<keyof PersonEdit, EditFault>> = {}
  if (!edit.name.trim()) faults.name = 'name_missing'
  if (edit.roles.includes('head') && !edit.department?.trim()) faults.department = 'department_missing'
  if (apart.filter((role) => edit.roles.includes(role)).length > 1) faults.roles = 'roles_exclude'
  return faults
}

/** What a person is now, as an edit that changes nothing. */
export function editOf(person: Person): PersonEdit {
  return {
    name: person.name,
    department: person.department?.name ?? null,
    group: person.group?.name ?? null,
    post: person.post,
    window_no: person.window_no,
    party_member: person.party_member,
    roles: roles.filter((role) => person.roles.includes(role)),
  }
}

const fields = ['name', 'department', 'group', 'post', 'window_no', 'party_member', 'roles'] as const
export type EditField = (typeof fields)[number]

/** A field that somebody else changed while this form was open. */
export interface Difference {
  field: EditField
  theirs: PersonEdit[EditField]
  mine: PersonEdit[EditField]
  /** Both changed it, and not to the same. */
  clash: boolean
}

/** What stands there now that did not when the form was opened. */
export function differences(base: PersonEdit, theirs: PersonEdit, mine: PersonEdit): Difference[] {
  return fields
    .filter((field) => !same(base[field], theirs[field]))
    .map((field) => ({
      field,
      theirs: theirs[field],
      mine: mine[field],
      clash: !same(base[field], mine[field]) && !same(theirs[field], mine[field]),
    }))
}

/** Theirs, with what I changed on top. */
export function rebased(base: PersonEdit, theirs: PersonEdit, mine: PersonEdit): PersonEdit {
  const own = fields.filter((field) => !same(base[field], mine[field]))
  return Object.assign({}, theirs, ...own.map((field) => ({ [field]: mine[field] }))) as PersonEdit
}

export function isChanged(base: PersonEdit, mine: PersonEdit): boolean {
  return fields.some((field) => !same(base[field], mine[field]))
}

function same(a: unknown, b: unknown): boolean {
  const plain = (value: unknown) => (Array.isArray(value) ? [...value].sort().join() : (value ?? ''))
  return plain(a) === plain(b)
}

export interface PeopleQuery {
  search?: string
  department?: string
  group?: string
  state?: 'active' | 'left'
}

/** Filters of the page as the server wants them: those who left are shown on demand only. */
export function peopleQuery(filters: Partial<Record<'search' | 'department' | 'group' | 'state', string>>): PeopleQuery {
  const { state, ...others } = filters
  if (state === 'all') return others
  return { ...others, state: state === 'left' ? 'left' : 'active' }
}

export type RowsShown = 'all' | 'faulty' | 'create' | 'update'

/** Faulty rows first: they are what somebody has to look at. */
export function rowsShown(rows: readonly ImportRow[], shown: RowsShown): ImportRow[] {
  if (shown === 'faulty') return rows.filter((row) => row.action === 'error')
  if (shown !== 'all') return rows.filter((row) => row.action === shown)
  return [...rows.filter((row) => row.action === 'error'), ...rows.filter((row) => row.action !== 'error')]
}

/** The column of an issue: `/row/3/number` → `number`. */
export function columnOf(at: string): string {
  return at.split('/')[3] ?? ''
}
