import type { Issue } from '@/api/problem'
import type { ReadQuestion } from './queries'
import { type Draft, flaws } from './rules'

/** One question of a pasted text while it is checked and mended. */
export interface PastedItem {
  /** Its place in the text. */
  at: number
  read: ReadQuestion
  draft: Draft
  /** Somebody has mended it: from then on the draft speaks, no longer the text. */
  mended: boolean
  /** What the server found when it was to be taken. */
  refused: Issue[]
}

/** The topic is said once for all, not at each. */
const ofItself = (issue: Issue) => issue.at !== '/topic'

/** What keeps it from being taken. */
export function faultsOf(item: PastedItem): Issue[] {
  const own = flaws(item.draft).filter(ofItself)
  return [...(item.mended ? own : item.read.issues.length > 0 ? item.read.issues : own), ...item.refused]
}

export const isGood = (item: PastedItem) => faultsOf(item).length === 0

export const withTopic = (draft: Draft, topic: string): Draft => ({ ...draft, topic })
