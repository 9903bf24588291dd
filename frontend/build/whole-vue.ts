import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/** Where a library asks Vue for something by a name it computes, and how the same is asked plainly. */
const questions: { file: string; from: RegExp[]; to: string[] }[] = [
  {
    file: '/reka-ui/dist/shared/useId.js',
    from: [/import \* as vue from "vue";/, /"useId" in vue/, /vue\.useId\?\.\(\)/],
    to: ['import { useId as vueId } from "vue";', 'true', 'vueId()'],
  },
  {
    file: '/vue-i18n/dist/vue-i18n.runtime.mjs',
    from: [/import \* as Vue from 'vue';/, /key in Vue/, /Vue\[key\]/, /Vue\.getCurrentInstance\(\)/],
    to: ["import { getCurrentInstance as vueInstance } from 'vue';", 'false', 'null', 'vueInstance()'],
  },
]

/**
 * Three libraries take Vue as a namespace, which keeps all of Vue in every page and costs the exam page a
 * third of its budget. If one of them changes its words, the build stops and points here.
 */
export function notWholeVue(): Plugin {
  return {
    name: 'not-whole-vue',
    enforce: 'pre',
    apply: 'build',
    resolveId(id) {
      return id === 'vue-demi' ? fileURLToPath(new URL('./vue-demi.ts', import.meta.url)) : null
    },
    transform(code, id) {
      const question = questions.find(({ file }) => id.endsWith(file))
      if (!question) return null
      let plain = code
      question.from.forEach((from, at) => {
        if (!from.test(plain)) this.error(`${question.file} asks for Vue in another way now: mend build/whole-vue.ts`)
        plain = plain.replace(from, question.to[at] ?? '')
      })
      return { code: plain, map: null }
    },
  }
}
