/* While a sitting is open the page hears of it in two ways: a stream of news, and asking now and then. */
import { onScopeDispose, shallowRef, type Ref } from 'vue'
import { openStream } from '@/api/stream'
import { recall, remember } from '@/lib/remember'
import type { Engine } from '../engine/engine'
import { ask } from '../engine/line'
import type { Pace } from '../engine/pace'
import type { Joined, TakerMessage } from '../engine/wire'
import { unread } from './rules'

export interface Watch {
  deadline: Ref<string>
  /** The invigilator's words that are not put away yet, newest first. */
  messages: Ref<readonly TakerMessage[]>
  /** What was said is known: of messages, and of a deadline that moved. */
  putAway(what: 'messages' | 'extended'): void
  /** The deadline has been moved while this page was open. */
  extended: Ref<boolean>
  /** The sitting was closed and is open again: one must enter it anew. */
  reopened: Ref<boolean>
  /** Asks how things stand, now. */
  look(): Promise<void>
  /** The sitting is over: nothing is asked any more, but the stream may still say that it goes on. */
  rest(): void
  end(): void
}

const seldom = 30_000

export function watchSitting({ sitting, pass, deadline: first }: Joined, engine: Engine, pace: Pace): Watch {
  const deadline = shallowRef(first)
  const messages = shallowRef<readonly TakerMessage[]>([])
  const extended = shallowRef(false)
  const reopened = shallowRef(false)
  let resting = false
  const slot = `yuekao.read.${sitting}`
  const stop = new AbortController()

  function moved(to: string) {
    if (Date.parse(to) > Date.parse(deadline.value)) extended.value = true
    deadline.value = to
  }

  function said(all: readonly TakerMessage[]) {
    const fresh = unread(all, recall(slot))
    if (fresh[0]?.id !== messages.value[0]?.id) messages.value = fresh
  }

  function putAway(what: 'messages' | 'extended') {
    if (what === 'extended') {
      extended.value = false
      return
    }
    const newest = messages.value[0]
    if (newest) remember(slot, newest.at)
    messages.value = []
  }

  async function look(): Promise<void> {
    const sent = pace.steady()
    const standing = await ask(pass, sitting)
    if (!standing || stop.signal.aborted) return
    pace.sample(standing.now, sent, pace.steady())
    if (resting) {
      reopened.value = standing.state === 'open'
      return
    }
    moved(standing.deadline)
    said(standing.messages)
    if (!standing.lease_live) engine.takenOver()
    else if (standing.state === 'closed') engine.close(Date.parse(standing.now) >= Date.parse(standing.deadline) ? 'deadline' : 'server')
  }

  // What an event holds is not relied upon: it says that something has changed, and when to ask.
  void openStream(`/api/v1/sittings/${sitting}/events`, () => void look(), {
    signal: stop.signal,
    headers: { 'X-Sitting-Pass': pass },
    onOpen: () => void look(),
  })
  const timer = setInterval(() => void look(), seldom * (0.9 + Math.random() / 5))
  const rest = () => {
    resting = true
    clearInterval(timer)
  }
  const end = () => {
    stop.abort()
    clearInterval(timer)
  }
  onScopeDispose(end)
  return { deadline, messages, putAway, extended, reopened, look, rest, end }
}
