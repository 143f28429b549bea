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

const GUIDANCE = '/matters/food-business-licence'
const APPLICATION = `${GUIDANCE}/apply`
const PAGES: Record<string, string> = {
  'public catalogue': '/guide',
  'public guidance': '/guide/food-business-licence',
  catalogue: '/matters',
  guidance: GUIDANCE,
  application: APPLICATION,
  cases: '/my-cases',
  licences: '/my-licences',
}

/** What a page may cost. Times in milliseconds, sizes in kB as they travel, `shift` without unit. */
const BUDGET = { paint: 2500, blocked: 200, shift: 0.1, script: 350, all: 600 }
type Cost = typeof BUDGET
/**
 * The form with its fields, rules and uploads. Nobody begins there: the guidance fetches it while it is read, and what people wait is
 * `FROM_GUIDANCE`. Whoever opens its address at once waits longer than the 4 s that web.dev calls poor.
 */
const APPLICATION_BUDGET: Cost = { ...BUDGET, paint: 5000, blocked: 600, script: 600, all: 650 }
/** Milliseconds from the press of 在线申请 to the form. */
const FROM_GUIDANCE = 2500
/** Each page is looked at so often; the middle one counts. */
const LOOKS = 3
/** Milliseconds that somebody reads at least. */
const READING = 8000

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
    const show = (name: string, cost: Cost, budget: Cost) => {
      const over = (Object.keys(budget) as (keyof Cost)[]).filter((what) => cost[what] > budget[what])
      if (over.length > 0) process.exitCode = 1
      const verdict = over.length === 0 ? 'within' : `over: ${over.map((what) => `${what} ${budget[what]}`).join(', ')}`
      rows.push(`| ${[name, cost.paint, cost.blocked, cost.shift, cost.script, cost.all, verdict].join(' | ')} |`)
    }
    for (const [name, path] of Object.entries(PAGES))
      show(name, await middle(() => look(browser, { url: server.url, path, session })), path === APPLICATION ? APPLICATION_BUDGET : BUDGET)
    const waited = await fromGuidance(browser, { url: server.url, path: GUIDANCE, session })
    if (waited > FROM_GUIDANCE) process.exitCode = 1
    const head = '| page | largest paint ms | blocked ms | shift | script kB | all kB | budget |\n|---|---|---|---|---|---|---|'
    const allowed = ([name, { paint, blocked, shift, script, all }]: [string, Cost]) =>
      `| ${[name, paint, blocked, shift, script, all, ''].join(' | ')} |`
    return [
      `processor ÷ ${PROCESSOR}, slow 4G, nothing cached, the middle of ${LOOKS}; load average ${loadavg()[0]!.toFixed(1)}`,
      [head, ...rows, allowed(['budget', BUDGET]), allowed(['budget of the application', APPLICATION_BUDGET])].join('\n'),
      `application from guidance, read for ${READING / 1000} s: ${waited} ms to the form (budget ${FROM_GUIDANCE})`,
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

/** A browser that has seen nothing yet, on such a telephone and line. */
async function telephone(browser: Browser, { url, session }: Seen) {
  const context = await browser.createBrowserContext()
  await context.setCookie(...session.map((cookie) => ({ ...cookie, domain: new URL(url).hostname, path: '/' })))
  const page = await context.newPage()
  await page.setViewport(PHONE)
  const client = await page.createCDPSession()
  await client.send('Network.enable')
  await client.send('Network.emulateNetworkConditions', LINE)
  await client.send('Emulation.setCPUThrottlingRate', { rate: PROCESSOR })
  return { context, page, client }
}

/** The one in the middle by what people see: the largest paint. */
async function middle(look: () => Promise<Cost>): Promise<Cost> {
  const costs: Cost[] = []
  for (let i = 0; i < LOOKS; i++) costs.push(await look())
  return costs.sort((a, b) => a.paint - b.paint)[Math.floor(LOOKS / 2)]!
}

/** One page, seen for the first time. */
async function look(browser: Browser, seen: Seen): Promise<Cost> {
  const { context, page, client } = await telephone(browser, seen)
  const bytes = { script: 0, all: 0 }
  const kinds = new Map<string, string>()
  client.on('Network.responseReceived', ({ requestId, type }) => void kinds.set(requestId, type))
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes.all += encodedDataLength
    if (kinds.get(requestId) === 'Script') bytes.script += encodedDataLength
  })
  await page.evaluateOnNewDocument(watch)
  await page.goto(seen.url + seen.path)
  await settled(page)
  const { paint, tasks, shift } = await page.evaluate(() => (window as unknown as { watched: Watched }).watched)
  const first = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]!.startTime)
  await context.close()
  const kB = (count: number) => Math.round(count / 1024)
  return {
    paint: Math.round(paint),
    blocked: Math.round(tasks.filter(({ at }) => at >= first).reduce((sum, { over }) => sum + over, 0)),
    shift: Math.round(shift * 1000) / 1000,
    script: kB(bytes.script),
    all: kB(bytes.all),
  }
}

/** Somebody reads the guidance and presses 在线申请. @returns milliseconds until the form is there */
async function fromGuidance(browser: Browser, seen: Seen): Promise<number> {
  const { context, page } = await telephone(browser, seen)
  await page.goto(seen.url + seen.path)
  const button = await page.waitForSelector('[data-testid=apply]')
  await new Promise((resolve) => setTimeout(resolve, READING))
  const start = performance.now()
  await button!.click()
  await page.waitForSelector('form input', { visible: true })
  const waited = Math.round(performance.now() - start)
  await context.close()
  return waited
}

async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('.first-sight') === null)
  await page.waitForNetworkIdle({ idleTime: 1000, concurrency: 1 })
}

interface Watched {
  paint: number
  /** Tasks of more than 50 ms: when, and how much more. */
  tasks: { at: number; over: number }[]
  shift: number
}

/**
 * Runs in the page, from its first moment: largest paint, long tasks, and what jumped. Lighthouse counts as blocked what runs once
 * something is in sight: before, nobody can press anything.
 */
function watch(): void {
  const seen: Watched = { paint: 0, tasks: [], shift: 0 }
  Object.assign(window, { watched: seen })
  const observe = (type: string, each: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true })
  observe('largest-contentful-paint', ({ startTime }) => (seen.paint = startTime))
  observe('longtask', ({ startTime, duration }) => seen.tasks.push({ at: startTime, over: Math.max(0, duration - 50) }))
  observe('layout-shift', (entry) => {
    const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean }
    if (!hadRecentInput) seen.shift += value
  })
}

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
