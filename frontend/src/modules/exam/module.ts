import { PenLine } from '@lucide/vue'
import type { Module } from '@/app/module'

export default {
  name: 'exam',
  routes: [
    {
      path: '/my/exams',
      name: 'exam-mine',
      component: () => import('./MyExams.vue'),
      meta: { title: 'exam.mine.title' },
    },
  ],
  menu: [{ to: 'exam-mine', label: 'exam.mine.menu', icon: PenLine, section: 'mine', order: 10, onBar: true }],
} satisfies Module
