import { Award } from '@lucide/vue'
import type { Module } from '@/app/module'

export default {
  name: 'grading',
  routes: [
    {
      path: '/my/results',
      name: 'grading-mine',
      component: () => import('./MyResults.vue'),
      meta: { title: 'grading.mine.title' },
    },
    {
      path: '/my/results/:exam',
      name: 'grading-review',
      component: () => import('./MyReview.vue'),
      props: true,
      meta: { title: 'grading.review.title' },
    },
  ],
  menu: [{ to: 'grading-mine', label: 'grading.mine.menu', icon: Award, section: 'mine', order: 20, onBar: true }],
} satisfies Module
