import { mailServer, readMail, type MailServer } from '@lianban/tenants/testing'
import { afterAll, expect, test } from 'vitest'
import { describeInBrowser } from '../support/browser-walk.ts'
import { apply } from '../support/licence-journey.ts'

const smtp: MailServer = await mailServer()
afterAll(() => smtp.close())

const ENV = { SMTP_URL: `smtp://127.0.0.1:${smtp.port}`, MAIL_FROM: 'lianban@sanhu.example', HOOK_NETWORKS: '127.0.0.0/8' }

describeInBrowser(
  'what leaves the house, and what leaders see',
  (site) => {
    test('a leader goes from a number to the cases behind it, and back by the crumbs and the browser', async () => {
      const { caseNo } = await apply(await site.client('shenqing')).then(async ({ caseId }) => {
        const { body } = await (await site.client('shenqing')).get<{ caseNo: string }>(`/api/cases/${caseId}`)
        return body
      })
      const leader = await site.sits('zhuguan', '/board?organ=scjg')
      await leader.reads('各事项在办')
      await site.picture(leader, 'board-organ')
      await leader.click('number-open')
      await leader.reads(caseNo)
      expect(await leader.see('crumbs')).toMatch(/市场监督管理局在办$/)
      await site.picture(leader, 'board-cases')
      await leader.page.goBack()
      await leader.reads('各事项在办')
      await leader.press('[data-testid="crumbs"] a')
      await leader.reads('各单位在办')
      const ofOrgan = await site.sits('juzhang', '/board')
      await ofOrgan.reads('各事项在办')
      expect(await ofOrgan.see('crumbs')).toMatch(/^\S*市场监督管理局$/)
      site.noComplaints()
    })

    test('the wall shows numbers without navigation, turns its pages by keys and is as large as the wall', async () => {
      const leader = await site.sits('zhuguan', '/board?screen=1')
      for (const [width, height] of [
        [1920, 1080],
        [3840, 2160],
      ] as const) {
        await leader.page.setViewport({ width, height })
        const box = await leader.page.$eval('.big-screen', (node) => [
          node.clientWidth,
          node.clientHeight,
          node.scrollWidth,
          node.scrollHeight,
        ])
        expect(box).toEqual([width, height, width, height])
      }
      await leader.page.waitForSelector('[data-testid="big-page"]')
      expect(await leader.page.$('.header, nav')).toBeNull()
      expect(await leader.page.evaluate(() => document.documentElement.dataset.mode)).toBe('dark')
      await leader.reads('按时办结率')
      await leader.page.keyboard.press('ArrowRight')
      await leader.reads('每日受理和办结')
      await leader.page.keyboard.press(' ')
      await leader.reads('已暂停')
      site.noComplaints()
    })

    test('a person sets his mailbox by the code that came there and chooses what is mailed', async () => {
      const clerk = await site.sits('chuangkou', '/account')
      await clerk.click('set-mail')
      await clerk.type('[data-testid="mail-input"]', 'chuangkou@sanhu.example')
      await clerk.button('发送验证码')
      await clerk.page.waitForSelector('[data-testid="mail-code"]')
      await clerk.type('[data-testid="mail-code"]', /验证码:(\d{6})/.exec(readMail(smtp.mails.at(-1)!.text).body)![1]!)
      await clerk.button('验证')
      expect(await clerk.see('mail-address')).toBe('chuangkou@sanhu.example')
      await clerk.press('[data-testid="mail-question"]')
      await clerk.reads('“沟通”的通知方式已保存')
      site.noComplaints()
    })

    test('the administrator registers a hook, is shown the secret once, and tries it', async () => {
      const admin = await site.sits('xitong', '/web-hooks')
      await admin.click('new-hook')
      await admin.type('[data-testid="hook-name"]', '统一平台')
      await admin.type('[data-testid="hook-url"]', 'http://127.0.0.1:1/events')
      await admin.press('[data-testid="hook-events"] input')
      await admin.button('保存')
      expect(await admin.see('hook-secret')).toMatch(/^lbwh_/)
      await admin.button('已交付接收方')
      await admin.click('ping-统一平台')
      await admin.reads('测试未成功')
      await site.picture(admin, 'web-hooks')
      await admin.goto(site.at('/deliveries?channel=web-hook'))
      await admin.reads('待投递')
      site.noComplaints()
    })

    test('a supervisor sets a report up and has it made at once', async () => {
      const supervisor = await site.sits('zhuguan', '/reports')
      await supervisor.click('new-report')
      await supervisor.type('[data-testid="report-name"]', '每周监察统计')
      await supervisor.button('保存')
      await supervisor.click('make-每周监察统计')
      await supervisor.reads('正在生成')
      await site.picture(supervisor, 'reports')
      site.noComplaints()
    })
  },
  { env: ENV },
)
