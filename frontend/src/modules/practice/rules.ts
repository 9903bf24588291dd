import type { LocationQuery } from 'vue-router'
import type { Verdict } from '@/modules/grading/queries'
import type { PracticeTopic, Wish } from './queries'

/** How many questions one round has. */
export const roundSizes = [5, 10, 20] as const

/** What a round was asked for, from its address; whatever makes no sense becomes a round from the book. */
export function wishOf(query: LocationQuery): Wish {
  const topic = typeof query.topic === 'string' && query.topic ? query.topic : undefined
  const count = Number(query.count)
  return {
    source: query.source === 'topic' && topic ? 'topic' : 'wrong',
    topic,
    count: roundSizes.find((size) => size === count) ?? 10,
  }
}

export const totalWrong = (topics: readonly PracticeTopic[]) => topics.reduce((sum, { wrong }) => sum + wrong, 0)

/** A round as it went. */
export function tally(verdicts: readonly Verdict[]) {
  return { right: verdicts.filter((verdict) => verdict === 'right').length, of: verdicts.length }
}
