import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Browser } from 'puppeteer'
import { DocumentError } from './document-error.ts'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * The system's Chromium: CHROMIUM_PATH if set (and then nothing else), the usual places, the PATH.
 * @param environment where CHROMIUM_PATH and PATH are read
 * @throws DocumentError CHROMIUM_NOT_FOUND
 */
export function findChromium(chromiumPath?: string, environment: NodeJS.ProcessEnv = process.env): string {
  const chosen = chromiumPath || environment.CHROMIUM_PATH
  const onPath = (environment.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  const found = (chosen ? [chosen] : [...PLACES, ...onPath]).find(isExecutable)
  if (found) return found
  throw new DocumentError(
    'CHROMIUM_NOT_FOUND',
    '未找到 Chromium，无法生成 PDF。请安装 chromium（Debian：apt install chromium fonts-noto-cjk）或设置 CHROMIUM_PATH，然后在“异常任务”中重试',
  )
}

/** A Chromium that was asked to end does so within a second; a busy machine gets more. */
const END_MS = 5_000

/** Asks a browser to end, and ends it by force when it does not: puppeteer itself would wait for ever. */
export async function endBrowser(browser: Pick<Browser, 'close' | 'process'>, withinMs: number = END_MS): Promise<void> {
  const given = new AbortController()
  const closing = browser.close().then(
    () => true,
    () => false,
  )
  const overdue = wait(withinMs, false, { signal: given.signal }).catch(() => false)
  const ended = await Promise.race([closing, overdue])
  given.abort()
  if (!ended) browser.process()?.kill('SIGKILL')
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
