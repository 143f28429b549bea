import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElementHandle } from 'puppeteer'
import { expect, test } from 'vitest'
import { describeInBrowser } from '../support/browser-walk.ts'

/** One pixel. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

describeInBrowser('the applicant’s desk', (site) => {
  test('somebody without an account finds a matter by what he calls it, reads its guidance, and comes back to it after the log-in', async () => {
    // given a visitor who knows no official name
    const visitor = await site.visitor('/guide')
    await site.picture(visitor, 'guide')
    await visitor.type('[data-testid="matter-search"]', 'kaifandian')
    await visitor.page.waitForFunction(() => document.querySelectorAll('[data-testid="matters"] li').length < 4)
    const found = await visitor.page.$$eval('[data-testid="matters"] strong', (names) => names.map((name) => name.textContent))
    expect(found).toEqual(expect.arrayContaining(['开餐馆一件事', '食品经营许可']))
    await site.picture(visitor, 'guide-found')

    // when he reads the guidance
    await visitor.click('matter-food-business-licence')
    await visitor.page.waitForSelector('#materials')
    const parts = await visitor.page.$$eval('.guide-nav a', (links) => links.map((link) => link.textContent))
    expect(parts).toEqual(expect.arrayContaining(['申请条件', '申请材料', '办理流程', '办理期限', '收费标准', '办理结果', '救济途径']))
    const sample = await visitor.page.$eval(
      '#materials a[target="_blank"]',
      async (link) => (await fetch((link as HTMLAnchorElement).href)).status,
    )
    expect(sample).toBe(200)
    await site.picture(visitor, 'guide-matter')
    await visitor.phone()
    await site.picture(visitor, 'guide-matter-phone')
    await visitor.dark()
    await site.picture(visitor, 'guide-matter-dark')

    // then applying asks who he is, and leads to the application
    await visitor.click('apply')
    await visitor.type('[data-testid="login-username"]', 'shenqing')
    await visitor.type('[data-testid="login-password"]', 'Lianban@2026')
    await visitor.click('login-submit')
    await visitor.page.waitForFunction(() => location.pathname === '/matters/food-business-licence/apply')
    site.noComplaints()
  })

  test('the catalogue is entered by theme, by life event and by organ', async () => {
    const applicant = await site.sits('shenqing', '/matters')
    await applicant.press('.ways .ant-segmented-item:has([title="按人生和经营事件"]) input')
    await applicant.click('way-closing')
    await applicant.page.waitForFunction(() => document.querySelectorAll('[data-testid="matters"] li').length === 1)
    expect(await applicant.see('matters')).toContain('食品经营许可注销')
    await site.picture(applicant, 'matters-event')
    await applicant.press('.ways .ant-segmented-item:has([title="按部门"]) input')
    await applicant.click('way-nw')
    await applicant.reads('生鲜乳准运证明核发')
    // what was chosen stands in the address: it can be sent to somebody
    expect(new URL(applicant.page.url()).search).toBe('?way=organ&in=nw')
    site.noComplaints()
  })

  test('a telephone that scans the code hands in a photograph, and the page on the computer shows it', async () => {
    // given somebody at the materials of his application
    const applicant = await site.sits('shenqing', '/matters/food-business-licence/apply?step=6')
    await applicant.click('phone-floor-plan')
    await applicant.page.waitForSelector('.ant-qrcode svg')
    await site.picture(applicant, 'phone-code')
    const address = await applicant.page.$eval('[data-testid="phone-address"]', (link) => (link as HTMLAnchorElement).href)

    // when his telephone opens the address, where nobody is logged in, and sends a picture
    const telephone = await site.visitor(new URL(address).pathname + new URL(address).hash)
    await telephone.phone()
    await telephone.reads('申请人 李*')
    await applicant.page.waitForSelector('[data-testid="phone-opened"]')
    const camera = await telephone.page.waitForSelector('input[capture="environment"]')
    const photo = join(site.dataDir, '平面图.png')
    writeFileSync(photo, PNG)
    await (camera as ElementHandle<HTMLInputElement>).uploadFile(photo)
    await telephone.reads('已上传')
    await site.picture(telephone, 'phone-sent')

    // then it is there on the computer, also when the dialog is closed; and the telephone can send no more
    await applicant.page.waitForFunction(() => document.querySelector('[data-testid="phone-files"]')?.textContent?.includes('平面图.png'))
    await site.picture(applicant, 'phone-received')
    await applicant.button('结束手机上传')
    await applicant.page.waitForFunction(() =>
      document.querySelector('[data-testid="material-floor-plan"] .upload-list')?.textContent?.includes('平面图.png'),
    )
    await (camera as ElementHandle<HTMLInputElement>).uploadFile(photo)
    await telephone.reads('二维码已失效')
    expect(telephone.complaints.filter((said) => !said.includes('410'))).toEqual([])
    expect(applicant.complaints).toEqual([])
  })

  test('somebody without an account asks about a matter, the window answers, and he reads it with his code', async () => {
    // given a question from a guidance page
    const visitor = await site.visitor('/guide/food-business-licence')
    await visitor.press('#contact a[href^="/ask"]')
    await visitor.type('[data-testid="ask-text"]', '只卖预包装食品要不要办证')
    await visitor.type('[data-testid="ask-name"]', '王先生')
    await visitor.type('[data-testid="ask-phone"]', '13900139000')
    await site.picture(visitor, 'ask')
    await visitor.click('ask-send')
    const code = (await visitor.see('ask-code')).trim()
    await site.picture(visitor, 'asked')

    // when the window answers it
    const clerk = await site.sits('chuangkou', '/consultations')
    await clerk.reads('王先生')
    await site.picture(clerk, 'consultations')
    await clerk.click('answer-one')
    await clerk.type('[data-testid="answer-text"]', '仅销售预包装食品的,办理备案即可')
    await clerk.click('confirm-answer')
    await clerk.reads('没有待答复的咨询投诉')

    // then whoever has the code reads the answer and says how he finds it
    await visitor.goto(site.at(`/ask#${code}`))
    await visitor.click('read-answer')
    expect(await visitor.see('answer')).toContain('备案')
    await visitor.press('.ant-rate-star:nth-child(4) [role="radio"]')
    await visitor.click('send-grade')
    await visitor.reads('您的评价')
    await site.picture(visitor, 'answered')
    site.noComplaints()
  })
})
