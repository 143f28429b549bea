import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import puppeteer, { TimeoutError, type Browser, type Page } from 'puppeteer'
import { endBrowser, findChromium } from './chromium.ts'
import { DocumentError } from './document-error.ts'

export interface PdfRenderer {
  /** Prints a whole HTML page, one after the other. @throws DocumentError */
  render(html: string): Promise<Buffer>
  /** Waits for what is printing, then ends the browser. Twice is fine. */
  close(): Promise<void>
}

export interface PdfRendererOptions {
  /** The browser's program; default: CHROMIUM_PATH, then the usual places. Looked for at each start, so an installation later helps. */
  chromiumPath?: string
  /** Time for one document and for the browser's start, milliseconds. @default 15000 */
  timeoutMs?: number
  /** After so many documents the browser is started anew, so that its memory stays bounded. @default 200 */
  maxDocumentsPerBrowser?: number
}

const DEFAULTS = { timeoutMs: 15_000, maxDocumentsPerBrowser: 200 }

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  // Whatever slips past the request filter finds no address.
  '--host-resolver-rules=MAP * ~NOTFOUND',
]

interface Session {
  browser: Browser
  profile: string
  documents: number
}

/** Prints HTML with the system's Chromium. The browser starts with the first document and is kept; nothing is loaded but `data:` addresses, and scripts are off. */
export function createPdfRenderer(options: PdfRendererOptions = {}): PdfRenderer {
  const { timeoutMs, maxDocumentsPerBrowser, chromiumPath } = { ...DEFAULTS, ...options }
  let session: Session | null = null
  let closed = false
  let queue: Promise<unknown> = Promise.resolve()

  const print = async (html: string): Promise<Buffer> => {
    if (session && (session.documents >= maxDocumentsPerBrowser || !session.browser.connected)) await end()
    session ??= await startSession(findChromium(chromiumPath), timeoutMs)
    session.documents++
    try {
      return await printPage(session.browser, html, timeoutMs)
    } catch (error) {
      // A browser that hung or crashed is not trusted with the next document.
      await end()
      throw error instanceof TimeoutError
        ? new DocumentError('RENDER_TIMEOUT', `生成 PDF 超过 ${timeoutMs / 1000} 秒未完成`, { cause: error })
        : new DocumentError('RENDER_FAILED', `Chromium 生成 PDF 失败：${(error as Error).message}`, { cause: error })
    }
  }

  const end = async (): Promise<void> => {
    const ending = session
    session = null
    if (ending) await endSession(ending)
  }

  return {
    render(html) {
      if (closed) return Promise.reject(new DocumentError('RENDERER_CLOSED', '文书生成服务正在停止，请稍后重试'))
      const result = queue.then(() => print(html))
      queue = result.catch(() => undefined)
      return result
    },
    async close() {
      closed = true
      await queue
      await end()
    },
  }
}

/** Prints one document with a browser of its own, which must not stay behind: for what is printed rarely. @throws DocumentError */
export async function printOnce(html: string, options: PdfRendererOptions): Promise<Buffer> {
  const renderer = createPdfRenderer(options)
  try {
    return await renderer.render(html)
  } finally {
    await renderer.close()
  }
}

async function startSession(executablePath: string, timeoutMs: number): Promise<Session> {
  const profile = await mkdtemp(join(tmpdir(), 'lianban-chromium-'))
  try {
    const browser = await puppeteer.launch({
      executablePath,
      args: FLAGS,
      userDataDir: profile,
      headless: true,
      pipe: true,
      timeout: timeoutMs,
      // Also what has no time of its own: a browser that hangs holds up no document, and no stop, for longer.
      protocolTimeout: timeoutMs,
      // Our own orderly stop ends the browser, after the document that is printing.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    })
    return { browser, profile, documents: 0 }
  } catch (error) {
    await rm(profile, { recursive: true, force: true })
    throw new DocumentError('CHROMIUM_START_FAILED', `Chromium（${executablePath}）无法启动：${(error as Error).message}`, { cause: error })
  }
}

async function endSession({ browser, profile }: Session): Promise<void> {
  await endBrowser(browser)
  await rm(profile, { recursive: true, force: true, maxRetries: 3 })
}

async function printPage(browser: Browser, html: string, timeoutMs: number): Promise<Buffer> {
  const page = await browser.newPage()
  try {
    await page.setJavaScriptEnabled(false)
    await page.setRequestInterception(true)
    page.on('request', (request) => void (request.url().startsWith('data:') ? request.continue() : request.abort()).catch(() => undefined))
    await page.setContent(html, { waitUntil: 'load', timeout: timeoutMs })
    return Buffer.from(await printToPdf(page, timeoutMs))
  } finally {
    await page.close().catch(() => undefined)
  }
}

const printToPdf = (page: Page, timeoutMs: number): Promise<Uint8Array> =>
  page.pdf({ printBackground: true, preferCSSPageSize: true, timeout: timeoutMs })
