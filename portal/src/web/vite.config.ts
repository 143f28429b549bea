import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Alias } from 'vite'

const HERE = dirname(fileURLToPath(import.meta.url))
const HOUSE = join(HERE, '..', '..', '..')

/** The workspace packages that the browser may use. */
const PACKAGES = ['engine', 'forms', 'tenants', 'processes', 'designer']

type Exports = Record<string, { development?: string }>

/**
 * Our own packages come from source, others from their production builds: that is why this is an alias and not the
 * export condition `development`, which third parties use as well.
 */
function sources(name: string): Alias[] {
  const { exports } = JSON.parse(readFileSync(join(HOUSE, name, 'package.json'), 'utf8')) as { exports: Exports }
  return Object.entries(exports).flatMap(([entry, { development }]) =>
    development ? [{ find: new RegExp(`^@lianban/${name}${entry.slice(1)}$`), replacement: join(HOUSE, name, development) }] : [],
  )
}

export default defineConfig({
  root: HERE,
  base: '/',
  plugins: [react()],
  resolve: { alias: PACKAGES.flatMap(sources), dedupe: ['react', 'react-dom', 'antd'] },
  build: {
    outDir: join(HERE, '..', '..', 'dist', 'web'),
    emptyOutDir: true,
    target: 'es2022',
    // bpmn-js (lazy) is the largest by nature.
    chunkSizeWarningLimit: 1200,
    // No inline script or data: script may slip past the content security policy.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: { host: '127.0.0.1', proxy: { '/api': 'http://127.0.0.1:8080', '/verify': 'http://127.0.0.1:8080' } },
})
