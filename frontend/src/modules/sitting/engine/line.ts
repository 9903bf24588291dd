/* The line to the server: sends one entry and says in one of four ways what came of it. It carries the sitting pass and no other right. */
import type { Entry } from './machine'
import type { HandedIn, Noticed, Saved, Standing } from './wire'

export type Outcome =
  | { is: 'saved'; saved: Saved | Noticed }
  | { is: 'handed_in'; handed: HandedIn }
  /** It may or may not have arrived: send it again, as it is. */
  | { is: 'failed'; busy: boolean; after: number | null }
  | { is: 'refused'; code: string; pass: boolean }

const patience = 12_000

export async function send(entry: Entry): Promise<Outcome> {
  let response: Response
  let body: unknown
  try {
    const { method, path, json } = requestOf(entry)
    response = await call(entry.pass, `/api/v1/sittings/${entry.sitting}${path}`, { method, body: JSON.stringify(json) })
    body = await response.json()
  } catch {
    return { is: 'failed', busy: false, after: null }
  }
  if (response.ok) {
    return entry.act.is === 'hand_in' ? { is: 'handed_in', handed: body as HandedIn } : { is: 'saved', saved: body as Saved }
  }
  if (response.status === 429 || response.status >= 500) {
    return { is: 'failed', busy: response.status !== 502, after: secondsOf(response.headers.get('Retry-After')) }
  }
  const code = (body as { code?: unknown }).code
  // A refusal that isn't our server's own (a proxy's, a portal's) is no refusal.
  if (typeof code !== 'string') return { is: 'failed', busy: false, after: null }
  return { is: 'refused', code, pass: response.status === 401 }
}

/** How things stand; null when the server can't be asked. */
export async function ask(pass: string, sitting: string): Promise<Standing | null> {
  try {
    const response = await call(pass, `/api/v1/sittings/${sitting}/state`, { method: 'GET' })
    return response.ok ? ((await response.json()) as Standing) : null
  } catch {
    return null
  }
}

function requestOf({ n, act, at }: Entry): { method: string; path: string; json: object } {
  switch (act.is) {
    case 'answer':
      return { method: 'PUT', path: `/answers/${act.question}`, json: { n, response: act.response, client_at: at } }
    case 'flag':
      return { method: 'PUT', path: `/flags/${act.question}`, json: { n, on: act.on } }
    case 'doubt':
      return { method: 'POST', path: `/doubts/${act.question}`, json: { n, words: act.words } }
    case 'hand_in':
      return { method: 'POST', path: '/hand-in', json: { n } }
    default:
      return { method: 'POST', path: '/events', json: { n, what: act.is } }
  }
}

async function call(pass: string, path: string, init: { method: string; body?: string }): Promise<Response> {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), patience)
  try {
    return await fetch(path, {
      ...init,
      signal: stop.signal,
      // The last answer before a tab is closed still leaves.
      keepalive: true,
      cache: 'no-store',
      headers: { 'X-Sitting-Pass': pass, ...(init.body ? { 'Content-Type': 'application/json' } : {}) },
    })
  } finally {
    clearTimeout(timer)
  }
}

function secondsOf(header: string | null): number | null {
  const seconds = Number(header ?? NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 60) : null
}
