import { beforeEach, expect, it, vi } from 'vitest'

const state = vi.hoisted(() => ({
  me: null as null | { must_change_password: boolean },
  held: [] as string[],
}))

vi.mock('./session', () => ({
  useSession: () => ({
    ready: () => Promise.resolve(),
    me: { value: state.me },
    can: (wanted?: string) => wanted === undefined || state.held.includes(wanted),
  }),
}))
vi.mock('./modules', () => ({ menu: [{ to: 'people', permission: 'people.read' }, { to: 'my-exams' }] }))

import { guard } from './guard'

const page = (name: string, meta = {}) => guard({ name, meta, fullPath: `/${name}?x=1` })

beforeEach(() => {
  state.me = { must_change_password: false }
  state.held = []
})

it('asks a stranger to sign in and keeps the way', async () => {
  state.me = null
  expect(await page('people')).toEqual({ name: 'access-sign-in', query: { next: '/people?x=1' } })
  expect(await page('home')).toEqual({ name: 'access-sign-in', query: {} })
  expect(await page('access-sign-in', { open: true })).toBe(true)
})

it('lets nobody past a first password', async () => {
  state.me = { must_change_password: true }
  expect(await page('people')).toEqual({ name: 'access-first-password' })
  expect(await page('access-first-password')).toBe(true)
})

it('does not go back to a door that lies behind', async () => {
  expect(await page('access-sign-in', { open: true })).toEqual({ name: 'home' })
  expect(await page('access-first-password')).toEqual({ name: 'home' })
})

it('opens the first page that one may see', async () => {
  expect(await page('home')).toEqual({ name: 'my-exams' })
  state.held = ['people.read']
  expect(await page('home')).toEqual({ name: 'people' })
})

it('keeps a page for those who hold its permission', async () => {
  expect(await page('people', { permission: 'people.read' })).toEqual({ name: 'forbidden' })
  state.held = ['people.read']
  expect(await page('people', { permission: 'people.read' })).toBe(true)
})
