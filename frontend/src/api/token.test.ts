import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { adopt, authorizedFetch, onSession, renew, type Session } from './token'

const session = (access_token: string, expires_in = 600) => ({ access_token, expires_in, me: {} }) as Session
const calls: { path: string; bearer: string | null }[] = []
let answer: (path: string, bearer: string | null) => Response | Promise<Response>

beforeEach(() => {
  calls.length = 0
  vi.stubGlobal('fetch', async (input: Request | string, init?: RequestInit) => {
    const path = typeof input === 'string' ? input : new URL(input.url).pathname
    const headers = typeof input === 'string' ? new Headers(init?.headers) : input.headers
    const bearer = headers.get('Authorization')
    calls.push({ path, bearer })
    return answer(path, bearer)
  })
})
afterEach(() => {
  adopt(null)
  vi.unstubAllGlobals()
})

const get = (path: string) => authorizedFetch(new Request(`http://localhost${path}`))
const refreshes = () => calls.filter(({ path }) => path.endsWith('/refresh')).length

it('renews once for many that are refused, and each goes again with the new token', async () => {
  adopt(session('old'))
  answer = (path, bearer) => {
    if (path.endsWith('/refresh')) return Response.json(session('new'))
    return new Response(null, { status: bearer === 'Bearer new' ? 200 : 401 })
  }
  const replies = await Promise.all([get('/a'), get('/b'), get('/c')])
  expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200])
  expect(refreshes()).toBe(1)
})

it('tries again once only, then the session has ended', async () => {
  adopt(session('old'))
  const heard: (Session | null)[] = []
  onSession((now) => heard.push(now))
  answer = () => new Response(null, { status: 401 })
  expect((await get('/a')).status).toBe(401)
  expect(refreshes()).toBe(1)
  expect(heard).toEqual([null])
})

it('renews before the end instead of being refused', async () => {
  adopt(session('old', 5))
  answer = (path) => (path.endsWith('/refresh') ? Response.json(session('new')) : new Response(null, { status: 200 }))
  await get('/a')
  expect(calls.map(({ bearer }) => bearer)).toEqual([null, 'Bearer new'])
})

it('does not end a session because the server is out of reach', async () => {
  adopt(session('old'))
  const heard: (Session | null)[] = []
  onSession((now) => heard.push(now))
  answer = () => new Response(null, { status: 503 })
  await expect(renew()).rejects.toThrow(TypeError)
  expect(heard).toEqual([])
})
