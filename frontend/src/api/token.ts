/*
 * The bearer token, kept in memory only, and the fetch that carries it. Plain functions over fetch: the
 * exam page uses them too and affords nothing larger.
 */
import type { components } from './schema'

export type Session = components['schemas']['SignedIn']

let token: string | null = null
let goodUntil = 0
let renewal: Promise<Session | null> | null = null
const listeners = new Set<(session: Session | null) => void>()

/** Called with each new session, and with null when the session has ended. */
export function onSession(listener: (session: Session | null) => void): void {
  listeners.add(listener)
}

/** Takes what a sign-in or a refresh gave; null forgets it. */
export function adopt(session: Session | null): void {
  token = session?.access_token ?? null
  goodUntil = session ? Date.now() + session.expires_in * 1000 : 0
  for (const listener of listeners) listener(session)
}

/**
 * A new token from the refresh cookie; null where no session stands. However many ask at once, the cookie
 * is used once. A server out of reach is an error, not the end of a session.
 */
export function renew(): Promise<Session | null> {
  renewal ??= refresh().finally(() => {
    renewal = null
  })
  return renewal
}

async function refresh(): Promise<Session | null> {
  const response = await fetch('/api/v1/session/refresh', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'X-Yuekao': '1' },
  })
  if (response.status === 401 || response.status === 403) {
    adopt(null)
    return null
  }
  if (!response.ok) throw new TypeError(`refresh answered ${response.status}`)
  const session = (await response.json()) as Session
  adopt(session)
  return session
}

/** The token, renewed if it is about to end: for what is sent by other means than fetch. */
export async function freshToken(): Promise<string | null> {
  if (token && Date.now() > goodUntil - 10_000) await renew()
  return token
}

/** fetch with the token; renewed just before it ends, or once when the server no longer takes it. */
export async function authorizedFetch(request: Request): Promise<Response> {
  await freshToken()
  const again = token ? request.clone() : null
  const used = token
  const response = await fetch(carrying(request, used))
  if (response.status !== 401 || !again) return response
  // Another call may have renewed it while this one was on its way.
  if (token === used && !(await renew())) return response
  return fetch(carrying(again, token))
}

function carrying(request: Request, bearer: string | null): Request {
  if (!bearer) return request
  const headers = new Headers(request.headers)
  headers.set('Authorization', `Bearer ${bearer}`)
  return new Request(request, { headers })
}
