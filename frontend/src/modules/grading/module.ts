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
    {
      path: '/exams/:exam/results',
      name: 'grading-results',
      component: () => import('./Results.vue'),
      props: true,
      meta: { title: 'grading.results.title', permission: 'grading.read' },
    },
    {
      path: '/exams/:exam/rulings',
      name: 'grading-rulings',
      component: () => import('./Rulings.vue'),
      props: true,
      meta: { title: 'grading.rulings.title', permission: 'grading.read' },
    },
  ],
  menu: [{ to: 'grading-mine', label: 'grading.mine.menu', icon: Award, section: 'mine', order: 20, onBar: true }],
} satisfies Module
