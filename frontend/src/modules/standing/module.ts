import { ListOrdered, TrendingUp } from '@lucide/vue'
import type { Module } from '@/app/module'

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
  ],
  menu: [
    { to: 'standing-mine', label: 'standing.mine.menu', icon: TrendingUp, section: 'mine', order: 40, onBar: true },
    { to: 'standing-leaderboard', label: 'standing.board.menu', icon: ListOrdered, section: 'ranking', order: 10 },
  ],
} satisfies Module
