import type { Locale } from './locale'

/*
 * Instants travel as UTC (RFC 3339) and are shown in Asia/Shanghai, which has kept UTC+8 without
 * summer time since 1991: plain arithmetic, the same on every device whatever its own zone says.
 */
const shift = 8 * 3_600_000
const shortMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const zhWeekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']
const enWeekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

export type Instant = string | number | Date

const two = (n: number) => String(n).padStart(2, '0')

function parts(instant: Instant) {
  const local = new Date(new Date(instant).getTime() + shift)
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    weekday: local.getUTCDay(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
  }
}

/** 2026年11月24日 · 24 Nov 2026 */
export function formatDate(instant: Instant, locale: Locale): string {
  const { year, month, day } = parts(instant)
  return locale === 'en' ? `${day} ${shortMonths[month - 1]} ${year}` : `${year}年${month}月${day}日`
}

/** 13:05 */
export function formatTime(instant: Instant): string {
  const { hour, minute } = parts(instant)
  return `${two(hour)}:${two(minute)}`
}

/** 13:05:09 */
export function formatTimeSeconds(instant: Instant): string {
  return `${formatTime(instant)}:${two(parts(instant).second)}`
}

/** 2026年11月24日 13:05 · 24 Nov 2026, 13:05 */
export function formatDateTime(instant: Instant, locale: Locale): string {
  return `${formatDate(instant, locale)}${locale === 'en' ? ',' : ''} ${formatTime(instant)}`
}

/** 周二 · Tue */
export function formatWeekday(instant: Instant, locale: Locale): string {
  const { weekday } = parts(instant)
  return (locale === 'en' ? enWeekdays : zhWeekdays)[weekday] ?? ''
}

/** 2026年11月24日 13:05–14:05, the second date only where it differs. */
export function formatSpan(from: Instant, to: Instant, locale: Locale): string {
  return `${formatDateTime(from, locale)}–${formatBeside(to, from, locale)}`
}

/** An instant beside another: its time alone on the same day, else date and time. */
export function formatBeside(instant: Instant, other: Instant, locale: Locale): string {
  return formatDate(instant, locale) === formatDate(other, locale) ? formatTime(instant) : formatDateTime(instant, locale)
}

/** A stored month 202611 → 2026年11月 · Nov 2026 */
export function formatMonth(yyyymm: number, locale: Locale): string {
  const year = Math.floor(yyyymm / 100)
  const month = yyyymm % 100
  return locale === 'en' ? `${shortMonths[month - 1]} ${year}` : `${year}年${month}月`
}

/** The stored month of an instant: 202611. */
export function monthOf(instant: Instant): number {
  const { year, month } = parts(instant)
  return year * 100 + month
}

/** A stored month moved on by n months, over the turn of the year. */
export function addMonths(yyyymm: number, n: number): number {
  const index = Math.floor(yyyymm / 100) * 12 + (yyyymm % 100) - 1 + n
  return Math.floor(index / 12) * 100 + (index % 12) + 1
}

/** What a datetime-local box shows for an instant: 2026-11-24T13:05 */
export function toLocalInput(instant: Instant): string {
  const { year, month, day, hour, minute } = parts(instant)
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`
}

/** The instant (UTC) of what was typed as Shanghai time: 2026-11-24 13:05, with T or a blank, / or -; null if it is none. */
export function fromLocalInput(text: string): string | null {
  const match = /^\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T\s]+(\d{1,2})[:：](\d{2})(?::\d{2})?\s*$/.exec(text)
  if (!match) return null
  const [year, month, day, hour, minute] = match.slice(1).map(Number) as [number, number, number, number, number]
  const time = Date.UTC(year, month - 1, day, hour, minute)
  const back = new Date(time)
  const real = back.getUTCMonth() === month - 1 && back.getUTCDate() === day && hour < 24 && minute < 60
  return real ? new Date(time - shift).toISOString() : null
}

/** Seconds as a clock: 1:02:09, 59:05, 0:07. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds))
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}

/** A length of time in words, its two largest units: 2 天 3 小时 · 2 d 3 h; under a minute in seconds. */
export function formatLength(seconds: number, locale: Locale): string {
  const names = locale === 'en' ? ['d', 'h', 'min', 's'] : ['天', '小时', '分钟', '秒']
  const sizes = [86_400, 3600, 60, 1]
  let rest = Math.max(0, Math.floor(seconds))
  const counts = sizes.map((size) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return count
  })
  const first = counts.findIndex((count) => count > 0)
  if (first < 0) return `0 ${names[3]}`
  return [first, first + 1]
    .filter((at) => at < (first === 3 ? 4 : 3) && (counts[at] ?? 0) > 0)
    .map((at) => `${counts[at]} ${names[at]}`)
    .join(' ')
}
