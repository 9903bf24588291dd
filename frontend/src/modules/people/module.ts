import { Users } from '@lucide/vue'
import type { Module } from '@/app/module'

export default {
  name: 'people',
  routes: [
    {
      path: '/people',
      name: 'people',
      component: () => import('./People.vue'),
      meta: { title: 'people.title', permission: 'people.read' },
    },
    {
      path: '/people/import',
      name: 'people-import',
      component: () => import('./Import.vue'),
      meta: { title: 'people.import.title', permission: 'people.manage' },
    },
    {
      path: '/people/:id',
      name: 'people-person',
      component: () => import('./Person.vue'),
      props: true,
      meta: { title: 'people.title', permission: 'people.read' },
    },
  ],
  menu: [{ to: 'people', label: 'people.menu', icon: Users, section: 'house', order: 10, permission: 'people.read' }],
} satisfies Module
