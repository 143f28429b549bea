import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Known, MatterLike } from '@lianban/designer/process-draft'
import { checkLoaded, readPackage } from '@lianban/processes'
import { withMatter } from '@lianban/processes/matter-entries'
import { createTryOut } from '@lianban/processes/try-out'
import { SEPARATION_RULES } from '@lianban/tenants/browser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {} from '../../designer/test/browser/page.ts'
import { hasChromium, servePage, type ServedPage } from '../../designer/bench/serve-page.ts'

/*
 * What the process designer's panel is set to is what is asked: a supervisor sets who decides a step, whose vote weighs
 * what, who reads, whom a form names and who is kept apart; the package passes the checks of deploy, and a try-out asks
 * just these people.
 */

const KEY = 'template-countersigning'
const TEMPLATE = fileURLToPath(new URL('../../processes/src/studio/templates/countersigning', import.meta.url))
const fields = (properties: Record<string, object>) => ({ type: 'object', 'x-lianban': { version: 1 }, properties })
const OFFICER = { type: 'string', title: '批准人员', maxLength: 64, 'x-decorator': 'FormItem', 'x-component': 'Input', 'x-index': 0 }
const template: Record<string, string> = {
  ...Object.fromEntries(
    readdirSync(TEMPLATE, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(TEMPLATE.length + 1), readFileSync(path, 'utf8')]),
  ),
  'forms/check.json': JSON.stringify(fields({ officer: OFFICER })),
}
const MATTER_FILE = Object.keys(template).find((path) => path.startsWith('matters/'))!

const KNOWN: Known = {
  organs: [
    { id: 'scjg', name: '市场监督管理局' },
    { id: 'czj', name: '财政局' },
  ],
  posts: [
    { key: 'handler', name: '承办人' },
    { key: 'reviewer', name: '审核人' },
    { key: 'organ-leader', name: '单位主要负责人' },
    { key: 'approver', name: '批准人' },
  ],
  forms: [{ key: 'check', title: '核稿表', fields: [{ path: 'officer', title: '批准人员' }] }],
  documents: [{ key: 'decision', name: '会签审批单' }],
  decisions: [],
  separationRules: Object.entries(SEPARATION_RULES).map(([rule, { label }]) => ({ rule, label })),
}

describe.skipIf(!hasChromium)('what the panel of the process designer is set to', { timeout: 120_000 }, () => {
  let served: ServedPage
  beforeAll(async () => {
    served = await servePage()
    await served.page.evaluate(
      (draft, known) => window.page.openProcess(draft, known),
      { xml: template['process.bpmn']!, matter: JSON.parse(template[MATTER_FILE]!) as MatterLike },
      KNOWN,
    )
    await served.page.waitForSelector('[data-element-id="Task_Check"]')
  }, 120_000)
  afterAll(() => served?.close())

  const matter = (): Promise<MatterLike> => served.page.evaluate(() => window.page.draft().matter)
  const task = async (id: string) => (await matter()).tasks![id]!
  const until = (says: string) =>
    served.page.waitForFunction(`((matter) => ${says})(window.page.draft().matter)`, { polling: 50 }).catch(async (error: Error) => {
      throw new Error(`${says} never held: ${JSON.stringify((await matter()).tasks)}`, { cause: error })
    })
  /** By bpmn-js's own event, so that what lies out of sight is selected too. */
  const select = async (id: string, title: string) => {
    await served.page.$eval(`[data-element-id="${id}"] .djs-hit`, (hit) => {
      const { x, y, width, height } = hit.getBoundingClientRect()
      const event = { bubbles: true, clientX: x + width / 2, clientY: y + height / 2, button: 0 }
      for (const type of ['mousedown', 'mouseup', 'click']) hit.dispatchEvent(new MouseEvent(type, event))
    })
    await served.page.waitForFunction((name) => document.querySelector<HTMLInputElement>('.lianban-panel input')?.value === name, {}, title)
  }
  const click = async (text: string) => {
    await served.page.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll('.lianban-panel :is(button, .ant-collapse-header)')].some((one) => one.textContent!.includes(wanted)),
      {},
      text,
    )
    await served.page.evaluate(
      (wanted) =>
        [...document.querySelectorAll<HTMLElement>('.lianban-panel :is(button, .ant-collapse-header)')]
          .find((one) => one.textContent!.includes(wanted))!
          .click(),
      text,
    )
  }
  const choose = async (label: string, option: string) => {
    const input = await served.page.waitForSelector(`.lianban-panel input[aria-label="${label}"]`)
    await pick(input!, option)
  }
  const chooseIn = async (field: string, option: string) => {
    const id = await served.page.waitForFunction(
      (text) => [...document.querySelectorAll('.lianban-panel label')].find((one) => one.textContent === text)?.getAttribute('for'),
      {},
      field,
    )
    await pick((await served.page.$(`[id="${String(await id.jsonValue())}"]`))!, option)
  }
  const pick = async (input: NonNullable<Awaited<ReturnType<ServedPage['page']['$']>>>, option: string) => {
    await input.evaluate((one) => {
      one.scrollIntoView({ block: 'center' })
      one.closest('.ant-select-selector')!.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }))
    })
    const open = '.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option'
    await served.page.waitForFunction(
      (options, wanted) => [...document.querySelectorAll(options)].some((one) => one.textContent === wanted),
      {},
      open,
      option,
    )
    await served.page.evaluate(
      (options, wanted) => [...document.querySelectorAll<HTMLElement>(options)].find((one) => one.textContent === wanted)!.click(),
      open,
      option,
    )
    await input.evaluate((one) => (one as HTMLElement).blur())
  }
  const number = async (label: string, value: number) => {
    const input = await served.page.waitForSelector(`.lianban-panel input[aria-label="${label}"]`)
    await input!.evaluate((one) => {
      one.focus()
      ;(one as HTMLInputElement).select()
    })
    await served.page.keyboard.type(String(value))
    await served.page.keyboard.press('Enter')
  }

  it('is said of the step that several decide: who, in which order, whose vote weighs what, who reads', async () => {
    await select('Task_Countersign', '会签')
    await choose('办理方式', '票签')
    await until(`matter.tasks.Task_Countersign.approval.mode === 'vote'`)
    await choose('通过的条件', '赞成权重达到')
    await until(`'weight' in matter.tasks.Task_Countersign.approval.pass`)
    await click('加审批人')
    await until(`matter.tasks.Task_Countersign.approval.approvers.length === 3`)
    await choose('第 3 个审批人的岗位', '审核人')
    await choose('第 3 个审批人的单位', '财政局')
    await until(`matter.tasks.Task_Countersign.approval.approvers[2].organ === 'czj'`)
    await served.page.$eval('[aria-label="上移第 2 个审批人"]', (button) => (button as HTMLElement).click())
    await until(`matter.tasks.Task_Countersign.approval.approvers[0].post === 'organ-leader'`)
    await number('单位主要负责人的权重', 40)
    await until(`matter.tasks.Task_Countersign.approval.weights?.['organ-leader'] === 40`)
    await number('通过的票数', 42)
    await until(`matter.tasks.Task_Countersign.approval.pass.weight === 42`)
    await served.page.waitForFunction(() => document.querySelector('.lianban-panel')!.textContent!.includes('赞成权重达到 42/42 即通过'))

    await click('办结后抄送')
    await click('加抄送对象')
    await until(`matter.tasks.Task_Countersign.circulate?.posts.length === 1`)
    await click('加抄送对象')
    await until(`matter.tasks.Task_Countersign.circulate?.posts.length === 2`)
    await choose('第 2 个抄送对象的单位', '财政局')
    await until(`matter.tasks.Task_Countersign.circulate?.posts[1].organ === 'czj'`)
    expect(await task('Task_Countersign')).toMatchObject({
      approval: {
        approvers: [{ post: 'organ-leader' }, { post: 'reviewer' }, { post: 'reviewer', organ: 'czj' }],
        weights: { 'organ-leader': 40 },
      },
      circulate: { posts: [{ post: 'handler' }, { post: 'reviewer', organ: 'czj' }], users: [] },
    })
  })

  it('is taken back as one step and done again', async () => {
    const before = await matter()
    await served.page.click('[aria-label="撤销"]')
    await until(`matter.tasks.Task_Countersign.circulate.posts[1].organ === undefined`)
    await served.page.click('[aria-label="重做"]')
    await until(`matter.tasks.Task_Countersign.circulate.posts[1].organ === 'czj'`)
    expect(await matter()).toEqual(before)
  })

  it('is said of whom a form names, and of who is kept apart', async () => {
    await select('Task_Check', '核稿')
    await chooseIn('本环节填写的表单', '核稿表')
    await until(`matter.tasks.Task_Check.form === 'check'`)
    await click('人员的指定与回避')
    await choose('加指定人员的字段', '批准人员')
    await until(`matter.tasks.Task_Check.people?.officer !== undefined`)
    await choose('批准人员的岗位', '批准人')
    await until(`matter.tasks.Task_Check.people.officer === 'approver'`)
    await select('Task_Approve', '批准')
    await click('人员的指定与回避')
    await chooseIn('办理人从哪里来', '「批准人员」指定的人员')
    await until(`matter.tasks.Task_Approve.assignedBy === 'officer'`)
    await served.page.waitForFunction(() =>
      document.querySelector('.lianban-panel')!.textContent!.includes('办理过「核稿」「会签」「协调修改」的人员不得办理'),
    )

    await served.page.evaluate(() => {
      const root = document.querySelector('.djs-container > svg')!
      for (const type of ['mousedown', 'mouseup', 'click'])
        root.dispatchEvent(new MouseEvent(type, { bubbles: true, clientX: 2, clientY: 2 }))
    })
    await click('加例外')
    await until(`matter.separation[0].together?.length === 1`)
    expect((await matter()).separation![0]!.together).toEqual([['Task_Check', 'Task_Countersign']])
    await click('加分离要求')
    await until(`matter.separation.length === 3`)
    await choose('第 3 条分离的规则', '申请与批准分离')
    await until(`matter.separation[2].rule === 'sod_requester_not_approver'`)
  })

  it('is accepted by the checks of deploy, and a try-out asks just these people', async () => {
    const { xml, matter: set } = await served.page.evaluate(() => window.page.draft())
    const changed = { ...template, 'process.bpmn': xml }
    const files = { ...changed, ...withMatter(changed, KEY, set as Record<string, unknown>) }
    expect(checkLoaded(readPackage(files, '会签')).filter(({ level }) => level === 'error')).toEqual([])

    const session = createTryOut({ files, matter: KEY, now: Date.parse('2026-09-18T09:00:00+08:00') })
    session.submit({ applicantName: '办公室', subject: '印发通知', content: '请会签' }, {})
    session.act('Task_Check', 'scjg:handler:1', 'accept', { form: { officer: 'scjg:approver:2' } })
    const asked = session.view().tasks.map(({ takers }) => takers.map(({ person }) => person.id))
    expect(asked.flat().toSorted()).toEqual(
      ['scjg:organ-leader', 'scjg:reviewer', 'czj:reviewer'].flatMap((post) => [1, 2, 3].map((number) => `${post}:${number}`)).toSorted(),
    )
    // One leader weighs 40, two reviewers make up the rest.
    session.act('Task_Countersign', 'scjg:organ-leader:1', 'agree')
    session.act('Task_Countersign', 'scjg:reviewer:1', 'agree')
    expect(session.view().tasks.map(({ elementId }) => elementId)).not.toContain('Task_Approve')
    session.act('Task_Countersign', 'czj:reviewer:1', 'agree')
    expect(session.view().tasks.map(({ elementId, takers }) => [elementId, takers.map(({ person }) => person.id)])).toEqual([
      ['Task_Approve', ['scjg:approver:2']],
    ])
    session.act('Task_Approve', 'scjg:approver:2', 'grant')
    expect(session.view().status).toBe('granted')
  })

  it('complains of nothing on the way', () => {
    expect(served.said.filter((text) => !text.includes('ContextPad#getPad is deprecated'))).toEqual([])
  })
})
