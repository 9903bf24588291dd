import { NotebookPen } from '@lucide/vue'
import type { Module } from '@/app/module'

export default {
  name: 'practice',
  routes: [
    {
      path: '/practice',
      name: 'practice',
      component: () => import('./WrongBook.vue'),
      meta: { title: 'practice.title' },
    },
    {
      path: '/practice/round',
      name: 'practice-round',
      component: () => import('./Round.vue'),
      meta: { title: 'practice.round.title' },
    },
  ],
  menu: [{ to: 'practice', label: 'practice.menu', icon: NotebookPen, section: 'mine', order: 30, onBar: true }],
} satisfies Module
