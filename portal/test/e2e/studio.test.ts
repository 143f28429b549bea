import { expect, test } from 'vitest'
import { ApiClient } from '../support/api-client.ts'
import { describeInBrowser } from '../support/browser-walk.ts'
import { until, waitForTask } from '../support/licence-journey.ts'
import type { Person } from '../support/person.ts'

const NAME = '停车泊位设置审批'

/** Steps of the template and who takes them, in their order. */
const STEPS: [element: string, username: string, action: string, form?: Record<string, unknown>][] = [
  ['Task_Intake', 'cgj-chuangkou', 'accept'],
  ['Task_Examine', 'cgj-chengban', 'pass', { finding: '材料齐全,现场无异议', conclusion: '符合条件' }],
  ['Task_Audit', 'cgj-shenhe', 'pass'],
  ['Task_Decide', 'cgj-pizhun', 'grant'],
]

describeInBrowser(
  'the studio in the browser',
  (site) => {
    const { at, client, sits, noComplaints } = site

    test('a new matter is made of a template, tried out, published by two people, and a case runs through it to the PDF', async () => {
      // given a supervisor, who begins from a template
      const lead = await sits('zhuguan', '/studio')
      await lead.click('new-draft')
      await lead.type('#name', NAME)
      await lead.press('[data-testid="template-acceptance-examination"]')
      await lead.pick('organ', '三湖县城市管理局')
      await lead.press('#create-draft')
      await lead.page.waitForFunction(() => location.pathname.startsWith('/studio/drafts/'))
      await lead.reads(NAME)
      const draftAt = lead.page.url().split('?')[0]!
      const tab = async (key: string) => {
        await saved(lead)
        await lead.goto(`${draftAt}?tab=${key}`)
      }

      // when he names the matter and adds fields, a table among them, to its form
      await tab('matter')
      await replace(lead, '#matter-name', NAME)
      await tab('forms')
      for (const component of ['NumberInput', 'MoneyInput', 'DatePicker', 'Select', 'Switch', 'ArrayTable'])
        await lead.press(`[data-palette="${component}"]`)
      const fields = await lead.page.$$eval('[role="treeitem"]', (nodes) => nodes.length)
      expect(fields).toBeGreaterThanOrEqual(10)
      // the table is shown only where another field says so, in a sentence
      await lead.page.waitForSelector('[role="group"][aria-label="显示条件"] button')
      await lead.page.$eval('[role="group"][aria-label="显示条件"] button', (node) => node.click())
      await lead.type('[role="group"][aria-label="显示条件"] [aria-label="值"]', '三湖县湖滨停车服务有限公司')
      await lead.page.keyboard.press('Tab')

      // and a decision table, and changes what a document says
      await tab('decisions')
      await lead.click('new-decision')
      await lead.reads('新决策表')
      await tab('documents')
      await lead.page.waitForSelector('[aria-label="第 5 行,正文"]')
      await lead.page.focus('[aria-label="第 5 行,正文"]')
      await lead.page.keyboard.press('End')
      await lead.page.keyboard.type('请保持电话畅通。')
      await saved(lead)

      // and tries it out as everybody in turn, on a clock of its own
      await tab('try')
      await lead.page.waitForSelector('[data-testid="try-out"]')
      await lead.press('[data-testid="submission"] button')
      await lead.click('try-out-submit')
      await lead.reads('受理审查')
      await lead.page.waitForSelector('[data-testid="turns"]')
      await lead.click('save-case')
      await lead.type('[data-testid="case-name"]', '提交以后到受理')
      await lead.button('保存')
      await lead.reads('用例 1')

      // then nothing stands against a publication, and he proposes it
      await tab('publish')
      await lead.type('[data-testid="release-note"]', '新增停车泊位设置审批')
      await lead.click('propose-release')
      await lead.page.waitForSelector('[data-testid="proposed"]')

      // and another person confirms it, which the first cannot
      expect(await lead.page.$('[data-testid="confirm-release"]')).toBeNull()
      const second = await sits('zhuguan2', '/studio')
      await second.click('confirm-release')
      await second.press('.ant-popconfirm-buttons .ant-btn-primary')
      await second.reads('已确认发布')
      noComplaints()

      // then an applicant finds it, and a case runs through it to the signed PDF
      const applicant = await client('shenqing')
      const { body } = await applicant.get<{ items: { key: string; name: string }[] }>('/api/matters')
      const matter = body.items.find((one) => one.name === NAME)!
      expect(matter).toBeDefined()
      const { body: shown } = await applicant.get(`/api/matters/${matter.key}`)
      expect(JSON.stringify(shown)).toContain('"x-visible-if"')
      const caseId = await runCase(site.server.url, applicant, matter.key)
      const documents = await until('the decision', async () => {
        const { body: detail } = await applicant.get<{ documents: { name: string }[] }>(`/api/cases/${caseId}`)
        return detail.documents.some((document) => document.name.includes('同意')) && detail.documents
      })
      expect(documents.map((document) => document.name)).toEqual(expect.arrayContaining([expect.stringContaining('受理通知书')]))
    })

    test('a form is made by keyboard alone: a component is chosen, put in, moved, taken back and done again', async () => {
      // given a draft whose form is open, and a hand on the keyboard
      const supervisor = await client('zhuguan')
      const from = { template: 'countersigning', organ: 'cgj' }
      const { body } = await supervisor.post<{ id: string }>('/api/studio/drafts', { name: '键盘编制的表单', from })
      const lead = await sits('zhuguan', `/studio/drafts/${body.id}?tab=forms`)
      const { page } = lead
      await page.waitForSelector('[data-palette]')
      const form = async () => {
        await saved(lead)
        const draft = await supervisor.get<{ files: Record<string, string> }>(`/api/studio/drafts/${body.id}`)
        return JSON.parse(draft.body.files['forms/application.json']!) as {
          properties: Record<string, { 'x-component': string; 'x-visible-if'?: string }>
        }
      }
      const before = Object.keys((await form()).properties)

      // when a switch is chosen among the components and put in
      await tabTo(lead, '[data-palette]')
      for (let n = 0; n < 40 && (await page.evaluate(() => (document.activeElement as HTMLElement).dataset.palette)) !== 'Switch'; n++)
        await page.keyboard.press('ArrowRight')
      await page.keyboard.press('Enter')
      await page.waitForFunction((count) => document.querySelectorAll('[role="tree"] [role="treeitem"]').length > count, {}, before.length)
      const added = Object.keys((await form()).properties).filter((key) => !before.includes(key))
      expect(added).toHaveLength(1)

      // and moved up, past the field before it
      await tabTo(lead, '[role="treeitem"]')
      await page.keyboard.press('End')
      await page.keyboard.down('Alt')
      await page.keyboard.press('ArrowUp')
      await page.keyboard.up('Alt')
      const moved = Object.keys((await form()).properties)
      expect(moved.indexOf(added[0]!)).toBe(moved.length - 2)

      // then undo takes it back, and redo does it again
      await page.keyboard.down('Control')
      await page.keyboard.press('z')
      await page.keyboard.up('Control')
      expect(Object.keys((await form()).properties).at(-1)).toBe(added[0])
      await page.keyboard.down('Control')
      await page.keyboard.press('y')
      await page.keyboard.up('Control')
      expect(Object.keys((await form()).properties)).toEqual(moved)
      expect(lead.complaints).toEqual([])
    })

    test('it is changed while a case runs: what differs is said, the case is taken over and back, and the version before returns', async () => {
      // given a case under way, beside the first that waits for its delivery
      const applicant = await client('shenqing')
      const { body } = await applicant.get<{ items: { key: string; name: string; version: number }[] }>('/api/matters')
      const matter = body.items.find((one) => one.name === NAME)!
      await handIn(applicant, matter.key)

      // when the supervisor changes what is in force, and says what it means for cases under way
      const lead = await sits('zhuguan', '/studio')
      await lead.page.waitForFunction((text) => document.body.innerText.includes(text), {}, NAME)
      await lead.page.$$eval(
        '[aria-label="已发布"] tr',
        (rows, text) =>
          [...rows.find((row) => row.textContent?.includes(text))!.querySelectorAll('button')]
            .find((node) => /修\s*改/.test(node.textContent ?? ''))!
            .click(),
        NAME,
      )
      await lead.page.waitForFunction(() => location.pathname.startsWith('/studio/drafts/'))
      const draftAt = lead.page.url().split('?')[0]!
      await lead.goto(`${draftAt}?tab=matter`)
      await replace(lead, '[aria-label="第 1 条"]', '泊位设置不妨碍通行,材料真实、完整')
      await saved(lead)
      await lead.goto(`${draftAt}?tab=publish`)
      await lead.page.waitForSelector('[data-testid="difference"]')
      await lead.reads('共 2 件在办')
      await lead.type('[data-testid="release-note"]', '补充办理条件')
      await lead.page.$$eval('#running label', (labels) => labels.find((node) => node.textContent?.includes('转到新版本'))!.click())
      await lead.click('propose-release')
      await lead.page.waitForSelector('[data-testid="proposed"]')

      // then the second person sees beforehand what becomes of the case, and confirms
      const second = await sits('zhuguan2', '/studio')
      await second.click('release-migration')
      await second.click('try-migration')
      await second.reads('共 2 件,可以转到新版本 2 件')
      await second.button('关闭')
      await second.click('confirm-release')
      await second.press('.ant-popconfirm-buttons .ant-btn-primary')
      await second.reads('已确认发布')

      // and the case is taken back, and the version before is in force again
      await lead.goto(`${draftAt}?tab=publish`)
      await lead.click('release-migration')
      await lead.click('undo-migration')
      await lead.reads('共 2 件,已转回原版本 2 件')
      await lead.button('关闭')
      await lead.click('roll-back')
      await lead.type('[data-testid="deed-reason"]', '条件表述有误,恢复原版本')
      await lead.button('确认恢复上一版本')
      await lead.page.waitForSelector('[data-testid="release-proposed"]')
      await second.goto(at('/studio'))
      await second.click('confirm-release')
      await second.press('.ant-popconfirm-buttons .ant-btn-primary')
      await second.reads('已确认发布')
      const detail = await applicant.get<{ conditions: string[] }>(`/api/matters/${matter.key}`)
      expect(detail.body.conditions[0]).not.toContain('泊位设置不妨碍通行')
      noComplaints()
    })
  },
  { wait: 240_000 },
)

/** Presses Tab until the place has the focus. @throws Error if the whole page was walked through in vain */
async function tabTo({ page }: Person, selector: string): Promise<void> {
  for (let stops = 0; stops < 120; stops++) {
    if (await page.evaluate((place) => document.activeElement?.matches(place), selector)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`no Tab leads to ${selector}`)
}

/** Everything that was changed is on the server. */
const saved = (person: Person): Promise<unknown> =>
  person.page.waitForFunction(() => document.querySelector('[data-testid="save-state"]')?.textContent?.startsWith('已自动保存'))

async function replace({ page }: Person, selector: string, text: string): Promise<void> {
  const input = await page.waitForSelector(selector)
  await input!.click({ count: 3 })
  await page.keyboard.type(text)
}

/** Hands in an application of the template's fields. @returns the case */
async function handIn(applicant: ApiClient, matterKey: string): Promise<string> {
  const { body: matter } = await applicant.get<{ version: number }>(`/api/matters/${matterKey}`)
  const form = {
    ...{ applicantName: '三湖县湖滨停车服务有限公司', contactName: '李春华', phone: '13800138000' },
    request: '设置停车泊位 20 个',
  }
  const answer = await applicant.post<{ caseId: string }>('/api/cases', { matterKey, form, materials: {}, version: matter.version })
  if (answer.status !== 201) throw new Error(`apply: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body.caseId
}

/** Hands one in and takes its steps. @returns the case */
async function runCase(url: string, applicant: ApiClient, matterKey: string): Promise<string> {
  const caseId = await handIn(applicant, matterKey)
  for (const [element, username, action, stepForm] of STEPS) {
    const clerk = await ApiClient.login(url, username)
    const { taskId } = await waitForTask(clerk, caseId, element)
    await clerk.post(`/api/tasks/${taskId}/claim`)
    const done = await clerk.post(`/api/tasks/${taskId}/complete`, { action, opinion: '同意', ...(stepForm && { form: stepForm }) })
    if (done.status !== 200) throw new Error(`${element}: ${done.status} ${JSON.stringify(done.body)}`)
  }
  return caseId
}
