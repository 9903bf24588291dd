/* While a sitting is open the page hears of it in two ways: a stream of news, and asking now and then. */
import { onScopeDispose, shallowRef, type Ref } from 'vue'
import { openStream } from '@/api/stream'
import type { Engine } from '../engine/engine'
import { ask } from '../engine/line'
import type { Pace } from '../engine/pace'
import type { Joined } from '../engine/wire'

export interface Watch {
  deadline: Ref<string>
  /** The invigilator's last words, until they are put away. */
  message: Ref<string | null>
  /** The deadline has been moved while this page was open. */
  extended: Ref<boolean>
  /** Asks how things stand, now. */
  look(): Promise<void>
  end(): void
}

const seldom = 30_000

export function watchSitting({ sitting, pass, deadline: first }: Joined, engine: Engine, pace: Pace): Watch {
  const deadline = shallowRef(first)
  const message = shallowRef<string | null>(null)
  const extended = shallowRef(false)
  let read: string | null = null
  const stop = new AbortController()

  function moved(to: string) {
    if (Date.parse(to) > Date.parse(deadline.value)) extended.value = true
    deadline.value = to
  }

  function said(text: string | null) {
    if (text === null || text === read) return
    read = text
    message.value = text
  }

  async function look(): Promise<void> {
    const sent = pace.steady()
    const standing = await ask(pass, sitting)
    if (!standing || stop.signal.aborted) return
    pace.sample(standing.now, sent, pace.steady())
    moved(standing.deadline)
    said(standing.messages[0]?.text ?? null)
    if (!standing.lease_live) engine.takenOver()
    else if (standing.state === 'closed') engine.close()
  }

  function hear(name: string, data: string) {
    let body: { deadline?: string; text?: string } = {}
    try {
      body = JSON.parse(data) as typeof body
    } catch {
      // Not for us; asking tells what there is to know.
    }
    if (name === 'extended' && body.deadline) moved(body.deadline)
    else if (name === 'message' && body.text) said(body.text)
    else void look()
  }

  void openStream(`/api/v1/sittings/${sitting}/events`, ({ name, data }) => hear(name, data), {
    signal: stop.signal,
    headers: { 'X-Sitting-Pass': pass },
    onOpen: () => void look(),
  })
  const timer = setInterval(() => void look(), seldom * (0.9 + Math.random() / 5))
  const end = () => {
    stop.abort()
    clearInterval(timer)
  }
  onScopeDispose(end)
  return { deadline, message, extended, look, end }
}
