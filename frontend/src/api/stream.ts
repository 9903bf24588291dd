import { createEventReader, type StreamEvent } from '@/lib/events'
import { authorizedFetch } from './token'

export interface StreamOptions {
  /** Aborting it ends the stream for good. */
  signal: AbortSignal
  headers?: Record<string, string>
  /** The line stands (again): what was missed meanwhile must be read now. */
  onOpen?: () => void
  /** It is broken; it will be taken up again. */
  onBreak?: () => void
}

/**
 * Follows an event stream and takes it up again after each break, 1 s to 15 s later. It gives up where the
 * server says that there is nothing to follow (4xx). A reader must not rely on events alone: they say that
 * something has changed, the state is read.
 */
export async function openStream(
  path: string,
  onEvent: (event: StreamEvent) => void,
  { signal, headers, onOpen, onBreak }: StreamOptions,
): Promise<void> {
  let pause = 1000
  while (!signal.aborted) {
    try {
      const request = new Request(new URL(path, location.origin), {
        headers: { Accept: 'text/event-stream', ...headers },
        signal,
      })
      const response = await authorizedFetch(request)
      if (response.status >= 400 && response.status < 500 && response.status !== 429) return
      if (response.ok && response.body) {
        onOpen?.()
        pause = 1000
        await follow(response.body, onEvent)
      }
    } catch {
      // Aborted, or the line is down; both are seen below.
    }
    if (signal.aborted) return
    onBreak?.()
    await sleep(pause * (0.75 + Math.random() / 2), signal)
    pause = Math.min(pause * 2, 15_000)
  }
}

async function follow(body: ReadableStream<Uint8Array>, onEvent: (event: StreamEvent) => void): Promise<void> {
  const reader = body.getReader()
  const letters = new TextDecoder()
  const read = createEventReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    for (const event of read(letters.decode(value, { stream: true }))) onEvent(event)
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
