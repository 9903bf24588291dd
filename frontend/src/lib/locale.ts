import { recall, remember } from './remember'

export const locales = ['zh-CN', 'en'] as const
export type Locale = (typeof locales)[number]

const slot = 'yuekao.locale'

/** The chosen language; Chinese until someone chooses otherwise. */
export function recallLocale(): Locale {
  return recall(slot) === 'en' ? 'en' : 'zh-CN'
}

export function rememberLocale(locale: Locale): void {
  remember(slot, locale)
  document.documentElement.lang = locale
}
