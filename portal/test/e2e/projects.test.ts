import { tinyPng } from '@lianban/processes/testing'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { ApiClient } from '../support/api-client.ts'
import { describeInBrowser } from '../support/browser-walk.ts'
import { constructionProject, contractedProject, enteredProject, returnedStage, scoredMonth } from '../support/project-journey.ts'

const DAY_MS = 86_400_000
const today = (): string => new Date(Date.now() + DAY_MS / 3).toISOString().slice(0, 10)
/** The month that is over. */
const lastMonth = (): string => new Date(Date.parse(`${today().slice(0, 7)}-01`) - DAY_MS).toISOString().slice(0, 7)

describeInBrowser(
  'projects in the browser',
  (site) => {
    let project: { id: string; code: string }
    const known = new Map<string, ApiClient>()
    const login = async (username: string) => {
      const client = known.get(username) ?? (await site.client(username))
      known.set(username, client)
      return client
    }
    beforeAll(async () => {
      project = await enteredProject(login)
      await contractedProject(login, project.code, Number(today().slice(0, 4)), today())
      await scoredMonth(login, lastMonth())
    }, 120_000)

    test('the officer finds the project of his organ, sees what is open and closed and why, and begins what is open', async () => {
      const officer = await site.sits('hbj-xiangmu', '/projects')
      await officer.reads('智慧生态监测平台')
      await officer.reads('1,800,000.00')
      await site.picture(officer, 'projects')
      await officer.page.goto(site.at(`/projects/${project.id}`))
      await officer.reads('现处于合同签订')
      const stations = await officer.page.$$eval('[data-testid="life-line"] > li', (nodes) => nodes.map(({ className }) => className))
      expect(stations.filter((one) => one === 'life-passed')).toHaveLength(4)
      await officer.page.waitForSelector('[aria-label^="计划与实际,"] canvas')
      expect((await officer.navigation()).map(({ text }) => text)).toEqual(expect.arrayContaining(['收件箱', '项目库']))
      await site.picture(officer, 'project')
      for (const [part, name] of [
        ['计划与实际', 'project-plan'],
        ['资金', 'project-money'],
        ['相关办件', 'project-cases'],
      ] as const) {
        await officer.page.$eval(`section[aria-label="${part}"]`, (node) => node.scrollIntoView())
        await site.picture(officer, name)
      }
      await officer.page.setViewport({ width: 375, height: 812 })
      await officer.page.evaluate(() => window.scrollTo(0, 0))
      // Charts follow a moment later.
      await officer.page.waitForFunction(() => document.documentElement.scrollWidth <= 375)
      await site.picture(officer, 'project-phone')
      await officer.page.setViewport({ width: 1366, height: 768 })
      await officer.page.click('[aria-label="可以办理"] summary')
      await officer.reads('本事项应当在“试运行”之后办理')
      await officer.page.click('[href="/start/milestone-acceptance"]')
      await officer.reads('付款节点')
      site.noComplaints()
    })

    test('another organ has an empty register; the finance office sees money by year, months and fund', async () => {
      const other = await site.sits('zjj-xiangmu', '/projects')
      await other.reads('项目库中还没有项目')
      await other.page.goto(site.at(`/projects/${project.id}`))
      await other.reads('您无权查看')
      const finance = await site.sits('czj-shenhe', `/projects/${project.id}`)
      await finance.page.waitForSelector('[aria-label^="资金,"] canvas')
      expect(await finance.page.$('[aria-label="可以办理"]')).toBeNull()
      await finance.page.goto(site.at('/bot-months'))
      await finance.reads('得分和扣款')
      await finance.reads('86')
      await site.picture(finance, 'bot-months')
      await finance.page.goto(site.at('/special-fund'))
      await finance.reads('还没有年度安排')
    })

    test('the operator sees its months and no project', async () => {
      const operator = await site.sits('youxian', '/bot-months')
      await operator.reads('待支付')
      expect((await operator.navigation()).map(({ text }) => text)).not.toContain('项目库')
      site.noComplaints()
    })

    test('a construction project shows its stages with what each organ decided, and the paper that says so', async () => {
      const id = await constructionProject(login)
      const officer = await site.sits('hbj-xiangmu', `/projects/${id}`)
      await officer.reads('工程建设项目审批')
      await officer.reads('用字第')
      await officer.reads('使用区域评估成果')
      const stages = await officer.page.$$eval('[data-testid="permit-stages"] > li', (nodes) => nodes.map(({ className }) => className))
      expect(stages).toEqual(['life-open', 'life-ahead', 'life-ahead', 'life-ahead', 'life-ahead'])
      await site.picture(officer, 'project-permits')
      await officer.page.$eval('section[aria-label="相关办件"]', (node) => node.scrollIntoView())
      expect(
        await officer.page.$$eval('section[aria-label="相关办件"] a', (links) => links.map(({ textContent }) => textContent)),
      ).toContain('审批意见')
      await site.picture(officer, 'project-papers')
      await officer.page.setViewport({ width: 375, height: 812 })
      await officer.page.waitForFunction(() => document.documentElement.scrollWidth <= 375)
      await officer.page.setViewport({ width: 1366, height: 768 })
      // The stage that the opinion opens can be begun; what is not for works is not offered.
      expect(await officer.page.$('[href="/start/works-permit"]')).not.toBeNull()
      expect(await officer.page.$('[href="/start/final-acceptance"]')).toBeNull()
      await officer.page.goto(site.at('/start/land-permit'))
      await officer.reads('人防工程')
      await site.picture(officer, 'land-permit')
      const organ = await site.sits('fgw-xiangmu', '/inbox')
      await organ.reads('立项(承办)')
      await site.picture(organ, 'project-part')
      site.noComplaints()
    }, 120_000)

    test('a stage that came back stands still, and is handed in with a file in place of the one that was not clear', async () => {
      const { caseId, taskId } = await returnedStage(login)
      const officer = await site.sits('hbj-xiangmu', `/tasks/${taskId}`)
      await officer.reads('更换材料')
      await officer.reads('补正整改')
      await officer.reads('四至不清,请更换用地范围图')
      const file = join(site.dataDir, 'second.png')
      writeFileSync(file, tinyPng(300, 200))
      const chooser = (await officer.page.waitForSelector('#material-site-plan input[type="file"]'))!
      await (chooser as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(file)
      await officer.page.waitForSelector('#material-site-plan .upload-file:not([aria-live])')
      await officer.page.$eval('[data-testid="replace-materials"]', (node) => node.scrollIntoView())
      await site.picture(officer, 'replace-materials')
      await officer.click('action-resubmit')
      await officer.click('confirm-action')
      await officer.page.waitForFunction(() => !location.pathname.startsWith('/tasks'))
      await officer.page.goto(site.at(`/cases/${caseId}`))
      await officer.reads('更换前的文件 1 份')
      await officer.page.$eval('.material details', (node) => ((node as HTMLDetailsElement).open = true))
      await officer.page.$eval('.material details', (node) => node.scrollIntoView({ block: 'center' }))
      await site.picture(officer, 'replaced-materials')
      site.noComplaints()
    }, 120_000)
  },
  { wait: 180_000 },
)
