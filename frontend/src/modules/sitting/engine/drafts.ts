/*
 * What is being typed. A journal line for each letter would be a burden to everyone, so a text is given on at
 * most every `pause` ms while one types, and at once when it matters: on leaving the box, the page or the exam.
 */
import type { Given } from './wire'

export interface Drafts {
  put(question: number, given: Given | null): void
  /** Gives on whatever waits. */
  flush(): void
}

export function createDrafts(commit: (question: number, given: Given | null) => void, pause = 700): Drafts {
  const waiting = new Map<number, Given | null>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function flush() {
    clearTimeout(timer)
    timer = undefined
    const ready = [...waiting]
    waiting.clear()
    for (const [question, given] of ready) commit(question, given)
  }

  return {
    put(question, given) {
      waiting.set(question, given)
      timer ??= setTimeout(flush, pause)
    },
    flush,
  }
}
