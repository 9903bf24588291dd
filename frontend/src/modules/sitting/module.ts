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
    {
      path: '/exams/:exam/incidents',
      name: 'sitting-incidents',
      component: () => import('./Incidents.vue'),
      props: true,
      meta: { title: 'sitting.incident.title', permission: 'sitting.watch' },
    },
    {
      path: '/my/receipts/:exam',
      name: 'sitting-receipt',
      component: () => import('./Receipt.vue'),
      props: true,
      meta: { title: 'sitting.receipt.title' },
    },
  ],
  menu: [],
} satisfies Module
