import type { Module } from '@/app/module'

export default {
  name: 'access',
  routes: [
    {
      path: '/sign-in',
      name: 'access-sign-in',
      component: () => import('./SignIn.vue'),
      meta: { open: true, layout: 'entrance', title: 'access.sign_in.title' },
    },
    {
      path: '/first-password',
      name: 'access-first-password',
      component: () => import('./FirstPassword.vue'),
      meta: { layout: 'entrance', title: 'access.first.title' },
    },
    {
      path: '/account',
      name: 'access-account',
      component: () => import('./Account.vue'),
      meta: { title: 'access.account.title' },
    },
  ],
} satisfies Module
