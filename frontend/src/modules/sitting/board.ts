import { matches } from '@/lib/text'

interface Row {
  person: { name: string; number: string }
  department: { name: string } | null
  group: { name: string } | null
  state: string
}

/** Rows that fit a search and a state; an empty state fits all. */
export const rowsOf = <R extends Row>(rows: readonly R[], find: string, state: string): R[] =>
  rows.filter(
    (row) =>
      (state === '' || row.state === state) &&
      (find.trim() === '' ||
        [row.person.name, row.person.number, row.department?.name ?? '', row.group?.name ?? ''].some((text) => matches(text, find))),
  )

/** More than one session is worth a column. */
export const hasSessions = (rows: readonly { session_no: number | null }[]) =>
  new Set(rows.flatMap((row) => row.session_no ?? [])).size > 1

/** What was recorded of a taker, as often as it was; what never happened is left out. */
export const recordsOf = (row: { left_times: number; copied_times: number; fullscreen_left_times: number }) =>
  (
    [
      { what: 'left', n: row.left_times },
      { what: 'copied', n: row.copied_times },
      { what: 'fullscreen_left', n: row.fullscreen_left_times },
    ] as const
  ).filter(({ n }) => n > 0)

/** Minutes that can be granted at once. */
export const validMinutes = (minutes: number | null): minutes is number =>
  minutes !== null && Number.isInteger(minutes) && minutes >= 1 && minutes <= 240

/**
 * Runs at once, then at most every `pause` ms, and always once more after the last call: a hall that answers
 * all the time must not have the board read all the time.
 */
export function paced(run: () => void, pause: number): { call(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let again = false
  function rested() {
    timer = undefined
    if (!again) return
    again = false
    call()
  }
  function call() {
    if (timer !== undefined) {
      again = true
      return
    }
    timer = setTimeout(rested, pause)
    run()
  }
  return { call, stop: () => clearTimeout(timer) }
}
