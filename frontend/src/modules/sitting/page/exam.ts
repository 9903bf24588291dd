/* What the page asks with the bearer token, before a sitting has begun. From then on the pass suffices. */
import type { components } from '@/api/schema'
import { authorizedFetch } from '@/api/token'
import type { Joined } from '../engine/wire'

export type MyExam = components['schemas']['MyExam']

export type Entered =
  | { is: 'joined'; joined: Joined; sent: number; received: number }
  | { is: 'refused'; code: string }
  | { is: 'later'; after: number | null }

const at = (path: string, init?: RequestInit) => new Request(new URL(path, location.origin), { cache: 'no-store', ...init })

/** Null for someone who is not on its list. Throws while the server is out of reach. */
export async function findMyExam(id: string): Promise<MyExam | null> {
  const response = await authorizedFetch(at('/api/v1/my/exams'))
  if (!response.ok) throw new TypeError(`my exams answered ${response.status}`)
  return ((await response.json()) as MyExam[]).find((exam) => exam.id === id) ?? null
}

/** Begins, or goes on with, one's sitting on this page. */
export async function enter(id: string, steady: () => number): Promise<Entered> {
  const sent = steady()
  try {
    const body = { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } }
    const response = await authorizedFetch(at(`/api/v1/exams/${id}/sitting`, body))
    const said = (await response.json()) as unknown
    if (response.ok) return { is: 'joined', joined: said as Joined, sent, received: steady() }
    if (response.status === 429 || response.status >= 500) {
      return { is: 'later', after: Number(response.headers.get('Retry-After')) || null }
    }
    return { is: 'refused', code: (said as { code?: string }).code ?? String(response.status) }
  } catch {
    return { is: 'later', after: null }
  }
}

/** Samples the server's clock; the trip in milliseconds, or null when it could not be asked. */
export async function sampleTime(pace: {
  steady(): number
  sample(serverTime: string, sent: number, received: number): void
}): Promise<number | null> {
  const sent = pace.steady()
  try {
    const response = await fetch('/api/v1/time', { cache: 'no-store' })
    if (!response.ok) return null
    const { now } = (await response.json()) as { now: string }
    pace.sample(now, sent, pace.steady())
    return pace.steady() - sent
  } catch {
    return null
  }
}
