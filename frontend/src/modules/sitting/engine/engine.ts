/* Runs the machine: does what it asks for on the shelf, the line and the timer, and tells it what came of it. */
import { pauseAfter } from './backoff'
import type { Outcome } from './line'
import { handInNow, step, type Act, type Effect, type Entry, type Event, type State } from './machine'
import type { Shelf } from './shelf'

export interface Ports {
  shelf: Shelf
  send(entry: Entry): Promise<Outcome>
  /** Now, by the server's clock, RFC 3339. */
  now(): string
  chance?: () => number
}

export interface Engine {
  readonly state: State
  act(act: Act): void
  handIn(): void
  /** The deadline has come: no input any more, and what was given is handed in. */
  expire(): void
  /** The server says that the sitting has ended. */
  close(by: 'deadline' | 'server'): void
  takenOver(): void
  /** The network is back or the page is looked at: try now. */
  wake(): void
  stop(): void
}

export function createEngine([first, effects]: [State, Effect[]], ports: Ports, onChange: (state: State) => void): Engine {
  const chance = ports.chance ?? Math.random
  let state = first
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false
  // One after the other, so that a removal can't overtake its own putting.
  let shelving: Promise<unknown> = Promise.resolve()

  function tell(event: Event): void {
    if (!stopped) adopt(step(state, event))
  }

  function adopt([next, wanted]: [State, Effect[]]): void {
    const changed = next !== state
    state = next
    wanted.forEach(perform)
    if (changed) onChange(state)
  }

  function perform(effect: Effect): void {
    switch (effect.do) {
      case 'keep':
        shelving = shelving.then(() => ports.shelf.put(effect.entry)).then(() => tell({ is: 'kept', entry: effect.entry }))
        break
      case 'forget':
        shelving = shelving.then(() => ports.shelf.remove(effect.entry))
        break
      case 'send':
        void ports.send(effect.entry).then((outcome) => tell(eventOf(effect.entry, outcome, ports.now())))
        break
      case 'rest':
        clearTimeout(timer)
        timer = setTimeout(() => tell({ is: 'rested' }), pauseAfter(effect.failures, effect.after, chance))
        break
    }
  }

  effects.forEach(perform)
  return {
    get state() {
      return state
    },
    act: (act) => tell({ is: 'done', act, at: ports.now() }),
    handIn: () => adopt(handInNow(state, ports.now())),
    expire: () => tell({ is: 'expired', at: ports.now() }),
    close: (by) => tell({ is: 'closed', by, at: ports.now() }),
    takenOver: () => tell({ is: 'taken_over' }),
    wake: () => tell({ is: 'woken' }),
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

function eventOf(entry: Entry, outcome: Outcome, at: string): Event {
  switch (outcome.is) {
    case 'saved':
      return { is: 'acknowledged', entry, saved: outcome.saved }
    case 'handed_in':
      return { is: 'handed_in', entry, handed: outcome.handed }
    case 'failed':
      return { is: 'failed', entry, busy: outcome.busy, after: outcome.after }
    case 'refused':
      return { is: 'refused', entry, code: outcome.code, pass: outcome.pass, at }
  }
}
