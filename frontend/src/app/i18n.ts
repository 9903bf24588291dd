import { computed } from 'vue'
import { createI18n, type LocaleMessages, type VueMessageType } from 'vue-i18n'
import { recallLocale, rememberLocale, type Locale } from '@/lib/locale'
import { enWords, words, zhWords } from '@/ui/words'

type Messages = LocaleMessages<VueMessageType>

const files: Record<Locale, () => Promise<{ messages: Record<string, unknown> }>> = {
  'zh-CN': () => import('./words/zh-CN'),
  en: () => import('./words/en'),
}

export const i18n = createI18n({
  legacy: false,
  locale: recallLocale(),
  fallbackLocale: false,
  messages: {} as Record<string, Messages>,
})

/** Every module's messages stand under its name: `t('people.title')`. */
async function load(locale: Locale): Promise<void> {
  const { messages } = await files[locale]()
  const named = Object.entries(messages).map(([path, own]) => [wordOf(path), own] as const)
  i18n.global.setLocaleMessage(locale, Object.fromEntries(named) as Messages)
}

function wordOf(path: string): string {
  return /modules\/([^/]+)\//.exec(path)?.[1] ?? 'app'
}

export async function useLanguage(locale: Locale): Promise<void> {
  if (!i18n.global.availableLocales.includes(locale)) await load(locale)
  i18n.global.locale.value = locale
  words.value = locale === 'en' ? enWords : zhWords
  rememberLocale(locale)
}

/** The language as it stands: for what formats dates. */
export const locale = computed(() => i18n.global.locale.value as Locale)
