import { ClipboardCheck, Library } from '@lucide/vue'
import type { Module } from '@/app/module'

export default {
  name: 'bank',
  routes: [
    { path: '/bank', name: 'bank', component: () => import('./Bank.vue'), meta: { title: 'bank.title', permission: 'bank.read' } },
    {
      path: '/bank/new',
      name: 'bank-new',
      component: () => import('./Editor.vue'),
      meta: { title: 'bank.editor.new', permission: 'bank.write' },
    },
    {
      path: '/bank/paste',
      name: 'bank-paste',
      component: () => import('./Paste.vue'),
      meta: { title: 'bank.paste.title', permission: 'bank.write' },
    },
    {
      path: '/bank/review',
      name: 'bank-review',
      component: () => import('./Review.vue'),
      meta: { title: 'bank.review.title', permission: 'bank.review' },
    },
    {
      path: '/bank/review/:id',
      name: 'bank-reviewing',
      component: () => import('./Reviewing.vue'),
      props: true,
      meta: { title: 'bank.review.title', permission: 'bank.review' },
    },
    {
      path: '/bank/:id',
      name: 'bank-question',
      component: () => import('./Question.vue'),
      props: true,
      meta: { title: 'bank.question.title', permission: 'bank.read' },
    },
    {
      path: '/bank/:id/edit',
      name: 'bank-edit',
      component: () => import('./Editor.vue'),
      props: true,
      meta: { title: 'bank.editor.edit', permission: 'bank.write' },
    },
  ],
  menu: [
    { to: 'bank', label: 'bank.menu', icon: Library, section: 'teaching', order: 20, permission: 'bank.read' },
    { to: 'bank-review', label: 'bank.review.menu', icon: ClipboardCheck, section: 'teaching', order: 30, permission: 'bank.review' },
  ],
} satisfies Module
