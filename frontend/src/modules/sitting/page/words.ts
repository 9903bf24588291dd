import { recallLocale, type Locale } from '@/lib/locale'

/** The exam page's own words: it affords no i18n library. */
interface PageWords {
  noExam: string
  back: string
}

const zh: PageWords = {
  noExam: '没有指定考试，请从“我的考试”进入。',
  back: '返回首页',
}

const en: PageWords = {
  noExam: 'No exam was named. Open it from “My exams”.',
  back: 'Back to the first page',
}

const words: Record<Locale, PageWords> = { 'zh-CN': zh, en }

export const pageWords = words[recallLocale()]
