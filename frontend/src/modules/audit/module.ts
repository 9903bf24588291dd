import { ScrollText, ShieldCheck } from '@lucide/vue'
import type { Module } from '@/app/module'

export default {
  name: 'audit',
  routes: [
    {
      path: '/audit',
      name: 'audit',
      component: () => import('./Audit.vue'),
      meta: { title: 'audit.title', permission: 'audit.read' },
    },
    {
      path: '/audit/verify',
      name: 'audit-verify',
      component: () => import('./Verify.vue'),
      meta: { title: 'audit.verify.title', permission: 'audit.verify' },
    },
  ],
  menu: [
    { to: 'audit', label: 'audit.menu', icon: ScrollText, section: 'house', order: 30, permission: 'audit.read' },
    { to: 'audit-verify', label: 'audit.verify.menu', icon: ShieldCheck, section: 'house', order: 40, permission: 'audit.verify' },
  ],
} satisfies Module
