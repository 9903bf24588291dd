import { describe, expect, it } from 'vitest'
import { begin, finish, handInNow, step, type Act, type Effect, type Entry, type Event, type State } from './machine'
import { progressOf, unsentAnswers } from './progress'
import type { Given, Joined, Saved } from './wire'

const at = '2026-11-24T01:41:07Z'
const chosen = (...places: number[]): Given => ({ type: 'options', chosen: places })
const answer = (question: number, ...places: number[]): Act => ({ is: 'answer', question, response: chosen(...places) })

function joined(lease = 1, questions = 4): Joined {
  const one = (index: number) => ({ index, section: 0, kind: 'single' as const, stem: '题', options: ['甲', '乙'], prompts: [], blanks: 0 })
  return {
    sitting: 's',
    pass: `pass-${lease}`,
    lease,
    now: at,
    started_at: at,
    deadline: at,
    exam: 'e',
    grace_s: 10,
    state: 'open',
    layout: 'one',
    leaving: { then: 'nothing', limit: 3 },
    title: '月考',
    total: 10_000,
    paper: { sections: [{ kind: 'single', points_each: 200, count: questions }], questions: Array.from({ length: questions }, (_, i) => one(i)) },
    answers: [],
    flags: [],
    superseded: 0,
  }
}

const saved = (n: number, status: Saved['status'] = 'saved'): Saved => ({ n, at, status })

/** The machine with its effects put down, in order. */
function bench(first = begin('e', 'p', joined(), [])) {
  let state: State = first[0]
  const done: Effect[] = [...first[1]]
  const tell = (event: Event) => {
    const [next, effects] = step(state, event)
    state = next
    done.push(...effects)
    return effects
  }
  return {
    done,
    tell,
    get state() {
      return state
    },
    act: (act: Act) => tell({ is: 'done', act, at }),
    handIn() {
      const [next, effects] = handInNow(state, at)
      state = next
      done.push(...effects)
    },
    entries: () => state.queue.map((one) => one.entry),
    sends: () => done.flatMap((effect) => (effect.do === 'send' ? [effect.entry.n] : [])),
    keepAll() {
      for (const { entry, kept } of state.queue) if (!kept) tell({ is: 'kept', entry })
    },
  }
}

describe('an answer on its way', () => {
  it('is kept before it is sent and saved by the acknowledgement alone', () => {
    const b = bench()
    expect(b.act(answer(0, 1)).map((effect) => effect.do)).toEqual(['keep'])
    expect(progressOf(b.state, 0)).toBe('sending')
    const [entry] = b.entries()
    expect(b.tell({ is: 'kept', entry: entry! })).toEqual([{ do: 'send', entry }])
    expect(b.state.marks[0]?.saved).toBeNull()
    b.tell({ is: 'acknowledged', entry: entry!, saved: saved(1) })
    expect(b.state.marks[0]?.saved).toEqual({ at, as: 'saved' })
    expect(progressOf(b.state, 0)).toBe('saved')
    expect(b.done.map((effect) => effect.do)).toEqual(['keep', 'send', 'forget'])
  })

  it('goes out in order, one at a time', () => {
    const b = bench()
    b.act(answer(0, 0))
    b.act(answer(1, 0))
    b.keepAll()
    expect(b.sends()).toEqual([1])
    b.tell({ is: 'acknowledged', entry: b.entries()[0]!, saved: saved(1) })
    expect(b.sends()).toEqual([1, 2])
  })

  it('is overruled by a later one only while the server cannot have seen it', () => {
    const b = bench()
    b.act(answer(0, 0))
    b.keepAll()
    b.act(answer(1, 0))
    b.act(answer(1, 1))
    expect(b.entries().map((entry) => entry.n)).toEqual([1, 3])
    b.act(answer(0, 1))
    expect(b.entries().map((entry) => entry.n)).toEqual([1, 3, 4])
  })

  it('is called unsaved again when it is changed', () => {
    const b = bench()
    b.act(answer(0, 0))
    b.keepAll()
    b.tell({ is: 'acknowledged', entry: b.entries()[0]!, saved: saved(1) })
    b.act(answer(0, 1))
    expect(progressOf(b.state, 0)).toBe('sending')
    expect(unsentAnswers(b.state)).toBe(1)
  })
})

describe('trouble', () => {
  it('rests and sends the same again, at once when woken', () => {
    const b = bench()
    b.act(answer(0, 0))
    b.keepAll()
    const entry = b.entries()[0]!
    expect(b.tell({ is: 'failed', entry, busy: false, after: null })).toEqual([{ do: 'rest', failures: 1, after: null }])
    expect(progressOf(b.state, 0)).toBe('waiting')
    expect(b.tell({ is: 'woken' })).toEqual([{ do: 'send', entry }])
    expect(b.tell({ is: 'rested' })).toEqual([])
    expect(b.tell({ is: 'failed', entry, busy: true, after: 3 })).toEqual([{ do: 'rest', failures: 2, after: 3 }])
    expect(b.state.line).toBe('busy')
    b.tell({ is: 'rested' })
    b.tell({ is: 'acknowledged', entry, saved: saved(1) })
    expect([b.state.line, b.state.failures]).toEqual(['up', 0])
  })

  it('sends a refused number under another one and tells a refused answer', () => {
    const b = bench()
    b.act(answer(0, 0))
    b.keepAll()
    b.tell({ is: 'refused', entry: b.entries()[0]!, code: 'sitting.n_reused', pass: false, at })
    expect(b.entries().map((entry) => entry.n)).toEqual([2])
    b.keepAll()
    b.tell({ is: 'refused', entry: b.entries()[0]!, code: 'sitting.too_long', pass: false, at })
    expect(progressOf(b.state, 0)).toBe('refused')
    expect(b.state.queue).toEqual([])
  })

  it('keeps everything when the pass is refused', () => {
    const b = bench()
    b.act(answer(0, 0))
    b.keepAll()
    b.tell({ is: 'refused', entry: b.entries()[0]!, code: 'access.bad_token', pass: true, at })
    expect(b.state.phase).toEqual({ is: 'stopped', code: 'access.bad_token' })
    expect(b.done.some((effect) => effect.do === 'forget')).toBe(false)
    expect(b.state.queue).toHaveLength(1)
  })
})

describe('after a tab has died', () => {
  const old = (n: number, act: Act): Entry => ({ exam: 'e', person: 'p', sitting: 's', lease: 1, n, pass: 'pass-1', act, at })

  it('sends what was unsent under its old name first and shows it meanwhile', () => {
    const b = bench(begin('e', 'p', joined(2), [old(5, answer(1, 1))]))
    expect(b.state.marks[1]?.given).toEqual(chosen(1))
    expect(b.done).toEqual([{ do: 'send', entry: old(5, answer(1, 1)) }])
    b.tell({ is: 'acknowledged', entry: old(5, answer(1, 1)), saved: saved(5, 'superseded') })
    expect(progressOf(b.state, 1)).toBe('saved')
    expect(b.state.phase.is).toBe('open')
  })

  it('gives an answer anew whose pass is no longer good, unless a newer one stands', () => {
    const b = bench(begin('e', 'p', joined(2), [old(5, answer(1, 1)), old(6, answer(2, 1))]))
    b.act(answer(2, 0))
    b.tell({ is: 'refused', entry: old(5, answer(1, 1)), code: 'access.token_expired', pass: true, at })
    b.tell({ is: 'refused', entry: old(6, answer(2, 1)), code: 'access.token_expired', pass: true, at })
    expect(b.entries().map(({ lease, act }) => [lease, act])).toEqual([
      [2, answer(2, 0)],
      [2, answer(1, 1)],
    ])
  })

  it('hands in what was being handed in', () => {
    const b = bench(finish([old(8, answer(0, 1)), old(9, { is: 'hand_in' })]))
    expect(b.state.phase.is).toBe('handing_in')
    b.tell({ is: 'acknowledged', entry: old(8, answer(0, 1)), saved: saved(8) })
    expect(b.sends()).toEqual([8, 9])
  })
})

describe('the end', () => {
  const handed = { state: 'marked' as const, points: 8000, full: 10_000, receipt: { hash: 'h', k: 3, nonce: 'n' }, at }

  it('waits behind every answer, and nothing is taken after it', () => {
    const b = bench()
    b.act(answer(0, 0))
    b.handIn()
    b.act(answer(1, 0))
    b.keepAll()
    expect(b.sends()).toEqual([1])
    b.tell({ is: 'acknowledged', entry: b.entries()[0]!, saved: saved(1) })
    const last = b.entries()[0]!
    expect(last.act.is).toBe('hand_in')
    b.tell({ is: 'handed_in', entry: last, handed })
    expect(b.state.phase).toEqual({ is: 'ended', handed, by: 'person' })
    expect(b.state.queue).toEqual([])
  })

  it('asks again while it is being marked', () => {
    const b = bench()
    b.handIn()
    b.keepAll()
    const entry = b.entries()[0]!
    b.tell({ is: 'handed_in', entry, handed: { ...handed, state: 'being_marked', points: null } })
    expect(b.state.phase.is).toBe('ended')
    expect(b.tell({ is: 'rested' })).toEqual([{ do: 'send', entry }])
    b.tell({ is: 'handed_in', entry, handed })
    expect(b.state.queue).toEqual([])
  })

  it('comes by the deadline, by the server, and by an answer that was late', () => {
    for (const event of [{ is: 'expired', at }, { is: 'closed', by: 'server', at }] as const) {
      const b = bench()
      b.tell(event)
      b.tell(event)
      expect(b.entries().map((entry) => entry.act.is)).toEqual(['hand_in'])
    }
    const b = bench()
    b.act(answer(0, 0))
    b.keepAll()
    b.tell({ is: 'acknowledged', entry: b.entries()[0]!, saved: saved(1, 'late') })
    expect(progressOf(b.state, 0)).toBe('late')
    expect(b.state.phase).toEqual({ is: 'handing_in', by: 'server' })
  })

  it('comes by the exam’s rule for leaving the page, and keeps who ended it', () => {
    const b = bench()
    b.act({ is: 'left' })
    b.keepAll()
    const fact = b.entries()[0]!
    b.tell({ is: 'acknowledged', entry: fact, saved: { ...saved(1), left_times: 2, then: 'nothing' } })
    expect(b.state.phase.is).toBe('open')
    expect(b.state.left).toMatchObject({ left_times: 2, then: 'nothing' })
    b.act({ is: 'left' })
    b.keepAll()
    b.tell({ is: 'acknowledged', entry: b.entries()[0]!, saved: { ...saved(2), left_times: 3, then: 'ended' } })
    expect(b.state.phase).toEqual({ is: 'handing_in', by: 'rule' })
    b.keepAll()
    b.tell({ is: 'handed_in', entry: b.entries()[0]!, handed })
    expect(b.state.phase).toEqual({ is: 'ended', handed, by: 'rule' })
  })

  it('says so when another page has taken over, and still sends what it has', () => {
    const b = bench()
    b.act(answer(0, 0))
    b.act(answer(1, 0))
    b.keepAll()
    b.tell({ is: 'acknowledged', entry: b.entries()[0]!, saved: saved(1, 'superseded') })
    expect(b.state.phase.is).toBe('taken')
    expect(b.sends()).toEqual([1, 2])
    b.act(answer(2, 0))
    expect(b.entries()).toHaveLength(1)
  })
})
