import type { Module } from '@/app/module'

export default {
  name: 'analysis',
  routes: [
    {
      path: '/exams/:exam/analysis',
      name: 'analysis-exam',
      component: () => import('./ExamAnalysis.vue'),
      props: true,
      meta: { title: 'analysis.title', permission: 'analysis.read' },
    },
  ],
  menu: [],
} satisfies Module
