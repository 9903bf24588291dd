/** A share as a percentage with one decimal; nothing known is a dash. */
export const percent = (share: number | null): string => (share === null ? '—' : `${(share * 100).toFixed(1)}%`)

/** A correlation with two decimals and its sign. */
export const correlation = (value: number | null): string =>
  value === null ? '—' : `${value < 0 ? '−' : ''}${Math.abs(value).toFixed(2)}`

/** What share of those who were shown an option's question chose it. */
export const chosen = (count: number, n: number): string => (n === 0 ? '—' : `${((count / n) * 100).toFixed(0)}%`)
