import type { Module } from '@/app/module'

export default {
  name: 'sitting',
  routes: [
    {
      path: '/exams/:exam/board',
      name: 'sitting-board',
      component: () => import('./Board.vue'),
      props: true,
      meta: { title: 'sitting.title', permission: 'sitting.watch' },
    },
  ],
  menu: [],
} satisfies Module
