import { ClipboardList, PenLine } from '@lucide/vue'
import type { Module } from '@/app/module'

// A head comes here for the attendance of the own department.
const readers = ['exam.read', 'exam.attend'] as const

export default {
  name: 'exam',
  routes: [
    {
      path: '/my/exams',
      name: 'exam-mine',
      component: () => import('./MyExams.vue'),
      meta: { title: 'exam.mine.title' },
    },
    {
      path: '/exams',
      name: 'exam',
      component: () => import('./Exams.vue'),
      meta: { title: 'exam.list.title', permission: readers },
    },
    {
      path: '/exams/new',
      name: 'exam-new',
      component: () => import('./Editor.vue'),
      meta: { title: 'exam.edit.new', permission: 'exam.manage' },
    },
    {
      path: '/exams/:id/edit',
      name: 'exam-edit',
      component: () => import('./Editor.vue'),
      props: true,
      meta: { title: 'exam.edit.title', permission: 'exam.manage' },
    },
    {
      path: '/exams/:id',
      name: 'exam-one',
      component: () => import('./Exam.vue'),
      props: true,
      meta: { title: 'exam.list.title', permission: readers },
    },
  ],
  menu: [
    { to: 'exam-mine', label: 'exam.mine.menu', icon: PenLine, section: 'mine', order: 10, onBar: true },
    { to: 'exam', label: 'exam.list.menu', icon: ClipboardList, section: 'exams', order: 10, permission: readers },
  ],
} satisfies Module
