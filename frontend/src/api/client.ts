import createClient from 'openapi-fetch'
import { saveBlob } from '@/lib/save'
import { ProblemError, type Problem } from './problem'
import type { paths } from './schema'
import { authorizedFetch } from './token'

/** The typed client. Only queries.ts of a module calls it; pages call the queries. */
export const client = createClient<paths>({ baseUrl: location.origin, fetch: authorizedFetch })

export interface Reply<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The body of a good reply; throws a ProblemError for any other. */
export async function take<T>(call: Promise<Reply<T>>): Promise<T> {
  return (await takeTagged(call)).data
}

/** The body and its ETag, which a later edit sends as `If-Match`. */
export async function takeTagged<T>(call: Promise<Reply<T>>): Promise<{ data: T; etag: string }> {
  const { data, error, response } = await call
  if (!response.ok) throw new ProblemError(asProblem(error, response))
  return { data: data as T, etag: response.headers.get('ETag') ?? '' }
}

function asProblem(error: unknown, response: Response): Problem {
  if (typeof error === 'object' && error !== null && 'code' in error) return error as Problem
  // Something between the server and us has answered: a proxy that found nobody behind it.
  return { code: response.status >= 502 ? 'page.offline' : 'page.unreadable', title: response.statusText, status: response.status }
}

/** Hands a file that the server made to the browser: `saveFile(client.GET(…, { parseAs: 'blob' }), '排名.xlsx')`. */
export async function saveFile(call: Promise<Reply<Blob>>, name: string): Promise<void> {
  saveBlob(await take(call), name)
}
