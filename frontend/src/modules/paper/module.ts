import { Stamp } from '@lucide/vue'
import type { Module } from '@/app/module'

export default {
  name: 'paper',
  routes: [
    { path: '/draws', name: 'paper', component: () => import('./Draws.vue'), meta: { title: 'paper.list.title' } },
    { path: '/exams/:exam/draw', name: 'paper-draw', component: () => import('./Draw.vue'), props: true, meta: { title: 'paper.draw.title' } },
    { path: '/exams/:exam/proof', name: 'paper-proof', component: () => import('./Proof.vue'), props: true, meta: { title: 'paper.proof.title' } },
    { path: '/exams/:exam/fairness', name: 'paper-fairness', component: () => import('./Fairness.vue'), props: true, meta: { title: 'paper.fairness.title' } },
    {
      path: '/exams/:exam/concerns',
      name: 'paper-concerns',
      component: () => import('./Concerns.vue'),
      props: true,
      meta: { title: 'paper.concerns.title', permission: 'exam.read' },
    },
    {
      path: '/exams/:exam/forms',
      name: 'paper-forms',
      component: () => import('./Forms.vue'),
      props: true,
      meta: { title: 'paper.forms.title', permission: 'exam.manage', layout: 'bare' },
    },
  ],
  menu: [{ to: 'paper', label: 'paper.list.menu', icon: Stamp, section: 'mine', order: 60 }],
} satisfies Module
