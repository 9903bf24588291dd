import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { watch } from 'vue'
import { onSession } from '@/api/token'
import { guard } from './guard'
import { i18n } from './i18n'
import { modules } from './modules'

const own: RouteRecordRaw[] = [
  // Where the front door leads is decided by the guard: each person's first page.
  { path: '/', name: 'home', component: () => import('./NotFound.vue') },
  {
    path: '/forbidden',
    name: 'forbidden',
    component: () => import('./Forbidden.vue'),
    meta: { title: 'app.forbidden.title' },
  },
  {
    path: '/:rest(.*)*',
    name: 'not-found',
    component: () => import('./NotFound.vue'),
    meta: { title: 'app.not_found.title' },
  },
]

if (import.meta.env.DEV) {
  own.unshift({ path: '/gallery', component: () => import('../../gallery/Gallery.vue'), meta: { open: true, layout: 'bare' } })
}

export const router = createRouter({
  history: createWebHistory(),
  routes: [...modules.flatMap((module) => module.routes), ...own],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

router.beforeEach(guard)

router.afterEach(() => entitle())
watch(i18n.global.locale, () => entitle())

let siteName = ''

/** The centre's name stands behind every page's title once it is known. */
export function nameSite(name: string): void {
  siteName = name
  entitle()
}

function entitle(): void {
  const key = router.currentRoute.value.meta.title
  const parts = [key && i18n.global.t(key), i18n.global.t('app.name'), siteName]
  document.title = parts.filter(Boolean).join(' · ')
}

// Wherever the session ends, the way back is kept.
onSession((session) => {
  const here = router.currentRoute.value
  if (!session && here.matched.length > 0 && !here.meta.open) {
    void router.replace({ name: 'access-sign-in', query: { next: here.fullPath } })
  }
})

// A page left open over an update asks for files that are gone: fetch the new ones, once.
router.onError((error, to) => {
  if (!/dynamically imported module|Importing a module script failed|preload CSS/i.test(String(error))) return
  const key = 'yuekao.reloaded'
  const at = Number(sessionStorage.getItem(key) ?? 0)
  if (Date.now() - at < 30_000) return
  sessionStorage.setItem(key, String(Date.now()))
  location.assign(to.fullPath)
})
