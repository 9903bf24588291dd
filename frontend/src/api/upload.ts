import type { Reply } from './client'
import { freshToken, renew } from './token'

interface Sending {
  headers?: Record<string, string>
  /** The share that is sent, 0 to 1. */
  onProgress?: (share: number) => void
}

/** Posts a form and tells how much of it has left, which fetch can't. The reply is as the client's: for `take`. */
export async function uploadForm<T>(path: string, form: FormData, sending: Sending = {}): Promise<Reply<T>> {
  const reply = await post<T>(path, form, await freshToken(), sending)
  if (reply.response.status !== 401) return reply
  const session = await renew()
  return session ? post<T>(path, form, session.access_token, sending) : reply
}

function post<T>(path: string, form: FormData, token: string | null, { headers, onProgress }: Sending): Promise<Reply<T>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    if (token) request.setRequestHeader('Authorization', `Bearer ${token}`)
    for (const [name, value] of Object.entries(headers ?? {})) request.setRequestHeader(name, value)
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress?.(event.loaded / event.total)
    }
    // As fetch does where it doesn't get through.
    request.onerror = () => reject(new TypeError('Failed to send'))
    request.onload = () => {
      const response = new Response(null, { status: request.status, statusText: request.statusText })
      const body = parsed(request.responseText)
      resolve(response.ok ? { data: body as T, response } : { error: body, response })
    }
    request.send(form)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
