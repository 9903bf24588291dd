import { describe, expect, it } from 'vitest'
import {
  addMonths,
  formatClock,
  formatDateTime,
  formatLength,
  formatMonth,
  formatSpan,
  formatWeekday,
  fromLocalInput,
  monthOf,
  toLocalInput,
} from './time'

describe('instants in Shanghai', () => {
  it('crosses midnight and the year with the zone, not with the device', () => {
    expect(formatDateTime('2026-12-31T16:05:00Z', 'zh-CN')).toBe('2027年1月1日 00:05')
    expect(formatDateTime('2026-12-31T16:05:00Z', 'en')).toBe('1 Jan 2027, 00:05')
    expect(formatWeekday('2026-12-31T16:05:00Z', 'zh-CN')).toBe('周五')
    expect(monthOf('2026-12-31T16:05:00Z')).toBe(202701)
  })

  it('names the second date of a span only where it differs', () => {
    expect(formatSpan('2026-11-24T01:00:00Z', '2026-11-24T02:00:00Z', 'zh-CN')).toBe('2026年11月24日 09:00–10:00')
    expect(formatSpan('2026-11-24T01:00:00Z', '2026-11-25T02:00:00Z', 'en')).toBe('24 Nov 2026, 09:00–25 Nov 2026, 10:00')
  })

  it('brings what a box shows back to the same instant', () => {
    expect(toLocalInput('2026-11-24T01:30:00Z')).toBe('2026-11-24T09:30')
    expect(fromLocalInput('2026-11-24T09:30')).toBe('2026-11-24T01:30:00.000Z')
    expect(fromLocalInput('2026/3/1 0:05')).toBe('2026-02-28T16:05:00.000Z')
  })

  it('refuses days and hours that do not exist', () => {
    for (const text of ['', '明天', '2026-02-30 09:00', '2026-11-24 24:00', '2026-11-24 09:60']) {
      expect(fromLocalInput(text), text).toBeNull()
    }
  })
})

describe('months and lengths', () => {
  it('moves over the turn of the year both ways', () => {
    expect(addMonths(202611, 2)).toBe(202701)
    expect(addMonths(202601, -1)).toBe(202512)
    expect(formatMonth(202611, 'zh-CN')).toBe('2026年11月')
    expect(formatMonth(202611, 'en')).toBe('Nov 2026')
  })

  it('counts down without a negative second', () => {
    expect(formatClock(3729)).toBe('1:02:09')
    expect(formatClock(59.2)).toBe('1:00')
    expect(formatClock(-3)).toBe('0:00')
  })

  it('says the two largest units', () => {
    expect(formatLength(2 * 86_400 + 3 * 3600 + 59, 'zh-CN')).toBe('2 天 3 小时')
    expect(formatLength(3600, 'en')).toBe('1 h')
    expect(formatLength(61, 'zh-CN')).toBe('1 分钟')
    expect(formatLength(42, 'zh-CN')).toBe('42 秒')
    expect(formatLength(0, 'en')).toBe('0 s')
  })
})
