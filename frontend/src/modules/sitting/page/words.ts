import { recallLocale, type Locale } from '@/lib/locale'
import { en } from './words.en'
import { zh, type PageWords } from './words.zh-CN'

/** The exam page's own words: it affords no i18n library. */
export const locale: Locale = recallLocale()

export const words: PageWords = locale === 'en' ? en : zh
