import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { ApiClient } from '../support/api-client.ts'
import { describeInBrowser } from '../support/browser-walk.ts'
import { apply, examine, FORM, until, waitForTask, work } from '../support/licence-journey.ts'
import type { Person } from '../support/person.ts'

const OWNER = '三湖县湖滨面馆'

describeInBrowser(
  'the desks of administrators, clerks and auditors in the browser',
  (site) => {
    const { at, sits, noComplaints } = site
    /** One at its decision, one that the window clerk took, one with a yellow card. */
    let decided: Handed
    let taken: Handed
    let carded: Handed
    beforeAll(async () => {
      ;[decided, taken, carded] = await given(
        site.server.url,
        await loggedIn(site.server.url, ['shenqing', 'chuangkou', 'anquan', 'jianjian', 'jianjian2']),
      )
    })

    test('office hours that are written keep to their row when another is taken away', async () => {
      const lead = await sits('zhuguan', '/calendar')
      await lead.click('edit-calendar')
      await lead.tab('办公时间')
      for (const hours of ['08:00-11:00', '10:00-15:00']) {
        await lead.click('add-hours')
        const inputs = await lead.page.$$('[data-testid="office-hours"] input[aria-label*="起止时刻"]')
        await inputs.at(-1)!.click({ count: 3 })
        await lead.page.keyboard.type(hours)
      }
      await lead.press('[aria-label="删除第 1 条办公时间"]')
      await lead.page.waitForSelector('[aria-label="删除第 2 条办公时间"]', { hidden: true })
      const left = await lead.page.$$eval('[data-testid="office-hours"] input[aria-label*="起止时刻"]', (nodes) =>
        nodes.map((node) => (node as HTMLInputElement).value),
      )
      expect(left).toEqual(['10:00-15:00'])
      noComplaints()
    })

    test('two security administrators change a rule; it lets somebody do what he could not, and says why', async () => {
      // given a delivery clerk without the statistics
      const clerk = await sits('chujian', '/inbox')
      expect((await clerk.navigation()).map(({ text }) => text)).not.toContain('监察统计')

      // when one security administrator proposes the right
      const first = await sits('anquan', '/permissions')
      await first.click('new-rule')
      await first.type('#id', 'delivery-statistics')
      await first.pick('role', '出件窗口')
      await first.pick('type', '监察统计')
      await first.pick('actions', '查看')
      await first.type('#reason', '出件窗口核对本单位送达情况')
      await first.reads('出件窗口 可以 查看 监察统计(任职单位的)')
      await first.click('propose')
      await first.reads('待另一名安全管理员确认后生效')
      await first.reads('修改单(待确认 1)')

      // then he cannot confirm it himself
      await first.goto(at('/permissions/changes'))
      await first.reads('您提出的修改应由另一名安全管理员确认')
      expect(await first.page.$('[data-testid="confirm-change"]')).toBeNull()

      // when the other one confirms it
      const second = await sits('anquan2', '/permissions/changes')
      await second.reads('新增:出件窗口 可以 查看 监察统计(任职单位的)')
      await second.click('confirm-change')
      await second.reads('确认后立即生效')
      await second.button('确认生效')
      await second.tab('已生效')
      await second.reads('田静')

      // then the answer to "who can" has the clerk with the rule, and the clerk has the page
      await second.goto(at('/permissions/who'))
      await cascade(second, '监察统计', '查看')
      await second.reads('冯丽')
      await second.reads('delivery-statistics')
      await clerk.page.reload()
      await clerk.page.waitForSelector('[data-testid="user-menu"]')
      expect((await clerk.navigation()).map(({ text }) => text)).toContain('监察统计')
      noComplaints()
    })

    test('a clerk entrusts one step to a colleague, who decides and signs 甲(代乙)', async () => {
      // given the approver, who lends the decision of one matter
      const approver = await sits('pizhun', '/delegations')
      await approver.click('new-delegation')
      await approver.pick('delegateId', '冯丽')
      await approver.pick('matters', '食品经营许可')
      await approver.pick('steps', '决定')
      await approver.type('#reason', '外出参加业务培训')
      await approver.button('提出委托')
      await approver.reads('食品经营许可:决定')
      await approver.reads('待对方接受')

      // when the colleague accepts it
      const delegate = await sits('chujian', '/delegations')
      await delegate.reads('食品经营许可:决定')
      await delegate.click('accept-delegation')
      await delegate.reads('代理中')

      // then the case is in his inbox in the other's name, and he grants it
      await delegate.goto(at('/inbox'))
      await delegate.reads('代郑国华')
      await delegate.open(decided.caseNo)
      await delegate.act('grant')
      await delegate.goto(at(`/cases/${decided.caseId}`))
      await delegate.reads('冯丽(代郑国华)')
      const hops = await delegate.see('timeline')
      expect(hops).toContain('准予')
      expect(hops).not.toContain('pizhun')
      noComplaints()
    })

    test('from the lamp to the case and its card; the unit replies, the auditor withdraws; the entry proves itself', async () => {
      // given the auditor, who sees a yellow lamp and goes to the case behind it
      const auditor = await sits('jianjian', '/supervision')
      await auditor.press('a[href="/supervision/cases?lamp=yellow"]')
      await auditor.press(`[data-testid="case-row-${carded.caseNo}"] a`)
      await auditor.reads(OWNER)
      expect(await auditor.see('case-log')).toContain('提交申请')

      // when the unit signs for the card and replies
      const leader = await sits('juzhang', '/supervision/cards')
      await leader.press('[data-testid^="card-row-"] a')
      await leader.click('card-sign')
      await leader.click('card-reply')
      await leader.type('[data-testid="card-text"]', '告知书第二页漏印,已补送并致歉')
      await leader.button('确认说明或整改')
      await leader.reads('待审核')

      // then the auditor reads it on the card, and takes the card back with a reason
      await auditor.goto(at('/supervision/cards'))
      await auditor.press('[data-testid^="card-row-"] a')
      await auditor.reads('告知书第二页漏印,已补送并致歉')
      const cardAt = auditor.page.url()
      await auditor.button('撤销')
      await auditor.pick('reason-code', '自行纠正')
      await auditor.type('[data-testid="card-text"]', '情况属实,已主动纠正')
      await auditor.button('确认撤销')
      await auditor.reads('已撤销')
      expect(await auditor.see('card-lines')).toContain('情况属实,已主动纠正')

      // and the entry of it, once it is sealed, is proved in his own browser
      await sealedEntry(auditor, at(`/supervision/log?subject=card:${cardAt.split('/').pop()!}`), '撤销监察牌')
      expect(await auditor.see('proof-good')).toContain('本条在日志中,未被改动')
      expect(await auditor.see('log-recorded')).toContain('情况属实,已主动纠正')

      // and the report on the whole log comes as a PDF that says so
      const report = await downloadOf(auditor, join(site.dataDir, 'downloads'), async () => {
        await auditor.goto(at('/supervision/verification'))
        await auditor.click('verification-report')
      })
      expect(readFileSync(report).subarray(0, 5).toString()).toBe('%PDF-')
      const text = execFileSync('pdftotext', ['-layout', report, '-']).toString()
      expect(text).toContain('三湖县')
      expect(text).toContain('未发现改动')
      noComplaints()
    })

    test('pages that were left take no connection: the one that is open is answered, however many came before', async () => {
      const auditor = await sits('jianjian', '/supervision')
      for (const path of [
        '/supervision/log',
        '/supervision/cards',
        '/supervision/rules',
        '/supervision/cases',
        '/notices',
        '/supervision/checkpoints',
      ]) {
        const stream = auditor.page.waitForResponse((response) => response.url().endsWith('/api/inbox/stream'))
        await auditor.goto(at(path))
        await stream
      }
      await auditor.goto(at('/supervision/verification'))
      await auditor.click('verify-log')
      expect(await auditor.see('verification-ok')).toContain('日志完整,未发现改动')
    })

    test('who leaves gives his task back: it is in his colleague’s inbox the same moment', async () => {
      // given a colleague with the same post, whose inbox is open, and a task that another has taken
      const colleague = await sits('takan2', '/inbox')
      await colleague.page.waitForSelector('[data-testid="live-on"]')
      expect(await colleague.page.$(`[data-testid="inbox-row-${taken.caseNo}"]`)).toBeNull()

      // when the system administrator disables the other's account, being told what it does
      const admin = await sits('xitong', '/users/chuangkou')
      await admin.click('account-switch')
      expect(await admin.see('disable-consequences')).toContain('经办中的 1 个任务退回“市场监督管理局 窗口受理”的待办')
      await admin.type('#reason', '调离本单位')
      await admin.button('停用账号')
      await admin.reads('已停用')
      await admin.reads('已终止')

      // then the task is in the colleague's inbox without a reload, and is his to do
      await colleague.open(taken.caseNo)
      await colleague.page.waitForSelector('[data-testid="action-accept"]')
      noComplaints()
    })
  },
  { env: { LOG_SEAL_SECONDS: '1' } },
)

interface Handed {
  caseId: string
  caseNo: string
}

const loggedIn = async (url: string, names: string[]): Promise<Record<string, ApiClient>> =>
  Object.fromEntries(await Promise.all(names.map(async (username) => [username, await ApiClient.login(url, username)] as const)))

/** Three cases at three places, and a card for the third, which a second auditor confirmed. */
async function given(url: string, clients: Record<string, ApiClient>): Promise<[Handed, Handed, Handed]> {
  const { shenqing: applicant, chuangkou: window, anquan: security, jianjian: auditor, jianjian2: second } = clients
  const decided = await apply(applicant!)
  await work(window!, decided.caseId, 'Task_Intake', { action: 'accept', opinion: '材料齐全' })
  await examine(url, decided.caseId)
  const carded = await apply(applicant!, { ...FORM, operatorName: OWNER })
  await work(window!, carded.caseId, 'Task_Intake', { action: 'accept', opinion: '材料齐全' })
  const taken = await apply(applicant!)
  const { taskId } = await waitForTask(window!, taken.caseId, 'Task_Intake')
  const claimed = await window!.post(`/api/tasks/${taskId}/claim`)
  const granted = await security!.post('/api/users/takan2/posts', {
    organId: 'scjg',
    post: 'window-clerk',
    holding: 'part-time',
    reason: '窗口轮岗',
  })
  const proposal = {
    source: 'manual',
    colour: 'yellow',
    organId: 'scjg',
    caseNo: carded.caseNo,
    title: '一次性告知不完整',
    text: '告知书未写明全部材料',
    basis: '行政许可法第三十二条',
  }
  // Supervision knows the case once it has read its entries, which are sealed every second.
  const cardId = await until('the card', async () => {
    const { status, body } = await auditor!.post<{ id: string }>('/api/cards', proposal)
    return status === 201 && body.id
  })
  const issued = await second!.post(`/api/cards/${cardId}/verification`, { result: 'confirm', text: '情况属实' })
  expect([claimed, granted, issued].map(({ status }) => status)).toEqual([204, 204, 204])
  return [decided, taken, carded]
}

/** Chooses in the list of lists: what, then the action. */
async function cascade({ page }: Person, ...labels: string[]): Promise<void> {
  const opener = await page.waitForSelector('.ant-cascader .ant-select-selector')
  await opener!.evaluate((node) => node.dispatchEvent(new MouseEvent('mousedown', { bubbles: true })))
  for (const [depth, label] of labels.entries()) {
    const item = await page.waitForSelector(`.ant-cascader-menu:nth-child(${depth + 1}) .ant-cascader-menu-item[title="${label}"]`)
    await item!.evaluate((node) => (node as HTMLElement).click())
  }
}

/** Opens the newest entry of a search that says this, once the sealer has given it its place. */
async function sealedEntry(person: Person, search: string, action: string): Promise<void> {
  const address = await until(`a sealed entry “${action}”`, async () => {
    await person.goto(search)
    await person.page.waitForSelector('[data-testid="log-table"] tbody tr.ant-table-row')
    return person.page.$$eval(
      '[data-testid="log-table"] tbody tr.ant-table-row',
      (rows, text) =>
        rows
          .filter((row) => row.textContent?.includes(text))
          .map((row) => row.querySelector<HTMLAnchorElement>('a[href*="/supervision/log/"]'))
          .find((link) => /^\d+$/.test(link?.textContent ?? ''))?.href,
      action,
    )
  })
  await person.goto(address)
}

/** Where the browser put what it was made to download. */
async function downloadOf({ page }: Person, folder: string, act: () => Promise<void>): Promise<string> {
  mkdirSync(folder, { recursive: true })
  const client = await page.createCDPSession()
  await client.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder, browserContextId: page.browserContext().id! })
  await act()
  const file = await until('the download', () => Promise.resolve(readdirSync(folder).find((one) => one.endsWith('.pdf'))))
  return join(folder, file)
}
