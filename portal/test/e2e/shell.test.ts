import { expect, test } from 'vitest'
import { describeInBrowser } from '../support/browser-walk.ts'

describeInBrowser('the shell', (site) => {
  test('speaks English where somebody chooses it, and keeps to it; what the county wrote stays as it is', async () => {
    const clerk = await site.sits('chuangkou', '/inbox')
    expect((await clerk.navigation()).map(({ text }) => text)).toContain('本单位办件')
    await clerk.click('appearance')
    await clerk.page.waitForSelector('[data-testid="language"]')
    await clerk.page.$$eval('[data-testid="language"] label', (labels) => labels.find((label) => label.textContent === 'English')!.click())
    await clerk.page.waitForFunction(() => document.documentElement.lang === 'en-US')
    await clerk.page.reload()
    await clerk.page.waitForFunction(() => document.documentElement.lang === 'en-US')
    const texts = (await clerk.navigation()).map(({ text }) => text)
    expect(texts).toContain('Cases of my organ')
    expect(texts.filter((text) => /[\u4e00-\u9fff]/.test(text))).toEqual([])
    await clerk.click('user-menu')
    await clerk.reads('Log out')
    await clerk.reads('三湖县市场监督管理局')
    site.noComplaints()
  })

  test('says whose time the pages show on a device with another time, and nothing of it at home', async () => {
    const clerk = await site.sits('chuangkou', '/inbox')
    const isSaid = async (zone: string) => {
      await clerk.page.emulateTimezone(zone)
      await clerk.page.reload()
      await clerk.page.waitForSelector('[data-testid="user-menu"]')
      return (await clerk.page.$('[data-testid="zone"]')) !== null
    }
    expect([await isSaid('Asia/Shanghai'), await isSaid('Europe/Berlin')]).toEqual([false, true])
  })
})
