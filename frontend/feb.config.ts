import base from './vite.config'
import { mergeConfig } from 'vite'
export default mergeConfig((base as (env: object) => object)({ command: 'serve', mode: 'development' }), { server: { proxy: { '/api': 'http://127.0.0.1:8391' }, port: 5301, host: '127.0.0.1', strictPort: true }, cacheDir: '/tmp/feb-vite-cache' })
