import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createDrafts } from './drafts'
import type { Given } from './wire'

const text = (...texts: string[]): Given => ({ type: 'blanks', texts })

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('gives on what is typed at a calm pace, and at once when it matters', () => {
  const committed: [number, Given | null][] = []
  const drafts = createDrafts((question, given) => committed.push([question, given]), 700)
  drafts.put(1, text('一'))
  vi.advanceTimersByTime(400)
  drafts.put(1, text('一网'))
  vi.advanceTimersByTime(400)
  expect(committed).toEqual([[1, text('一网')]])
  drafts.put(1, text('一网通办'))
  drafts.flush()
  expect(committed).toHaveLength(2)
  vi.advanceTimersByTime(5000)
  expect(committed).toHaveLength(2)
})
