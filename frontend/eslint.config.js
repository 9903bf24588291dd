import js from '@eslint/js'
import compat from 'eslint-plugin-compat'
import vue from 'eslint-plugin-vue'
import globals from 'globals'
import ts from 'typescript-eslint'

// The walls of the house, as the browser's half keeps them. Modules hold words; what stands below knows none.
const client = { group: ['@/api/client'], message: 'Only queries.ts of a module calls the client.' }
const otherWord = {
  group: ['@/modules/*/*', '!@/modules/*/queries', '!@/modules/*/rules'],
  message: 'Of another word only queries.ts and rules.ts may be used.',
}
const up = (deep) => ({ group: [deep], message: 'Another word is reached as @/modules/<word>/queries or rules.' })
const wall = (files, ...patterns) => ({ files, rules: { 'no-restricted-imports': ['error', { patterns }] } })

export default ts.config(
  { ignores: ['dist', 'src/api/schema.ts'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...vue.configs['flat/recommended'],
  compat.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    languageOptions: { globals: globals.browser },
    rules: {
      'no-undef': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      'vue/multi-word-component-names': 'off',
      'vue/no-reserved-component-names': 'off',
      'vue/require-default-prop': 'off',
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      // The policy refuses a style attribute that is inserted as HTML, and any HTML that isn't ours.
      'vue/no-static-inline-styles': 'error',
      'vue/no-v-html': 'error',
      // Layout is a matter of taste here, not of the check.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/attributes-order': 'off',
      'max-lines': ['error', { max: 400 }],
    },
  },
  wall(['src/lib/**'], {
    group: ['vue', 'vue-*', '@tanstack/*', 'reka-ui', '*.vue', '@/*'],
    message: 'lib/ is plain TypeScript and knows no other floor.',
  }),
  wall(['src/ui/**'], {
    group: ['@/app/*', '@/api/*', '@/modules/*', 'vue-i18n', 'vue-router', '@tanstack/vue-query'],
    message: 'ui/ knows no domain word, no router, no server; words come as props.',
  }),
  wall(['src/api/**'], { group: ['vue', '@/app/*', '@/ui/*', '@/modules/*'], message: 'api/ serves the floors above.' }),
  wall(['src/app/**'], { group: ['@/modules/*/*', '../modules/*/*'], message: 'app/ finds modules by their module.ts alone.' }),
  wall(['src/modules/*/*.{ts,vue}'], client, otherWord, up('../*')),
  wall(['src/modules/*/*/**/*.{ts,vue}'], client, otherWord, up('../../*')),
  wall(['src/modules/*/queries.ts'], otherWord, up('../*')),
  // The exam page is an entry of its own and small: nothing of the application's weight.
  wall(['src/modules/sitting/page/**'], otherWord, up('../../*'), client, {
    group: ['vue-router', 'vue-i18n', '@tanstack/*', 'reka-ui', 'echarts', 'echarts/*', '@/app/*', 'openapi-fetch'],
    message: 'The exam page has 60 KB in all.',
  }),
  { files: ['**/*.test.ts', 'vite.config.ts', 'build/**'], rules: { 'compat/compat': 'off' } },
)
