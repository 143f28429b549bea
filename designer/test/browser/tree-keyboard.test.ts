import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { KeyInput } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseDefinitions } from '@lianban/engine'
import { Scenario } from '@lianban/engine/testing'
import type { Known, MatterLike, ProcessDraft } from '../../src/process/draft.ts'
import type {} from './page.ts'
import { hasChromium, servePage, type ServedPage } from '../../bench/serve-page.ts'

const template = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../processes/src/studio/templates/acceptance-examination/${path}`, import.meta.url)), 'utf8')

const KNOWN: Known = {
  organs: [{ id: 'scjg', name: '市场监督管理局' }],
  posts: [{ key: 'handler', name: '承办人' }],
  forms: [{ key: 'application', title: '申请表', fields: [{ path: 'area', title: '经营面积', type: 'number' }] }],
  documents: [],
  decisions: [],
}

const DRAFT: ProcessDraft = { xml: template('process.bpmn'), matter: JSON.parse(template('matters/matter.json')) as MatterLike }

describe.skipIf(!hasChromium)('the tree view by keyboard alone', { timeout: 120_000 }, () => {
  let served: ServedPage
  beforeAll(async () => {
    served = await servePage()
    await served.page.evaluate((first, known) => window.page.openProcess(first, known), DRAFT, KNOWN)
    await served.page.waitForSelector('.lianban-canvas')
  }, 120_000)
  afterAll(() => served?.close())

  const draft = () => served.page.evaluate(() => window.page.draft())
  const press = async (...keys: KeyInput[]) => {
    for (const key of keys) await served.page.keyboard.press(key)
  }
  const chord = async (held: KeyInput, key: KeyInput) => {
    await served.page.keyboard.down(held)
    await served.page.keyboard.press(key)
    await served.page.keyboard.up(held)
  }
  /** The card that has the focus. */
  const at = () => served.page.evaluate(() => (document.activeElement as HTMLElement).dataset.node ?? '')
  const untilAt = (says: string) => served.page.waitForFunction(`(${says})((document.activeElement).dataset.node ?? '')`, { polling: 20 })
  const until = (says: string) => served.page.waitForFunction(`(${says})(window.page.draft().xml)`, { polling: 20 })
  const tabTo = async (selector: string) => {
    for (let times = 0; times < 80; times++) {
      if (await served.page.evaluate((one) => document.activeElement?.matches(one) ?? false, selector)) return
      await press('Tab')
    }
    throw new Error(`no way to ${selector} by the tab key`)
  }
  const downTo = async (node: string) => {
    await press('Home')
    for (let times = 0; times < 60; times++) {
      if ((await at()) === node) return
      await press('ArrowDown')
    }
    throw new Error(`no way down to ${node}`)
  }
  const focused = () => served.page.evaluate(() => document.activeElement?.textContent ?? '')
  /** Chooses in the menu that has just been opened. */
  const choose = async (title: string, menu = '.ant-dropdown') => {
    await served.page.waitForFunction(
      (of) => document.activeElement?.closest(`${of} [role="menu"], ${of}[role="menu"]`),
      { polling: 20 },
      menu,
    )
    for (let times = 0; times < 20; times++) {
      const before = await focused()
      if (before === title) return press('Enter')
      await press('ArrowDown')
      await served.page.waitForFunction((text) => document.activeElement?.textContent !== text, { polling: 20 }, before)
    }
    throw new Error(`the menu has no ${title}`)
  }
  const name = async (text: string) => {
    await press('Enter')
    await served.page.waitForFunction(() => document.activeElement?.closest('.lianban-panel') !== null, { polling: 20 })
    await chord('Control', 'a')
    await served.page.keyboard.type(text)
    await press('Enter')
    await until(`(xml) => xml.includes(${JSON.stringify(`name="${text}"`)})`)
  }

  it('opens the tree of the template', async () => {
    await tabTo('.ant-segmented input')
    await press('ArrowLeft')
    await served.page.waitForSelector('.lianban-tree [role="treeitem"]')
    await tabTo('.lianban-tree [role="treeitem"]')
    expect(await served.page.$('.lianban-tree .ant-alert')).toBeNull()
    const cards = await served.page.$$eval('.lianban-jump', (jumps) => jumps.map(({ textContent }) => textContent))
    expect(cards).toEqual(['回到「审查」', '回到「受理审查」'])
  })

  it('goes from a way back to its target, and shows which it is', async () => {
    await downTo('jump:Flow_12')
    await served.page.waitForSelector('.lianban-card-target [data-node="Task_Intake"]')
    await press('Enter')
    await untilAt('(node) => node === "Task_Intake"')
    expect(await served.page.$eval('.lianban-tree [role="status"]', ({ textContent }) => textContent)).toBe('已到「受理审查」')
    expect(await served.page.$('.lianban-card-target')).toBeNull()
  })

  it('puts in a step, names it, and a branch with a condition that leads back', async () => {
    await downTo('Task_Audit')
    await press('Insert')
    await choose('人工办理')
    await until('(xml) => xml.includes("新环节")')
    await untilAt('(node) => node.startsWith("Task_") && node !== "Task_Audit"')
    await name('会商')
    await press('Escape')
    await untilAt('(node) => node.startsWith("Task_") && node !== "Task_Audit"')

    await press('Insert')
    await choose('条件分支')
    await untilAt('(node) => node.startsWith("Gateway_")')
    await press('ArrowDown')
    await untilAt('(node) => node.startsWith("Flow_")')
    await name('意见不一致')
    await tabTo('[aria-label="条件"] button')
    await press('Enter')
    await until('(xml) => /意见不一致[^>]*>\\s*<[^>]*conditionExpression/.test(xml)')
    await press('Escape')

    await press('Insert')
    await choose('回到')
    await choose('审查', '.ant-dropdown-menu-submenu-popup')
    await until('(xml) => /name="意见不一致"[^>]*targetRef="Task_Examine"/.test(xml)')
    await served.page.waitForFunction(() => document.querySelectorAll('.lianban-jump').length === 3)
    await untilAt('(node) => node.startsWith("Flow_")')

    await chord('Alt', 'b')
    await until('(xml) => /name="条件2"/.test(xml)')
    await untilAt('(node) => node.startsWith("Flow_")')
    await press('Delete')
    await until('(xml) => !/name="条件2"/.test(xml)')
  })

  it('runs: the case goes back, and on when it is agreed', async () => {
    const { xml, matter } = await draft()
    const parsed = parseDefinitions(xml)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
    const added = Object.keys(matter.tasks!).find((id) => !DRAFT.matter.tasks![id])!
    const condition = /name="意见不一致"[^>]*>\s*<[^>]*conditionExpression[^>]*>=(\w+) = "([^"]+)"/.exec(xml)!
    const [, variable, value] = condition
    const scenario = new Scenario(parsed.processes[0]!, { functions: () => ({ workdays: () => 'P5D', days: () => 'P5D' }) })
    scenario.start({ promisedDays: 10, statutoryDays: 20, clockFrom: null, organ: 'scjg', stepLimits: { [added]: 3 } })
    scenario.complete('Task_Intake', { intakeResult: 'accept' }).completeExternal('Task_DocAcceptance')
    scenario.complete('Task_Examine').complete('Task_Audit').expectWaiting('Sub_Handle', added)
    scenario.complete(added, { [variable!]: value! }).expectWaiting('Sub_Handle', 'Task_Examine')
    scenario
      .complete('Task_Examine')
      .complete('Task_Audit')
      .complete(added, { [variable!]: '一致' })
      .expectWaiting('Sub_Handle', 'Task_Decide')
  })

  it('does not take away what a way leads back to, and undoes what it does', async () => {
    await downTo('Task_Examine')
    await press('Delete')
    await served.page.waitForFunction(() => document.querySelector('.ant-message')?.textContent?.includes('请先改它的去向'))
    const before = (await draft()).xml
    expect(before).toContain('id="Task_Examine"')

    await downTo('jump:Flow_12')
    await press('Delete')
    await until('(xml) => !/id="Flow_12"[^>]*targetRef="Task_Intake"/.test(xml)')
    await chord('Control', 'z')
    await until('(xml) => /id="Flow_12"[^>]*targetRef="Task_Intake"/.test(xml)')
    expect((await draft()).xml).toBe(before)
  })

  it.each([375, 768])('leaves the tree and the settings to be used side by side at %i pixels', async (width) => {
    const { page } = served
    await page.setViewport({ width, height: 667 })
    const box = (selector: string) => page.$eval(selector, (element) => element.getBoundingClientRect().toJSON() as DOMRect)
    const main = '.lianban-process-main'
    expect((await box('.lianban-sheet')).top).toBeGreaterThanOrEqual((await box(main)).bottom)
    const before = (await box(main)).height

    await page.focus('.lianban-sheet-handle')
    await press('Enter')
    await page.waitForSelector('.lianban-sheet[data-height="closed"]')
    expect((await box(main)).height).toBeGreaterThan(before + 100)
    expect((await box('.lianban-sheet-content')).height).toBe(0)

    await tabTo('.lianban-tree [role="treeitem"]')
    await press('Enter')
    await page.waitForSelector('.lianban-sheet[data-height="half"]')
    await page.waitForFunction(() => {
      const [field, sheet] = [document.activeElement!, document.querySelector('.lianban-sheet-content')!].map((one) =>
        one.getBoundingClientRect(),
      )
      return field!.top >= sheet!.top && field!.bottom <= sheet!.bottom
    })
    expect((await box(main)).height).toBe(before)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    await press('Escape')
  })

  it('complains of nothing', () => {
    expect(served.said.filter((text) => !text.includes('ContextPad#getPad is deprecated'))).toEqual([])
  })
})
