import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Alias, type Plugin } from 'vite'
import { firstPages } from './first-pages.ts'

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

const OUT = join(HERE, '..', '..', 'dist', 'web')
const COMPRESSED = /\.(js|css|svg|html|json)$/
/** Smaller files travel in one packet anyway. */
const MIN_BYTES = 1_024

/** Every file of text beside itself as `.gz` and `.br`, which the server gives to whoever takes it: a third of the size. */
const precompressed: Plugin = {
  name: 'precompressed',
  closeBundle() {
    for (const name of readdirSync(OUT, { recursive: true, encoding: 'utf8' }).filter((file) => COMPRESSED.test(file))) {
      const content = readFileSync(join(OUT, name))
      if (content.length < MIN_BYTES) continue
      writeFileSync(join(OUT, `${name}.gz`), gzipSync(content, { level: 9 }))
      writeFileSync(join(OUT, `${name}.br`), brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }))
    }
  },
}

/**
 * antd's buttons and dialogs want one context of rc-field-form, and would bring its forms and their validator to every page. That
 * module itself has no more than the context.
 */
const contextOfForms: Plugin = {
  name: 'context-of-forms',
  enforce: 'pre',
  resolveId(source, importer) {
    if (source !== 'rc-field-form' || !importer?.endsWith('/antd/es/form/context.js')) return null
    return this.resolve('rc-field-form/es/FormContext', importer)
  },
}

export default defineConfig({
  root: HERE,
  base: '/',
  plugins: [contextOfForms, react(), firstPages(OUT), precompressed],
  resolve: { alias: PACKAGES.flatMap(sources), dedupe: ['react', 'react-dom', 'antd'] },
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: 'es2022',
    // bpmn-js (lazy) is the largest by nature.
    chunkSizeWarningLimit: 1200,
    // No inline script or data: script may slip past the content security policy.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // What every page loads first comes in two files: shared out over all that use a part of it, it is thirty, and on a slow line
        // each half dozen of them is one more way there and back.
        codeSplitting: {
          groups: [
            { name: 'libraries', tags: ['$initial'], test: /[\\/]node_modules[\\/]/, priority: 1 },
            { name: 'frame', tags: ['$initial'] },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/api': 'http://127.0.0.1:8080', '/verify': 'http://127.0.0.1:8080' } },
})
