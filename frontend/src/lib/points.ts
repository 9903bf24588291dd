/** Points travel as whole hundredths, so that sums are exact. */
export type Hundredths = number

/** 8750 → "87.5", 10000 → "100", 25 → "0.25" */
export function formatPoints(hundredths: Hundredths): string {
  const sign = hundredths < 0 ? '−' : ''
  const whole = Math.floor(Math.abs(hundredths) / 100)
  const rest = Math.abs(hundredths) % 100
  const tail = rest === 0 ? '' : `.${String(rest).padStart(2, '0').replace(/0$/, '')}`
  return `${sign}${whole}${tail}`
}

/** 8750 → "87.50": for columns, where the points of many people stand below one another. */
export function formatPointsColumn(hundredths: Hundredths): string {
  const sign = hundredths < 0 ? '−' : ''
  const positive = Math.abs(hundredths)
  return `${sign}${Math.floor(positive / 100)}.${String(positive % 100).padStart(2, '0')}`
}

/** What was typed as points → hundredths; null for anything finer than a hundredth or no number. */
export function parsePoints(text: string): Hundredths | null {
  const match = /^\s*(\d{1,6})(?:[.．](\d{1,2}))?\s*$/.exec(text.normalize('NFKC'))
  if (!match) return null
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
}

/** A share of one as a percentage: 0.7251 → "72.5%". */
export function formatShare(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)}%`
}
