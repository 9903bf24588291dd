import { BookOpenText } from '@lucide/vue'
import type { Module } from '@/app/module'

export default {
  name: 'materials',
  routes: [
    {
      path: '/materials',
      name: 'materials',
      component: () => import('./Materials.vue'),
      meta: { title: 'materials.title', permission: 'materials.read' },
    },
    {
      path: '/materials/upload',
      name: 'materials-upload',
      component: () => import('./Upload.vue'),
      meta: { title: 'materials.upload.title', permission: 'materials.write' },
    },
    {
      path: '/materials/:id',
      name: 'materials-material',
      component: () => import('./Material.vue'),
      props: true,
      meta: { title: 'materials.title', permission: 'materials.read' },
    },
  ],
  menu: [
    { to: 'materials', label: 'materials.menu', icon: BookOpenText, section: 'teaching', order: 10, permission: 'materials.read' },
  ],
} satisfies Module
