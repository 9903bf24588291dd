// The exam page stands apart from the application: no router, no query cache, no component kit, so that an
// old phone has it on the screen at once. It shares the tokens, the token fetch and lib/.
import { createApp } from 'vue'
import { startTheme } from '@/lib/theme'
import '@/ui/tokens.css'
import '@/ui/base.css'
import ExamPage from './ExamPage.vue'

startTheme()
createApp(ExamPage).mount('#app')
