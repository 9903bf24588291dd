import { fileURLToPath } from 'node:url'
import vueI18n from '@intlify/unplugin-vue-i18n/vite'
import vue from '@vitejs/plugin-vue'
import { browserslistToTargets } from 'lightningcss'
import { defineConfig } from 'vitest/config'
import { notWholeVue } from './build/whole-vue.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// Office PCs and phones lag: these two are the floor that package.json names too.
const floor = ['chrome90', 'safari15']

export default defineConfig(({ command }) => ({
  plugins: [
    notWholeVue(),
    vue(),
    // Messages are compiled here, so the page needs no compiler: the CSP forbids eval.
    vueI18n({
      include: [at('src/app/*.ts'), at('src/modules/*/*.ts')].map((glob) => glob.replace('*.ts', '{zh-CN,en}.ts')),
      runtimeOnly: true,
      compositionOnly: true,
      fullInstall: false,
      dropMessageCompiler: true,
      strictMessage: false,
    }),
  ],
  resolve: { alias: { '@': at('src') } },
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' },
  css: {
    transformer: 'lightningcss',
    lightningcss: { targets: browserslistToTargets(['chrome 90', 'safari 15']) },
  },
  build: {
    target: floor,
    cssTarget: floor,
    cssMinify: 'lightningcss',
    modulePreload: { polyfill: false },
    // The policy allows no data: fonts or scripts; small pictures are files like any other.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: at('index.html'), exam: at('exam.html') },
      output: {
        codeSplitting: {
          groups: [
            { name: 'vue', test: /node_modules\/(@vue\/(runtime|reactivity|shared)[^/]*|vue)\//, priority: 30 },
            { name: 'charts', test: /node_modules\/(echarts|zrender|tslib)\//, priority: 20 },
          ],
        },
      },
    },
  },
  server: { proxy: command === 'serve' ? { '/api': 'http://127.0.0.1:8080' } : undefined },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
}))
