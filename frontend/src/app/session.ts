import { computed, shallowReadonly, shallowRef } from 'vue'
import { client, take } from '@/api/client'
import type { components } from '@/api/schema'
import { adopt, onSession, renew } from '@/api/token'

export type Me = components['schemas']['Me']
export type Role = components['schemas']['Role']
export type Permission = components['schemas']['Permission']

const me = shallowRef<Me | null>(null)

// A refresh says anew who one is: roles may have changed meanwhile.
onSession((session) => {
  me.value = session?.me ?? null
})

let begun: Promise<unknown> | null = null

/** Asks the refresh cookie once, at the first page. */
function ready(): Promise<unknown> {
  begun ??= renew().catch(() => {
    // Out of reach: the next page asks again.
    begun = null
  })
  return begun
}

function can(permission: Permission | readonly Permission[] | undefined): boolean {
  if (permission === undefined) return true
  const wanted = typeof permission === 'string' ? [permission] : permission
  return wanted.some((one) => me.value?.permissions.includes(one))
}

async function signIn(number: string, password: string): Promise<void> {
  adopt(await take(client.POST('/api/v1/session', { body: { number, password } })))
}

async function signOut(everywhere = false): Promise<void> {
  try {
    await take(everywhere ? client.DELETE('/api/v1/sessions') : client.DELETE('/api/v1/session'))
  } finally {
    adopt(null)
  }
}

/** After something about oneself has changed (the first password): the old token still tells the old state. */
async function reload(): Promise<void> {
  await renew()
}

const session = { me: shallowReadonly(me), signedIn: computed(() => me.value !== null), ready, can, signIn, signOut, reload }

/** Who is here and what they may do. */
export function useSession() {
  return session
}
