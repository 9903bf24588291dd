/* From the address to the desk: who is here, which exam, what an earlier page left unsent, and entering. */
import { computed, onScopeDispose, shallowRef } from 'vue'
import { renew } from '@/api/token'
import { pauseAfter } from '../engine/backoff'
import { createEngine, type Engine } from '../engine/engine'
import { send } from '../engine/line'
import { begin, finish, type Entry, type State } from '../engine/machine'
import { createPace } from '../engine/pace'
import { openShelf, type Shelf } from '../engine/shelf'
import type { Joined } from '../engine/wire'
import { enter, findMyExam, sampleTime, type MyExam } from './exam'

export type Screen =
  | { is: 'loading'; offline: boolean }
  | { is: 'none' }
  | { is: 'check' }
  | { is: 'unlisted' }
  | { is: 'lobby'; exam: MyExam; resume: boolean }
  | { is: 'over'; why: 'closed' | 'missed' | 'excused' }
  | { is: 'desk'; joined: Joined; engine: Engine }
  /** An earlier page's hand-in is on its way. */
  | { is: 'finishing'; engine: Engine }

const rest = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
/** This tab has had the sitting before: a reload goes on without asking. */
const mine = (exam: string) => `yuekao.sitting.${exam}`

export function useRun(address: URLSearchParams) {
  const exam = address.get('exam')
  const pace = createPace()
  const screen = shallowRef<Screen>({ is: 'loading', offline: false })
  const state = shallowRef<State | null>(null)
  const shelf = shallowRef<Shelf | null>(null)
  const entering = shallowRef<'no' | 'entering' | 'waiting'>('no')
  const refusal = shallowRef<string | null>(null)
  let seated: Engine | null = null
  let person = ''
  let gone = false
  onScopeDispose(() => (gone = true))

  function seat(first: Parameters<typeof createEngine>[0]): Engine {
    const ports = { shelf: shelf.value!, send, now: pace.iso }
    seated?.stop()
    seated = createEngine(first, ports, (next) => (state.value = next))
    state.value = seated.state
    return seated
  }

  async function open(): Promise<void> {
    if (!exam) {
      screen.value = { is: address.has('check') ? 'check' : 'none' }
      return
    }
    for (let failures = 1; !gone; failures += 1) {
      try {
        if (await arrive(exam)) return
      } catch {
        screen.value = { is: 'loading', offline: true }
      }
      await rest(pauseAfter(failures, null, Math.random))
    }
  }

  /** False where it must be tried again. */
  async function arrive(id: string): Promise<boolean> {
    const session = await renew()
    if (!session) {
      location.replace(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`)
      return true
    }
    person = session.me.id
    shelf.value ??= await openShelf()
    const unsent = await unsentOf(id)
    if (unsent.some(({ act }) => act.is === 'hand_in')) {
      screen.value = { is: 'finishing', engine: seat(finish(unsent)) }
      return true
    }
    const found = await findMyExam(id)
    if ((await sampleTime(pace)) === null) return false
    if (!found) screen.value = { is: 'unlisted' }
    else if (found.state === 'open' && recallTab(id)) await join()
    else if (found.state === 'open' || found.state === 'not_started') {
      screen.value = { is: 'lobby', exam: found, resume: found.state === 'open' }
    } else screen.value = { is: 'over', why: found.state }
    return true
  }

  /** One's own entries of this exam; what others left on a shared computer is sent for them, quietly. */
  async function unsentOf(id: string): Promise<Entry[]> {
    const all = await shelf.value!.list()
    const own = (entry: Entry) => entry.exam === id && entry.person === person
    void deliver(all.filter((entry) => !own(entry)))
    return all.filter(own)
  }

  /** Sends what earlier pages left, in order, until the line fails; gives back what is still unsent. */
  async function deliver(entries: Entry[]): Promise<Entry[]> {
    const left = [...entries]
    for (const entry of entries) {
      const outcome = await send(entry)
      if (outcome.is === 'failed' || (outcome.is === 'refused' && outcome.pass)) return left
      await shelf.value!.remove(entry)
      left.shift()
    }
    return left
  }

  /** Starts or goes on; tries until the server has said yes or no. */
  async function join(): Promise<void> {
    if (!exam || entering.value !== 'no') return
    entering.value = 'entering'
    refusal.value = null
    for (let failures = 1; !gone; failures += 1) {
      // What an earlier page could not send goes first, while its lease is the live one.
      const unsent = await deliver(await unsentOf(exam))
      const entered = await enter(exam, pace.steady)
      if (entered.is === 'joined') {
        const { joined } = entered
        pace.sample(joined.now, entered.sent, entered.received)
        rememberTab(exam)
        const engine = seat(begin(exam, person, joined, unsent.filter(({ sitting }) => sitting === joined.sitting)))
        screen.value = { is: 'desk', joined, engine }
        break
      }
      if (entered.is === 'refused') {
        if (entered.code === 'sitting.closed') screen.value = { is: 'over', why: 'closed' }
        else refusal.value = entered.code
        break
      }
      entering.value = 'waiting'
      await rest(pauseAfter(failures, entered.after, Math.random))
    }
    entering.value = 'no'
  }

  void open()
  const memoryOnly = computed(() => state.value !== null && shelf.value?.kind === 'memory')
  return { pace, screen, state, memoryOnly, entering, refusal, join }
}

function rememberTab(exam: string) {
  try {
    sessionStorage.setItem(mine(exam), '1')
  } catch {
    // Then a reload asks before it goes on.
  }
}

function recallTab(exam: string): boolean {
  try {
    return sessionStorage.getItem(mine(exam)) !== null
  } catch {
    return false
  }
}
