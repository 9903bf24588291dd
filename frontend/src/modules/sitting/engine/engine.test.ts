import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createEngine, type Engine } from './engine'
import type { Outcome } from './line'
import { begin, type Entry, type State } from './machine'
import { memoryShelf, openStorage, type Shelf } from './shelf'
import type { Given, Joined } from './wire'

const questions = 6
const given = (place: number): Given => ({ type: 'options', chosen: [place] })

/** A server that is as simple as its promise: what it acknowledges it has, a repeat changes nothing, the later page wins. */
class Server {
  lease = 0
  closed = false
  readonly journal = new Map<string, Entry>()
  refusedHonest = 0
  join(): Joined {
    this.lease += 1
    const paper = Array.from({ length: questions }, (_, index) => ({
      index,
      section: 0,
      kind: 'single' as const,
      stem: '',
      options: [],
      prompts: [],
      blanks: 0,
    }))
    return {
      sitting: 's',
      pass: '',
      lease: this.lease,
      now: '',
      started_at: '',
      deadline: '',
      exam: 'e',
      grace_s: 10,
      state: 'open',
      layout: 'one',
      leaving: { then: 'nothing', limit: 3 },
      title: '',
      total: 0,
      paper: { sections: [], questions: paper },
      answers: [...this.answers()].map(([question, response]) => ({ question, response, at: '' })),
      flags: [],
      superseded: 0,
    }
  }
  take(entry: Entry): Outcome {
    const name = `${entry.lease}/${entry.n}`
    const before = this.journal.get(name)
    if (before && JSON.stringify(before.act) !== JSON.stringify(entry.act)) {
      this.refusedHonest += 1
      return { is: 'refused', code: 'sitting.n_reused', pass: false }
    }
    if (entry.act.is === 'hand_in') {
      this.closed = true
      const receipt = { hash: '', k: 0, nonce: '' }
      return { is: 'handed_in', handed: { state: 'marked', points: 1, full: 1, receipt, at: '' } }
    }
    if (!this.closed) this.journal.set(name, entry)
    const status = this.closed ? 'late' : entry.lease === this.lease ? 'saved' : 'superseded'
    return { is: 'saved', saved: { n: entry.n, at: '', status } }
  }
  answers(): Map<number, Given> {
    const latest = new Map<number, Entry>()
    for (const entry of this.journal.values()) {
      if (entry.act.is !== 'answer') continue
      const kept = latest.get(entry.act.question)
      if (!kept || kept.lease < entry.lease || (kept.lease === entry.lease && kept.n < entry.n)) latest.set(entry.act.question, entry)
    }
    const found = new Map<number, Given>()
    for (const [question, { act }] of latest) if (act.is === 'answer' && act.response) found.set(question, act.response)
    return found
  }
}

/** The same numbers every time: a failing run can be run again. */
function dice(seed: number) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe.each([
  ['memory that outlives the tab', () => memoryShelf()],
  ['localStorage', () => (localStorage.clear(), openStorage()!)],
])('on a bad line and with dying tabs, on %s', (_name, shelfOf) => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))('loses nothing (%i)', async (seed) => {
    const chance = dice(seed + 1)
    const server = new Server()
    const shelf: Shelf = shelfOf()
    const meant = new Map<number, Given>()
    let state!: State
    let engine!: Engine
    let alive = 0

    const open = async () => {
      alive += 1
      const tab = alive
      const unsent = await shelf.list()
      const send = async (entry: Entry): Promise<Outcome> => {
        await new Promise((resolve) => setTimeout(resolve, chance() * 300))
        const luck = chance()
        if (luck < 0.25) return { is: 'failed', busy: luck < 0.1, after: luck < 0.05 ? 2 : null }
        const outcome = server.take(entry)
        // It arrived, and the reply was lost.
        return luck < 0.4 || tab !== alive ? { is: 'failed', busy: false, after: null } : outcome
      }
      engine = createEngine(begin('e', 'p', server.join(), unsent), { shelf, send, now: () => '', chance }, (next) => (state = next))
      state = engine.state
    }
    await open()

    for (let moves = 0; moves < 60; moves += 1) {
      await vi.advanceTimersByTimeAsync(chance() * 400)
      const luck = chance()
      if (luck < 0.06) {
        // What was clicked in the last instant before a tab dies may not be on the device yet; give it that instant.
        await vi.advanceTimersByTimeAsync(1)
        engine.stop()
        await open()
      } else if (luck < 0.12) {
        engine.wake()
      } else {
        const question = Math.floor(chance() * questions)
        const response = given(Math.floor(chance() * 4))
        engine.act({ is: 'answer', question, response })
        meant.set(question, response)
      }
    }
    engine.handIn()
    await vi.advanceTimersByTimeAsync(600_000)

    expect(server.refusedHonest).toBe(0)
    expect(state.phase.is).toBe('ended')
    expect(server.answers()).toEqual(meant)
    expect(await shelf.list()).toEqual([])
  })
})

it('waits for ten minutes without a network and then hands in, in order', async () => {
  const server = new Server()
  const seen: number[] = []
  let up = false
  const send = async (entry: Entry): Promise<Outcome> => {
    if (!up) return { is: 'failed', busy: false, after: null }
    seen.push(entry.n)
    return server.take(entry)
  }
  const engine = createEngine(begin('e', 'p', server.join(), []), { shelf: memoryShelf(), send, now: () => '', chance: () => 0.5 }, () => {})
  for (let question = 0; question < questions; question += 1) engine.act({ is: 'answer', question, response: given(1) })
  engine.handIn()
  await vi.advanceTimersByTimeAsync(600_000)
  expect(engine.state.phase.is).toBe('handing_in')
  expect(engine.state.line).toBe('down')
  up = true
  engine.wake()
  await vi.advanceTimersByTimeAsync(10)
  expect(engine.state.phase.is).toBe('ended')
  expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7])
})
