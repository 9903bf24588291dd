import { matches } from '@/lib/text'

interface Row {
  person: { name: string; number: string }
  department: { name: string } | null
  state: string
}

/** Rows that fit a search and a state; an empty state fits all. */
export const rowsOf = <R extends Row>(rows: readonly R[], find: string, state: string): R[] =>
  rows.filter(
    (row) =>
      (state === '' || row.state === state) &&
      (find.trim() === '' || [row.person.name, row.person.number, row.department?.name ?? ''].some((text) => matches(text, find))),
  )

/** Minutes that can be granted at once. */
export const validMinutes = (minutes: number | null): minutes is number =>
  minutes !== null && Number.isInteger(minutes) && minutes >= 1 && minutes <= 240
