import puppeteer, { type Browser, type Page } from 'puppeteer'
import type { ApiClient } from './api-client.ts'

const WAIT_MS = 20_000
const VIEWPORT = { width: 1366, height: 768 }

/** Chromium of the system, as the tests and the document renderer use it. */
export const launch = (executablePath: string): Promise<Browser> =>
  puppeteer.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  })

/** Not logged in yet; no picture; and a task that was read once more while it was being finished. */
const EXPECTED = /401|favicon|404.* \S+\/api\/tasks\/[\w%:.-]+(\/verbs)?$/

const OPEN_MENU = '.ant-popover:not(.ant-popover-hidden) .nav-menu'

/** One person at one browser of his own: what he sees and clicks, by the labels and test ids of the page. */
export class Person {
  readonly page: Page
  /** What the page complained of; a walk ends with none. */
  readonly complaints: string[] = []

  private constructor(page: Page) {
    this.page = page
    page.setDefaultTimeout(WAIT_MS)
    page.on('pageerror', (error) => this.complaints.push(String(error)))
    page.on('console', (message) => {
      const said = `${message.text()} ${message.location().url ?? ''}`
      if (message.type() === 'error' && !EXPECTED.test(said)) this.complaints.push(said)
    })
  }

  private static async seated(browser: Browser, cookies: { name: string; value: string }[], url: string): Promise<Person> {
    const context = await browser.createBrowserContext()
    await context.setCookie(...cookies.map((cookie) => ({ ...cookie, domain: new URL(url).hostname, path: '/' })))
    const page = await context.newPage()
    await page.setViewport(VIEWPORT)
    return new Person(page)
  }

  /** Somebody who has logged in already, at an address. */
  static async with(browser: Browser, client: ApiClient, path: string): Promise<Person> {
    const person = await Person.seated(browser, client.cookies, client.url)
    await person.goto(client.url + path)
    return person
  }

  /** Somebody who is not logged in, at an address. */
  static async without(browser: Browser, url: string, path: string): Promise<Person> {
    const person = await Person.seated(browser, [], url)
    await person.goto(url + path)
    return person
  }

  /** Logs in as people do. */
  static async at(browser: Browser, url: string, username: string): Promise<Person> {
    const person = await Person.seated(browser, [], url)
    const { page } = person
    await page.goto(`${url}/login`)
    await person.type('[data-testid="login-username"]', username)
    await person.type('[data-testid="login-password"]', 'Lianban@2026')
    await person.click('login-submit')
    await page.waitForSelector('[data-testid="user-menu"]')
    return person
  }

  /** Goes on to the next step of an application, and waits until it is on the screen. */
  async nextStep(): Promise<void> {
    const { page } = this
    const step = await page.waitForSelector('[data-step]')
    const before = await step!.evaluate((node) => node.getAttribute('data-step'))
    await this.click('next-step')
    await page.waitForFunction((was) => document.querySelector('[data-step]')?.getAttribute('data-step') !== was, {}, before)
  }

  /** Clicks what carries the test id, once it is there and enabled. */
  async click(testId: string): Promise<void> {
    await this.press(`[data-testid="${testId}"]`)
  }

  /** Presses in the page itself, so that a sticky bar or an animation is no hindrance. */
  async press(selector: string): Promise<void> {
    const element = await this.page.waitForSelector(`${selector}:not([disabled])`)
    await element!.evaluate((node) => (node as HTMLElement).click())
  }

  /** @param delay ms between two keys. @default 0 */
  async type(selector: string, text: string, delay = 0): Promise<void> {
    const found = await this.page.waitForSelector(selector)
    const input = (
      await found!.evaluateHandle((node) => (node.matches('input,textarea') ? node : node.querySelector('input,textarea')))
    ).asElement()!
    // What was filled in for the person is written over.
    await input.evaluate((node) => (node as HTMLInputElement).select())
    await this.page.keyboard.type(text, { delay })
  }

  fill(path: string, text: string): Promise<void> {
    return this.type(`[id="field-${path}"]`, text)
  }

  /** A radio button or a box of a field, by its label. */
  async choose(path: string, label: string): Promise<void> {
    await this.page.waitForSelector(`[data-field="${path}"] label`)
    await this.page.$$eval(
      `[data-field="${path}"] label`,
      (labels, text) =>
        labels
          .filter((node) => node.querySelector('input') && node.textContent?.trim() === text)
          .forEach((node) => (node as HTMLElement).click()),
      label,
    )
  }

  /** An option of a form's list that opens, by its label. */
  async select(path: string, label: string): Promise<void> {
    await this.pick(`field-${path}`, label)
    await this.page.waitForSelector(`[data-field="${path}"] .ant-select-selection-item[title="${label}"]`)
  }

  /** An option of the list with this id, by how its label begins. */
  async pick(id: string, label: string): Promise<void> {
    const input = await this.page.waitForSelector(`[id="${id}"]`)
    await input!.evaluate((node) => node.closest('.ant-select-selector')!.dispatchEvent(new MouseEvent('mousedown', { bubbles: true })))
    // A long list draws only what is in sight: where it can be searched, it is.
    if (await input!.evaluate((node) => !(node as HTMLInputElement).readOnly)) await this.type(`[id="${id}"]`, label)
    const option = await this.page.waitForSelector(`.ant-select-dropdown:has([id="${id}_list"]) .ant-select-item-option[title^="${label}"]`)
    await option!.evaluate((node) => (node as HTMLElement).click())
  }

  /** Presses a button by its words, in the dialog on top if there is one. */
  async button(words: string): Promise<void> {
    const found = await this.page.waitForFunction(
      (text) => {
        const dialogs = [...document.querySelectorAll<HTMLElement>('.ant-modal-wrap')].filter(
          (node) => node.offsetParent !== null || node.getClientRects().length > 0,
        )
        const buttons = [...(dialogs.at(-1) ?? document).querySelectorAll<HTMLButtonElement>('button')]
        return buttons.find((node) => !node.disabled && node.textContent?.replace(/\s/g, '') === text)
      },
      {},
      words,
    )
    await (found as unknown as { evaluate(press: (node: HTMLElement) => void): Promise<void> }).evaluate((node) => node.click())
  }

  /** Waits until the page says so somewhere. */
  async reads(text: string): Promise<void> {
    const isThere = (said: string) => document.body.innerText.replace(/\s+/g, ' ').includes(said)
    await this.page.waitForFunction(isThere, {}, text).catch(async () => {
      throw new Error(
        `waited in vain for “${text}”, the page says: ${await this.page.evaluate(() => document.body.innerText.slice(0, 3000))}`,
      )
    })
  }

  async goto(url: string): Promise<void> {
    await this.page.goto(url)
    await this.page.waitForSelector('h1')
  }

  /** Types a day, key by key, and sees that it is the day that was typed. */
  async day(path: string, day: string): Promise<void> {
    await this.fill(path, day)
    await this.page.keyboard.press('Enter')
    const taken = await this.page.$eval(`[id="field-${path}"]`, (node) => (node as HTMLInputElement).value)
    if (taken !== day) throw new Error(`typed ${day} into ${path}, and it took ${taken}`)
  }

  /** Everything that the bar leads to, what stands in its menus too. */
  async navigation(): Promise<{ text: string; path: string }[]> {
    const read = (selector: string) =>
      this.page.$$eval(selector, (links) => links.map((link) => ({ text: link.textContent ?? '', path: link.getAttribute('href')! })))
    await this.page.waitForSelector('.nav-link')
    const entries = await read('a.nav-link')
    for (const menu of await this.page.$$('button.nav-link')) {
      await menu.evaluate((node) => (node as HTMLElement).click())
      await this.page.waitForSelector(`${OPEN_MENU} a`)
      entries.push(...(await read(`${OPEN_MENU} a`)))
      await menu.evaluate((node) => (node as HTMLElement).click())
      await this.page.waitForFunction((open) => document.querySelector(open) === null, {}, OPEN_MENU)
    }
    return entries
  }

  async tab(label: string): Promise<void> {
    await this.page.waitForSelector('[role="tab"]')
    await this.page.$$eval(
      '[role="tab"]',
      (tabs, text) => (tabs.find((tab) => tab.textContent?.includes(text)) as HTMLElement).click(),
      label,
    )
  }

  async see(testId: string): Promise<string> {
    const element = await this.page.waitForSelector(`[data-testid="${testId}"]`)
    return element!.evaluate((node) => node.textContent ?? '')
  }

  /** Opens a case from the inbox, which fills itself without a reload. */
  async open(caseNo: string): Promise<void> {
    await this.page.waitForSelector(`[data-testid="inbox-row-${caseNo}"]`)
    await this.page.$eval(`[data-testid="inbox-row-${caseNo}"]`, (row) => (row.querySelector('a') ?? (row as HTMLElement)).click())
  }

  async act(action: string, opinion?: string): Promise<void> {
    await this.click(`action-${action}`)
    await this.page.waitForSelector('[data-testid="confirm-action"]')
    if (opinion) await this.type('[data-testid="opinion"]', opinion)
    await this.click('confirm-action')
    await this.page.waitForFunction(() => !document.querySelector('[data-testid="confirm-action"]'))
  }

  /** Downloads with the person's own session. */
  async download(selector: string): Promise<Buffer> {
    await this.page.waitForSelector(selector)
    const bytes = await this.page.$eval(selector, async (node) => {
      const link = (node.matches('a') ? node : node.querySelector('a')) as HTMLAnchorElement
      return [...new Uint8Array(await (await fetch(link.href)).arrayBuffer())]
    })
    return Buffer.from(bytes)
  }

  /** Takes a telephone instead. */
  async phone(): Promise<void> {
    await this.page.setViewport({ width: 375, height: 812, isMobile: true, hasTouch: true })
  }

  /** Likes it dark. */
  async dark(): Promise<void> {
    await this.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }])
  }

  async picture(file: string): Promise<void> {
    await this.page.screenshot({ path: file as `${string}.png` })
  }
}
