import type { RouteLocationNormalized, RouteLocationRaw } from 'vue-router'
import { menu } from './modules'
import { type Permission, useSession } from './session'

type Verdict = true | RouteLocationRaw

/** Signed in? First password changed? Allowed? In this order, before every page. */
export async function guard(to: Pick<RouteLocationNormalized, 'name' | 'meta' | 'fullPath'>): Promise<Verdict> {
  const session = useSession()
  await session.ready()
  const me = session.me.value

  if (to.meta.open) return me && to.name === 'access-sign-in' ? { name: 'home' } : true
  if (!me) return { name: 'access-sign-in', query: to.name === 'home' ? {} : { next: to.fullPath } }
  if (me.must_change_password) return to.name === 'access-first-password' ? true : { name: 'access-first-password' }
  if (to.name === 'access-first-password') return { name: 'home' }
  if (to.name === 'home') return { name: firstPage(session.can) }
  return session.can(to.meta.permission) ? true : { name: 'forbidden' }
}

function firstPage(can: (permission?: Permission | readonly Permission[]) => boolean): string {
  return menu.find((entry) => can(entry.permission))?.to ?? 'access-account'
}
