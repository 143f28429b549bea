import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import puppeteer, { type Browser, type Page } from 'puppeteer'
import { build, type InlineConfig } from 'vite'

/** The house, from here and from where this is compiled to. */
function rootFolder(): string {
  let folder = fileURLToPath(new URL('.', import.meta.url))
  while (!existsSync(join(folder, 'lerna.json'))) folder = join(folder, '..')
  return folder
}
const HOUSE = rootFolder()
const PAGE = join(HOUSE, 'designer/test/browser')

export const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
export const hasChromium = existsSync(CHROMIUM)

/** As the portal's own pages have it: no script but ours, no eval. */
const POLICY = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:"
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

export interface ServedPage {
  page: Page
  /** Errors and warnings of the page so far, refused scripts among them. */
  said: string[]
  close(): Promise<void>
}

/** As for production, wherever it is called from: a test's environment would be taken for development. */
async function built(options: InlineConfig): Promise<void> {
  const before = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  try {
    await build(options)
  } finally {
    process.env.NODE_ENV = before
  }
}

/** Builds the page as for production, serves it under a strict policy and opens it at a desk's size. */
export async function servePage(): Promise<ServedPage> {
  const folder = mkdtempSync(join(tmpdir(), 'lianban-designer-'))
  await built({
    configFile: false,
    root: PAGE,
    logLevel: 'error',
    mode: 'production',
    plugins: [react()],
    resolve: {
      alias: ['engine', 'forms'].map((name) => ({
        find: new RegExp(`^@lianban/${name}$`),
        replacement: join(HOUSE, name, 'src/index.ts'),
      })),
    },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 10_000,
    },
  })
  const server = createServer((request, response) => {
    const path = join(folder, normalize(request.url === '/' ? '/index.html' : request.url!.split('?')[0]!))
    if (!path.startsWith(folder) || !existsSync(path)) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream', 'content-security-policy': POLICY })
    response.end(readFileSync(path))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const browser: Browser = await puppeteer.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  const page = await browser.newPage()
  page.setDefaultTimeout(10_000)
  await page.setViewport({ width: 1366, height: 768 })
  const said: string[] = []
  page.on('console', (message) => void (['error', 'warn'].includes(message.type()) && said.push(message.text())))
  page.on('pageerror', (error) => void said.push(String(error)))
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await page.waitForFunction(() => 'page' in window)
  return {
    page,
    said,
    async close() {
      await browser.close()
      await new Promise((done) => server.close(done))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
