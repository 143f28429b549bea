import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { ApiClient } from '../support/api-client.ts'
import { describeInBrowser } from '../support/browser-walk.ts'
import { until, waitForTask } from '../support/licence-journey.ts'
import type { Person } from '../support/person.ts'

const NAME = '停车泊位设置审批'

const APPLICATION = {
  ...{ applicantName: '三湖县湖滨停车服务有限公司', contactName: '李春华', phone: '13800138000' },
  request: '设置停车泊位',
}

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

      // and a decision table by one of its fields, which says who looks at the place
      await tab('decisions')
      await lead.click('new-decision')
      await lead.page.waitForSelector('#decision-field')
      await lead.page.click('#decision-field')
      await lead.page.keyboard.type('数字')
      await lead.page.keyboard.press('Enter')
      await addRule(lead, '> 20', '"踏勘"')
      await addRule(lead, '', '"不踏勘"')

      // and a step that is taken only where the table says so
      await tab('process')
      await addDecidedStep(lead)

      // and changes what a document says
      await tab('documents')
      await lead.page.waitForSelector('[aria-label="第 5 行,正文"]')
      await lead.page.focus('[aria-label="第 5 行,正文"]')
      await lead.page.keyboard.down('Control')
      await lead.page.keyboard.press('End')
      await lead.page.keyboard.up('Control')
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
      const caseId = await applyInBrowser(await sits('shenqing', `/matters/${matter.key}`))
      const draft = await (
        await client('zhuguan')
      ).get<{ files: Record<string, string> }>(`/api/studio/drafts/${draftAt.split('/').pop()!}`)
      const [, visit] = /<bpmn:userTask id="(\w+)" name="现场踏勘"/.exec(draft.body.files['process.bpmn']!)!
      await decideCase(site.server.url, caseId, visit!)
      const documents = await until('the decision', async () => {
        const { body: detail } = await applicant.get<{ documents: { id: string; name: string }[] }>(`/api/cases/${caseId}`)
        return detail.documents.some(({ name }) => name === '同意决定书') && detail.documents
      })
      const texts = await Promise.all(documents.map(async ({ id }) => textOf((await applicant.download(`/api/files/${id}`)).data)))
      expect(documents.map(({ name }) => name)).toContain('受理通知书')
      expect(texts.join()).toContain('请保持电话畅通')
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

/** A row of a decision table: when, then. */
async function addRule({ page }: Person, when: string, then: string): Promise<void> {
  await page.waitForSelector('.add-rule .dmn-icon-plus')
  await page.click('.add-rule .dmn-icon-plus')
  for (const [kind, text] of [
    ['input-cell', when],
    ['output-cell', then],
  ] as const) {
    const cells = await page.$$(`tbody td.${kind}`)
    await cells.at(-1)!.click()
    if (text) await page.keyboard.type(text)
  }
}

/** In the tree of the process: the decision table, a branch by what it says, and on that branch a step of the handler. */
async function addDecidedStep(lead: Person): Promise<void> {
  const { page } = lead
  await page.waitForSelector('.ant-segmented-item-label')
  await page.$$eval('.ant-segmented-item-label', (labels) => (labels.find((one) => one.textContent === '流程树') as HTMLElement).click())
  await page.waitForSelector('[data-node="Start_Handle"]')
  const rule = await insertBehind(lead, 'Start_Handle', '决策表', 'Task_')
  const label = await page.waitForFunction(
    () => [...document.querySelectorAll<HTMLLabelElement>('.lianban-panel label')].find((one) => one.textContent === '决策表')?.htmlFor,
  )
  await chooseIn(lead, `[id="${await label.jsonValue()}"]`, '新决策表')
  await page.waitForFunction(() => [...document.querySelectorAll('input')].some(({ value }) => value === 'decision1Result'))
  await insertBehind(lead, rule, '条件分支', 'Gateway_')
  await page.keyboard.press('ArrowDown')
  const branch = await focusedNode(lead, 'Flow_')
  await page.keyboard.press('Enter')
  await lead.button('加条件')
  await chooseIn(lead, '.lianban-panel [aria-label="比较的字段"]', '新决策表的结论')
  await chooseIn(lead, '.lianban-panel [aria-label="比较的值"]', '踏勘')
  await insertBehind(lead, branch, '人工办理', 'Task_')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.closest('.lianban-panel') !== null)
  await page.keyboard.down('Control')
  await page.keyboard.press('a')
  await page.keyboard.up('Control')
  await page.keyboard.type('现场踏勘')
  await page.keyboard.press('Enter')
  await chooseIn(lead, '.lianban-panel [aria-label="办理岗位"]', '承办人')
  // The steps together may not take longer than is promised.
  await page.focus('[data-node="Task_Examine"]')
  await page.keyboard.press('Enter')
  await replace(lead, '.lianban-panel [aria-label="时限"]', '3')
  await page.keyboard.press('Enter')
}

/** Puts something in behind a card of the tree. @returns the card that has the focus then */
async function insertBehind(lead: Person, node: string, title: string, prefix: string): Promise<string> {
  const { page } = lead
  await page.focus(`[data-node="${node}"]`)
  await page.keyboard.press('Insert')
  const items = '.ant-dropdown:not(.ant-dropdown-hidden) [role="menuitem"]'
  const isOffered = (selector: string, words: string) =>
    [...document.querySelectorAll(selector)].some(({ textContent }) => textContent?.startsWith(words))
  await page.waitForFunction(isOffered, {}, items, title)
  await page.$$eval(
    items,
    (found, words) => (found.find(({ textContent }) => textContent?.startsWith(words)) as HTMLElement).click(),
    title,
  )
  return focusedNode(lead, prefix, node)
}

async function focusedNode({ page }: Person, prefix: string, not = ''): Promise<string> {
  const found = await page.waitForFunction(
    (begin, other) => {
      const node = (document.activeElement as HTMLElement | null)?.dataset.node ?? ''
      return node.startsWith(begin) && node !== other && node
    },
    {},
    prefix,
    not,
  )
  return (await found.jsonValue()) as string
}

/** An option of a list that opens, by its words. */
async function chooseIn({ page }: Person, selector: string, words: string): Promise<void> {
  const options = '.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option'
  await page.waitForSelector(selector)
  await page.click(selector)
  const isThere = (list: string, text: string) => [...document.querySelectorAll(list)].some(({ textContent }) => textContent === text)
  await page.waitForFunction(isThere, {}, options, words)
  await page.$$eval(options, (all, text) => (all.find(({ textContent }) => textContent === text) as HTMLElement).click(), words)
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
  const answer = await applicant.post<{ caseId: string }>('/api/cases', {
    matterKey,
    form: APPLICATION,
    materials: {},
    version: matter.version,
  })
  if (answer.status !== 201) throw new Error(`apply: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body.caseId
}

/** An application filled in as people do; more than twenty places. @returns the case */
async function applyInBrowser(applicant: Person): Promise<string> {
  await applicant.click('apply')
  for (const [field, text] of Object.entries({ ...APPLICATION, number1: '25' })) await applicant.fill(field, text)
  // It asks for no materials, so what was filled in is checked at once.
  await applicant.nextStep()
  await applicant.click('submit-application')
  await applicant.see('receipt-case-no')
  return new URL(applicant.page.url()).pathname.split('/').pop()!
}

/** Takes the steps of a case, the visit that the decision table asks for among them. */
async function decideCase(url: string, caseId: string, visit: string): Promise<void> {
  for (const [element, username, action, stepForm] of [STEPS[0]!, [visit, 'cgj-chengban', 'submit'] as const, ...STEPS.slice(1)]) {
    const clerk = await ApiClient.login(url, username)
    const { taskId } = await waitForTask(clerk, caseId, element)
    await clerk.post(`/api/tasks/${taskId}/claim`)
    const done = await clerk.post(`/api/tasks/${taskId}/complete`, { action, opinion: '同意', ...(stepForm && { form: stepForm }) })
    if (done.status !== 200) throw new Error(`${element}: ${done.status} ${JSON.stringify(done.body)}`)
  }
}

/** The text of a PDF, without its line ends. */
const textOf = (pdf: Buffer): string => execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf }).toString().replace(/\s+/g, '')
