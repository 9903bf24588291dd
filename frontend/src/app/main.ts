import './older-browsers'
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import { recallLocale } from '@/lib/locale'
import { startTheme } from '@/lib/theme'
import '@/ui/tokens.css'
import '@/ui/base.css'
import App from './App.vue'
import { i18n, useLanguage } from './i18n'
import { queryClient } from './query'
import { router } from './router'

startTheme()
await useLanguage(recallLocale())

createApp(App).use(i18n).use(VueQueryPlugin, { queryClient }).use(router).mount('#app')
