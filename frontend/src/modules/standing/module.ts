import { ListOrdered, Medal, TrendingUp } from '@lucide/vue'
import type { Module } from '@/app/module'

// A head comes here for the places of the own department.
const readers = ['standing.read_all', 'standing.read_department'] as const

export default {
  name: 'standing',
  routes: [
    {
      path: '/my/standing',
      name: 'standing-mine',
      component: () => import('./MyStanding.vue'),
      meta: { title: 'standing.mine.title' },
    },
    {
      path: '/leaderboard',
      name: 'standing-leaderboard',
      component: () => import('./Leaderboard.vue'),
      meta: { title: 'standing.board.title' },
    },
    {
      path: '/standings',
      name: 'standing-months',
      component: () => import('./Months.vue'),
      meta: { title: 'standing.months.title', permission: readers },
    },
    {
      path: '/standings/scheme',
      name: 'standing-scheme',
      component: () => import('./Scheme.vue'),
      meta: { title: 'standing.scheme.title', permission: 'standing.read_all' },
    },
    {
      path: '/standings/:month(\\d{6})',
      name: 'standing-month',
      component: () => import('./Month.vue'),
      props: ({ params }) => ({ month: Number(params.month) }),
      meta: { title: 'standing.months.title', permission: readers },
    },
    {
      path: '/standings/:month(\\d{6})/values',
      name: 'standing-values',
      component: () => import('./Values.vue'),
      props: ({ params }) => ({ month: Number(params.month) }),
      meta: { title: 'standing.values.title', permission: 'standing.manage' },
    },
  ],
  menu: [
    { to: 'standing-mine', label: 'standing.mine.menu', icon: TrendingUp, section: 'mine', order: 40, onBar: true },
    { to: 'standing-leaderboard', label: 'standing.board.menu', icon: ListOrdered, section: 'ranking', order: 10 },
    { to: 'standing-months', label: 'standing.months.menu', icon: Medal, section: 'ranking', order: 20, permission: readers },
  ],
} satisfies Module
