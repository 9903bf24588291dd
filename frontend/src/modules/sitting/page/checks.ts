/* The system check: four facts about this device, each with what it means for the exam. */
import { formatLength } from '@/lib/time'
import type { Pace } from '../engine/pace'
import { openShelf } from '../engine/shelf'
import { sampleTime } from './exam'
import { locale, words } from './words'

export type Verdict = 'running' | 'pass' | 'note' | 'fail'

export interface Check {
  key: 'clock' | 'shelf' | 'trip' | 'cookies'
  verdict: Verdict
  text: string
}

const own = words.check
const slow = 800
const worthSaying = 30_000

export const unchecked: readonly Check[] = (['clock', 'trip', 'shelf', 'cookies'] as const).map((key) => ({
  key,
  verdict: 'running',
  text: own.running,
}))

export async function runChecks(pace: Pace): Promise<Check[]> {
  const trips = await measureTrips(pace)
  return [clockOf(pace, trips), tripOf(trips), await shelfCheck(), cookieCheck()]
}

/** Five trips one after the other; the first also opens the connection. */
async function measureTrips(pace: Pace): Promise<(number | null)[]> {
  const trips: (number | null)[] = []
  for (let at = 0; at < 5; at += 1) trips.push(await sampleTime(pace))
  return trips
}

const arrived = (trips: readonly (number | null)[]) => trips.filter((trip): trip is number => trip !== null).sort((a, b) => a - b)

function clockOf(pace: Pace, trips: (number | null)[]): Check {
  if (arrived(trips).length === 0) return { key: 'clock', verdict: 'fail', text: own.clockUnknown }
  const off = pace.deviation()
  if (Math.abs(off) < worthSaying) return { key: 'clock', verdict: 'pass', text: own.clockGood }
  return { key: 'clock', verdict: 'note', text: own.clockOff(formatLength(Math.abs(off) / 1000, locale), off < 0) }
}

export function tripOf(trips: readonly (number | null)[]): Check {
  const good = arrived(trips)
  if (good.length < trips.length) return { key: 'trip', verdict: 'fail', text: own.tripLost }
  const middle = Math.max(1, Math.round(good[Math.floor(good.length / 2)] ?? 0))
  return middle > slow
    ? { key: 'trip', verdict: 'note', text: own.tripSlow(middle) }
    : { key: 'trip', verdict: 'pass', text: own.tripOf(middle) }
}

async function shelfCheck(): Promise<Check> {
  const { kind } = await openShelf()
  if (kind === 'database') return { key: 'shelf', verdict: 'pass', text: own.shelfGood }
  if (kind === 'storage') return { key: 'shelf', verdict: 'pass', text: own.shelfStorage }
  return { key: 'shelf', verdict: 'fail', text: own.shelfMemory }
}

/** A cookie of no meaning, put and taken away: where it does not stick, nobody stays signed in. */
function cookieCheck(): Check {
  document.cookie = 'yuekao_check=1; SameSite=Strict'
  const works = document.cookie.includes('yuekao_check=1')
  document.cookie = 'yuekao_check=; SameSite=Strict; Max-Age=0'
  return works ? { key: 'cookies', verdict: 'pass', text: own.cookiesGood } : { key: 'cookies', verdict: 'fail', text: own.cookiesBad }
}
