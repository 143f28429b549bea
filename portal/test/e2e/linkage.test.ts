import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'puppeteer'
import { expect, test } from 'vitest'
import { ApiClient } from '../support/api-client.ts'
import { describeInBrowser } from '../support/browser-walk.ts'
import { noisePicture } from '../support/noise-picture.ts'
import type { Person } from '../support/person.ts'
import { startServer } from '../support/server-process.ts'

const PHONE = { width: 375, height: 740, isMobile: true, hasTouch: true }
const HERE = { latitude: 33.14, longitude: 119.06 }

interface Incident {
  id: string
  summary: string
  state: string
}
const incidents = async (url: string): Promise<Incident[]> =>
  (await (await ApiClient.login(url, 'xxzx-paiqian')).get<{ items: Incident[] }>('/api/linkage/incidents?state=all')).body.items

describeInBrowser('大联动 on a phone and at the desk', (site) => {
  /** A grid worker with his phone: where he is, it knows. */
  const onTheStreet = async (): Promise<Person> => {
    const person = await site.sits('lianhu-wangge', '/report')
    await person.page.setViewport(PHONE)
    await person.page.browserContext().overridePermissions(site.server.url, ['geolocation'])
    await person.page.setGeolocation(HERE)
    // A phone's page is not the one that a desk had loaded.
    await person.goto(site.at('/report'))
    return person
  }
  const photograph = async ({ page }: Person, count: number) => {
    const files = Array.from({ length: count }, (_, i) => join(site.dataDir, `photo-${i}.png`))
    for (const file of files) writeFileSync(file, noisePicture(1000, 750))
    const input = await page.waitForSelector('[data-testid="photo-input"]')
    await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(...files)
    await page.waitForFunction((n) => document.querySelectorAll('.photo-row img').length === n, {}, count)
  }
  const tap = (page: Page, group: string, words: string) =>
    page.$$eval(
      `[data-testid="category-picker"] [aria-label="${group}"] label`,
      (labels, text) => (labels.find((label) => label.textContent?.trim() === text) as HTMLElement).click(),
      words,
    )
  const fillIn = async (person: Person, summary: string) => {
    await tap(person.page, '大类', '市容环境')
    await person.page.waitForSelector('[aria-label="小类"] label')
    await tap(person.page, '小类', '暴露垃圾')
    await person.click('locate')
    await person.page.waitForFunction(() => document.querySelector('[data-testid="position"]')?.textContent?.includes('119.06'))
    await person.type('#place', '人民路12号门前')
    await person.type('#summary', summary)
  }

  test('a phone that loses the network in the middle of a report with three photos sends it once, later, complete', async () => {
    // given a grid worker who has opened the page once, and it is kept on his phone
    const worker = await onTheStreet()
    await worker.page.waitForFunction(() => navigator.serviceWorker.controller !== null, { timeout: 60_000 })
    await photograph(worker, 3)
    await fillIn(worker, '断网时的上报')
    await site.picture(worker, 'report-phone')
    await worker.page.waitForFunction(async () => {
      const shell = await caches.open('report-shell-1')
      const kept = new Set((await shell.keys()).map(({ url }) => url))
      const loaded = performance.getEntriesByType('resource').filter(({ name }) => new URL(name).pathname.startsWith('/assets/'))
      const data = await caches.open('report-data-1')
      return kept.size > 0 && loaded.every(({ name }) => kept.has(name)) && (await data.keys()).length >= 3
    })

    // when the network goes after the first parts of the photos
    let parts = 0
    const cutOff = new Promise<void>((resolve) => {
      worker.page.on('response', (answer) => {
        if (!answer.url().includes('/parts/') || ++parts !== 2) return
        void worker.page.setOfflineMode(true).then(resolve)
      })
    })
    await worker.click('send-report')
    await cutOff
    await worker.reads('待发送(1)')
    await site.picture(worker, 'report-waiting')

    // and the server dies, and the page is closed
    const { url, dataDir } = site.server
    await site.server.killNine()
    const context = worker.page.browserContext()
    await worker.page.close()

    // then the page opens without either, and the report still waits
    const page = await context.newPage()
    await page.setViewport(PHONE)
    await page.goto(`${url}/report`)
    await page.waitForSelector('[data-testid="waiting-reports"]')
    expect(await page.$eval('[data-testid="waiting-reports"]', (node) => node.textContent)).toContain('断网时的上报')

    // and it is sent by itself when both are back
    const server = await startServer({ dataDir, port: Number(new URL(url).port), env: { CHROMIUM_PATH: '/usr/bin/chromium' } })
    try {
      await page.waitForSelector('[data-testid="sent-reports"]', { timeout: 60_000 })
      await page.waitForSelector('[data-testid="waiting-reports"]', { hidden: true })
      const found = (await incidents(url)).filter(({ summary }) => summary === '断网时的上报')
      expect(found).toHaveLength(1)
      const centre = await ApiClient.login(url, 'xxzx-paiqian')
      const { body } = await centre.get<{ before: unknown[]; townName: string }>(`/api/linkage/incidents/${found[0]!.id}`)
      expect(body.before).toHaveLength(3)
      expect(body.townName).toBe('莲湖镇')
      // However often the page is opened again, nothing is sent twice.
      await page.reload()
      await page.waitForSelector('[data-testid="send-report"]')
      expect((await incidents(url)).filter(({ summary }) => summary === '断网时的上报')).toHaveLength(1)
    } finally {
      await server.stop()
    }
  })
})

describeInBrowser('the desk of 大联动', (site) => {
  test('a dispatcher finds the incident on map and list, the page shows targets, photos and clocks', async () => {
    const worker = await site.client('lianhu-wangge')
    const report = { category: 'S0101', position: { ...HERE, system: 'wgs84' }, place: '人民路12号', summary: '垃圾箱满溢', photos: [] }
    const { caseId } = (await worker.post<{ caseId: string }>('/api/linkage/reports', report)).body
    const does = async (username: string, elementId: string, action: string, rest: object) => {
      const client = await site.client(username)
      const { items } = (await client.get<{ items: { taskId: string; elementId: string }[] }>('/api/inbox?view=todo')).body
      const task = items.find((item) => item.elementId === elementId)!
      expect((await client.post(`/api/tasks/${task.taskId}/complete`, { action, ...rest })).status).toBe(200)
    }
    await does('xxzx-shouli', 'Task_Accept', 'valid', {})
    await does('xxzx-zhiban', 'Task_File', 'file', { fields: { category: 'S0101' } })
    await does('xxzx-paiqian', 'Task_Dispatch', 'dispatch', { form: { lead: 'cgj', coops: ['lianhu'] } })

    const dispatcher = await site.sits('xxzx-paiqian', '/linkage')
    await dispatcher.reads('暴露垃圾')
    await dispatcher.page.waitForSelector('.map-mark')
    await dispatcher.page.waitForSelector('.map-town')
    await site.picture(dispatcher, 'linkage-desk')
    await dispatcher.press('.map-mark')
    await dispatcher.reads('处置目标')
    await dispatcher.reads('协同处置')
    await dispatcher.page.waitForSelector('.incident-map .map-mark')
    await site.picture(dispatcher, 'linkage-incident')
    expect(dispatcher.page.url()).toContain(`/linkage/incidents/${caseId}`)
    await dispatcher.goto(site.at('/linkage/figures'))
    await dispatcher.reads('派遣准确率')
    await dispatcher.reads('城管局')
    await site.picture(dispatcher, 'linkage-figures')
    await dispatcher.goto(site.at('/linkage/deferred'))
    await dispatcher.reads('没有缓办、挂账的案件')
    site.noComplaints()
  })

  test('the supervisor changes a standard, with the reason', async () => {
    const lead = await site.sits('zhuguan', '/linkage/standards')
    await lead.reads('自来水管破裂')
    await site.picture(lead, 'linkage-standards')
    await lead.press('[aria-label="修改暴露垃圾"]')
    await lead.page.waitForSelector('.standard-form')
    await lead.type('[aria-label="目标1名称"]', '清运')
    await lead.type('.ant-modal textarea', '县政府常务会议确定')
    await site.picture(lead, 'linkage-standard-dialog')
    await lead.button('确认修改')
    await lead.reads('清运 1 工作日')
    site.noComplaints()
  })
})
