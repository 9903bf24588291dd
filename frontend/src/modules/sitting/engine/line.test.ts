import { afterEach, expect, it, vi } from 'vitest'
import { send } from './line'
import type { Act, Entry } from './machine'

const entry = (act: Act): Entry => ({ exam: 'e', person: 'p', sitting: 's1', lease: 1, n: 7, pass: 'the-pass', act, at: 'T' })
const answer: Act = { is: 'answer', question: 3, response: { type: 'truth', value: true } }

function answering(status: number, body: unknown, headers: Record<string, string> = {}) {
  const fetched = vi.fn(async () => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers }))
  vi.stubGlobal('fetch', fetched)
  return fetched
}
afterEach(() => vi.unstubAllGlobals())

it('writes each act where it belongs, with the pass and nothing else', async () => {
  const fetched = answering(200, { n: 7, at: 'T', status: 'saved' })
  await send(entry(answer))
  await send(entry({ is: 'flag', question: 3, on: true }))
  await send(entry({ is: 'doubt', question: 3, words: '题干有误' }))
  await send(entry({ is: 'left' }))
  await send(entry({ is: 'hand_in' }))
  const calls = fetched.mock.calls as unknown as [string, RequestInit & { headers: Record<string, string> }][]
  expect(calls.map(([path, { method, body }]) => `${method} ${path.replace('/api/v1/sittings/s1', '')} ${String(body)}`)).toEqual([
    'PUT /answers/3 {"n":7,"response":{"type":"truth","value":true},"client_at":"T"}',
    'PUT /flags/3 {"n":7,"on":true}',
    'POST /doubts/3 {"n":7,"words":"题干有误"}',
    'POST /events {"n":7,"what":"left"}',
    'POST /hand-in {"n":7}',
  ])
  expect(calls[0]![1].headers).toEqual({ 'X-Sitting-Pass': 'the-pass', 'Content-Type': 'application/json' })
})

it('tells a refusal from trouble', async () => {
  answering(503, { code: 'busy' }, { 'Retry-After': '3' })
  expect(await send(entry(answer))).toEqual({ is: 'failed', busy: true, after: 3 })
  answering(409, { code: 'sitting.n_reused' })
  expect(await send(entry(answer))).toEqual({ is: 'refused', code: 'sitting.n_reused', pass: false })
  answering(401, { code: 'access.bad_token' })
  expect(await send(entry(answer))).toEqual({ is: 'refused', code: 'access.bad_token', pass: true })
})

it('takes a stranger’s page for trouble, not for the server’s word', async () => {
  answering(200, '<html>请先登录无线网络</html>')
  expect(await send(entry(answer))).toEqual({ is: 'failed', busy: false, after: null })
  answering(403, { error: 'blocked' })
  expect(await send(entry(answer))).toEqual({ is: 'failed', busy: false, after: null })
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')))
  expect(await send(entry(answer))).toEqual({ is: 'failed', busy: false, after: null })
})
