import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import puppeteer, { type Browser, type Page } from 'puppeteer'
import { startServer } from './server.ts'

/*
 * The applicant's pages as a telephone of the middle gets them: Chromium with its processor slowed down four times and the line of
 * slow 4G, each page in a browser that has seen nothing yet. The budgets are Lighthouse's own lines between good and not.
 * Source: web.dev, Core Web Vitals and Lighthouse performance scoring (mobile).
 */

const PASSWORD = 'Lianban@2026'
const PROCESSOR = 4
/** Slow 4G of Lighthouse. */
const LINE = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 }
const PHONE = { width: 375, height: 812, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }

const PAGES: Record<string, string> = {
  'public catalogue': '/guide',
  'public guidance': '/guide/food-business-licence',
  catalogue: '/matters',
  guidance: '/matters/food-business-licence',
  application: '/matters/food-business-licence/apply',
  cases: '/my-cases',
  licences: '/my-licences',
}

/** What a page may cost. Times in milliseconds, sizes in kB as they travel, `shift` without unit. */
const BUDGET = { paint: 2500, blocked: 300, shift: 0.1, script: 350, all: 600 }
type Cost = typeof BUDGET

/** `pages [--port 4501]` */
export async function pages(args: string[]): Promise<string> {
  const { values } = parseArgs({ args, options: { port: { type: 'string', default: '4501' } } })
  const dataDir = mkdtempSync(join(tmpdir(), 'lianban-pages-'))
  const server = await startServer({ dataDir, port: values.port })
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  })
  try {
    const session = await logIn(server.url)
    const rows: string[] = []
    for (const [name, path] of Object.entries(PAGES)) {
      const cost = await look(browser, { url: server.url, path, session })
      const over = (Object.keys(BUDGET) as (keyof Cost)[]).filter((what) => cost[what] > BUDGET[what])
      if (over.length > 0) process.exitCode = 1
      const cells = [
        name,
        cost.paint,
        cost.blocked,
        cost.shift,
        cost.script,
        cost.all,
        over.length === 0 ? 'within' : `over: ${over.join(', ')}`,
      ]
      rows.push(`| ${cells.join(' | ')} |`)
    }
    const head = '| page | largest paint ms | blocked ms | shift | script kB | all kB | budget |\n|---|---|---|---|---|---|---|'
    const allowed = `| budget | ${BUDGET.paint} | ${BUDGET.blocked} | ${BUDGET.shift} | ${BUDGET.script} | ${BUDGET.all} | |`
    return [
      `processor ÷ ${PROCESSOR}, slow 4G, nothing cached; load average ${loadavg()[0]!.toFixed(1)}`,
      [head, ...rows, allowed].join('\n'),
    ].join('\n\n')
  } finally {
    await browser.close()
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

interface Seen {
  url: string
  path: string
  session: { name: string; value: string }[]
}

/** One page, seen for the first time. */
async function look(browser: Browser, { url, path, session }: Seen): Promise<Cost> {
  const context = await browser.createBrowserContext()
  await context.setCookie(...session.map((cookie) => ({ ...cookie, domain: new URL(url).hostname, path: '/' })))
  const page = await context.newPage()
  await page.setViewport(PHONE)
  const client = await page.createCDPSession()
  const bytes = { script: 0, all: 0 }
  const kinds = new Map<string, string>()
  await client.send('Network.enable')
  client.on('Network.responseReceived', ({ requestId, type }) => void kinds.set(requestId, type))
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes.all += encodedDataLength
    if (kinds.get(requestId) === 'Script') bytes.script += encodedDataLength
  })
  await client.send('Network.emulateNetworkConditions', LINE)
  await client.send('Emulation.setCPUThrottlingRate', { rate: PROCESSOR })
  await page.evaluateOnNewDocument(watch)
  await page.goto(url + path)
  await page.waitForNetworkIdle({ idleTime: 1000, concurrency: 1 })
  const seen = await read(page)
  await context.close()
  const kB = (count: number) => Math.round(count / 1024)
  return {
    paint: Math.round(seen.paint),
    blocked: Math.round(seen.blocked),
    shift: Math.round(seen.shift * 1000) / 1000,
    script: kB(bytes.script),
    all: kB(bytes.all),
  }
}

interface Watched {
  paint: number
  blocked: number
  shift: number
}

/** Runs in the page, from its first moment: largest paint, time that tasks blocked beyond 50 ms each, and what jumped. */
function watch(): void {
  const seen: Watched = { paint: 0, blocked: 0, shift: 0 }
  Object.assign(window, { watched: seen })
  const observe = (type: string, each: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true })
  observe('largest-contentful-paint', ({ startTime }) => (seen.paint = startTime))
  observe('longtask', ({ duration }) => (seen.blocked += Math.max(0, duration - 50)))
  observe('layout-shift', (entry) => {
    const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean }
    if (!hadRecentInput) seen.shift += value
  })
}

const read = (page: Page): Promise<Watched> => page.evaluate(() => (window as unknown as { watched: Watched }).watched)

async function logIn(url: string): Promise<{ name: string; value: string }[]> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'shenqing', password: PASSWORD }),
  })
  if (!answer.ok) throw new Error(`the applicant was not let in: ${answer.status}`)
  return answer.headers.getSetCookie().map((line) => {
    const [name, value] = line.split(';')[0]!.split('=') as [string, string]
    return { name, value }
  })
}
