import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'puppeteer'
import { ApiClient } from '../support/api-client.ts'
import { launch } from '../support/person.ts'
import { newDataDir, removeDataDir, runCli, startServer } from '../support/server-process.ts'
import { SCREENS } from './screens.ts'

/*
 * npm run screenshots [-- name …]: plays a fortnight of the sample county, looks at every main screen at a desk's width and at a
 * telephone's, and keeps the pictures in docs/screenshots. With `--data-dir <folder>` the county that was played there is looked at;
 * with `--out <folder>` they are kept there, and `--dark` and `--large` show how the screens look to whoever chose that.
 */

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const WIDTHS = { desk: { width: 1366, height: 768 }, phone: { width: 375, height: 812, isMobile: true, hasTouch: true } }
/** The same county each time, as far as days do not pass. */
const DEMO = ['--days', '14', '--seed', '7', '--documents', 'none']
const QUIET_MS = 400

const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: {
    'data-dir': { type: 'string' },
    out: { type: 'string', default: fileURLToPath(new URL('../../../docs/screenshots/', import.meta.url)) },
    dark: { type: 'boolean', default: false },
    large: { type: 'boolean', default: false },
  },
})
const APPEARANCE = JSON.stringify({ choice: values.dark ? 'dark' : 'light', largeType: values.large })
const screens = SCREENS.filter(({ name }) => asked.length === 0 || asked.some((part) => name.includes(part)))
const dataDir = values['data-dir'] ?? newDataDir()
await mkdir(values.out, { recursive: true })
if (values['data-dir'] === undefined) await play(dataDir)
const server = await startServer({ dataDir, env: { CHROMIUM_PATH: CHROMIUM } })
const browser = await launch(CHROMIUM)
try {
  const clients = new Map<string, ApiClient>()
  for (const { name, who, path } of screens) {
    const client = who === null ? null : (clients.get(who) ?? (await ApiClient.login(server.url, who)))
    if (who !== null) clients.set(who, client!)
    const address = typeof path === 'string' ? path : await path(client!)
    if (address === null) console.warn(`${name}: there is nothing to show in this fortnight`)
    else await take(browser, { name, client, url: server.url + address })
  }
} finally {
  await browser.close()
  await server.stop()
  if (values['data-dir'] === undefined) removeDataDir(dataDir)
}
console.log(`${screens.length} screens, ${Object.keys(WIDTHS).length} widths each, in ${values.out}`)

/** The fortnight, through the front door. */
function play(folder: string): Promise<void> {
  const child = runCli(['demo', ...DEMO, '--data-dir', folder], {})
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve, reject) =>
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the demonstration ended with ${code}:\n${output}`)))),
  )
}

async function take(from: Browser, { name, client, url }: { name: string; client: ApiClient | null; url: string }): Promise<void> {
  const context = await from.createBrowserContext()
  const cookies = (client?.cookies ?? []).map((cookie) => ({ ...cookie, domain: new URL(url).hostname, path: '/' }))
  await context.setCookie(...cookies)
  const page = await context.newPage()
  await page.emulateTimezone('Asia/Shanghai')
  await page.evaluateOnNewDocument((kept) => localStorage.setItem('lianban.appearance', kept), APPEARANCE)
  for (const [width, viewport] of Object.entries(WIDTHS)) {
    await page.setViewport(viewport)
    await page.goto(url)
    await settled(page)
    await page.screenshot({ path: join(values.out, `${name}.${width}.webp`) as `${string}.webp`, type: 'webp', quality: 70 })
  }
  await context.close()
}

/** Nothing is on its way, nothing moves. */
async function settled(page: Page): Promise<void> {
  await page.waitForNetworkIdle({ idleTime: QUIET_MS, concurrency: 1 }).catch(() => {})
  await page.waitForFunction(() => document.querySelector('.ant-skeleton, .ant-spin-spinning') === null).catch(() => {})
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))))
}
