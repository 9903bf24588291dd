/** A column of a DataTable. `cell-<key>` is the slot that draws it; without one `text` is shown. */
export interface Column<Row> {
  key: string
  label: string
  text?: (row: Row) => string | number | null | undefined
  align?: 'start' | 'end' | 'center'
  sortable?: boolean
  /** The name of the row: its header, and the head of its card on a phone. One column has it. */
  head?: boolean
  /** Kept in one line: a number, a name, a date. */
  tight?: boolean
  /** Left out on a phone. */
  wideOnly?: boolean
  /** The label is for screen readers alone: a column of buttons. */
  silent?: boolean
}

export interface Sort {
  key: string
  descending: boolean
}
