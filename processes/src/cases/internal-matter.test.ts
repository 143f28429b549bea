import { join } from 'node:path'
import { aProcess } from '@lianban/engine/testing'
import type { FormSchema } from '@lianban/forms'
import { afterEach, describe, expect, it } from 'vitest'
import type { Ledgers } from '../ledgers/index.ts'
import { Manifest } from '../manifest.ts'
import { resolveEntries } from '../packages/matter-entries.ts'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { Actor } from '../testing/actor.ts'
import { openOffice, type Office } from '../testing/office.ts'
import { CaseError } from './errors.ts'

/*
 * Internal matters 内部事项: the county's own people hand them in for their organ, and what they write to a ledger 台账 stands in
 * the transaction of the deed.
 */

const FRIDAY = '2026-09-18T09:00:00+08:00'
const KEY = 'test-purchase'

/** Whom the leader names to see to it: of his own organ, whichever has the case. */
const APPROVAL_FORM = {
  type: 'object',
  'x-lianban': { version: 1 },
  properties: { buyer: { type: 'string', title: '经办人', 'x-component': 'Input' } },
} as unknown as FormSchema

const FORM = {
  type: 'object',
  'x-lianban': { version: 1 },
  properties: {
    subject: { type: 'string', title: '采购内容', required: true, 'x-component': 'Input' },
    amount: { type: 'number', title: '金额', required: true, minimum: 1, 'x-component': 'NumberInput' },
  },
} as unknown as FormSchema

/** The opener's leader approves, or gives it back to whoever opened it, who changes what he said. */
const MODEL = aProcess(KEY)
  .startEvent('Start')
  .userTask('Task_Approve', { 'camunda:candidateGroups': '${openerOrgan}:organ-leader', 'camunda:dueDate': '=workdays(3)' })
  .exclusiveGateway('GW_Approve')
  .condition('=approveResult = "approve"')
  .endEvent('End_Approved')
  .moveTo('GW_Approve')
  .condition('=approveResult = "return"')
  .userTask('Task_Revise', { 'camunda:assignee': '${opener}' })
  .connectTo('Task_Approve')
  .toXml()

const action = (key: string, more: object = {}) => ({
  ...{ key, label: key, kind: 'primary', opinion: 'optional', set: { approveResult: key }, next: { text: '下一环节', people: '经办人' } },
  ...more,
})

const MATTER = {
  ...{ key: KEY, name: '采购审批', kind: '内部事项', matterNo: '9900', theme: '机关事务', organ: 'zwb' },
  process: { file: `${KEY}.bpmn`, key: KEY },
  ...{ applicationForm: KEY, applicantName: 'subject' },
  openedBy: { posts: ['handler'] },
  ledger: 'test.request',
  limits: {
    promised: { days: 5, unit: 'workday', basis: '制度' },
    statutory: { days: 10, unit: 'workday', basis: '制度' },
  },
  basis: [{ law: '三湖县采购办法', article: '第三条' }],
  steps: [{ name: '审批', task: 'Task_Approve', phase: 'examination', limit: { days: 3, unit: 'workday' }, special: null }],
  tasks: {
    Task_Approve: {
      ...{ post: 'organ-leader', applicationAccess: { '*': 'read' }, form: 'test-approval', people: { buyer: 'handler' } },
      actions: [action('approve', { ledger: 'test.approve' }), action('return', { opinion: 'required' })],
    },
    Task_Revise: {
      ...{ post: 'handler', applicationAccess: { '*': 'read' }, form: KEY, formAccess: { subject: 'read', amount: 'write' } },
      actions: [action('resubmit', { set: {}, effect: 'amend' })],
    },
  },
  outcomes: { End_Approved: 'closed' },
  results: [{ name: '采购批复', kind: '批文', sample: 'floor-plan.png' }],
}

/** What was asked for, approved and given back to the budget; refuses more than there is. */
const aLedger = () => {
  const told: string[] = []
  const ledgers: Ledgers = {
    test: {
      openings: {
        request: {
          check: ({ form }) =>
            Promise.resolve(Number(form.amount) > 1000 ? [{ path: 'amount', code: 'OVER_BUDGET', message: '超过预算' }] : []),
          apply: (_tx, { form, row, openerOrgan }) => {
            told.push(`asked ${String(form.amount)} by ${openerOrgan} as ${row.case_no !== ''}`)
            return Promise.resolve({
              variables: { budgetLine: '办公经费' },
              entries: [{ action: 'test.requested', payload: { amount: Number(form.amount) } }],
            })
          },
        },
      },
      entries: {
        approve: {
          check: ({ loaded }) => {
            if (loaded.row.form.amount === 13) throw new CaseError('ACTION_INVALID', '台账不允许')
            return Promise.resolve()
          },
          apply: (_tx, { loaded }) => {
            told.push(`approved ${String(loaded.row.form.amount)}`)
            return Promise.resolve({ parties: [{ role: 'payee' as const, organ: 'yx' }] })
          },
        },
      },
      closed: (_tx, row) => {
        told.push(`closed ${row.status}`)
        return Promise.resolve()
      },
    },
  }
  return { told, ledgers }
}

describe('an internal matter', () => {
  let office: Office
  afterEach(() => office.close())

  const open = async () => {
    const { told, ledgers } = aLedger()
    office = await openOffice({
      packageFolder: join(PACKAGES_FOLDER, 'c3-licensing'),
      startAt: Date.parse(FRIDAY),
      ledgers,
      alter: (processPackage) => {
        processPackage.models[`${KEY}.bpmn`] = MODEL
        processPackage.forms[KEY] = FORM
        processPackage.forms['test-approval'] = APPROVAL_FORM
        const [entry] = resolveEntries([MATTER], ({ message }) => {
          throw new Error(message)
        })
        const { matters } = Manifest.parse({ ...processPackage.manifest, matters: [entry], themes: [] })
        processPackage.manifest.matters.push(...matters)
      },
    })
    const person = (id: string) => new Actor(office, id)
    return { told, chengban: person('chengban'), juzhang: person('juzhang'), shenqing: person('shenqing'), chuangkou: person('chuangkou') }
  }

  it('is opened by the posts that it names, for their organ, and its limits count from then', async () => {
    const { told, chengban, juzhang } = await open()
    const id = await chengban.submits(KEY, { subject: '打印机', amount: 800 }, {})
    expect(await chengban.sees(id)).toMatchObject({ status: 'accepted', applicantName: '打印机' })
    expect((await chengban.timeline(id))[0]).toMatchObject({ action: '三湖县市场监督管理局提交' })
    // The organ in charge is another; the opener's leader reads it as a party and finds it in his inbox.
    await juzhang.does('Task_Approve', 'approve')
    expect(await chengban.sees(id)).toMatchObject({ status: 'closed' })
    expect(told).toEqual(['asked 800 by scjg as true', 'approved 800', 'closed closed'])
  })

  it('is not there for anybody else', async () => {
    const { shenqing, chuangkou } = await open()
    for (const other of [shenqing, chuangkou]) {
      await expect(other.submits(KEY, { subject: '打印机', amount: 8 }, {})).rejects.toMatchObject({
        code: expect.stringMatching(/^NOT_(FOUND|AUTHORIZED)$/) as string,
      })
      const { cases } = office
      expect((await cases.listMatters(await other.caller())).items.map(({ key }) => key)).not.toContain(KEY)
    }
    await expect(office.cases.getMatter(await shenqing.caller(), KEY)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('shows its samples to those who may see its page, and to nobody else', async () => {
    const { chengban, shenqing } = await open()
    const { cases, tenantId } = office
    expect((await cases.matterSample(await chengban.caller(), KEY, 'floor-plan.png')).length).toBeGreaterThan(0)
    await expect(cases.matterSample(await shenqing.caller(), KEY, 'floor-plan.png')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(cases.publicSample(tenantId, KEY, 'floor-plan.png')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('gives nobody of the county the right to apply by his account for what citizens apply for', async () => {
    const { chengban } = await open()
    await expect(chengban.submits('food-business-licence', {}, {})).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
  })

  it('has people of the organ that has the step named in its form, and no others', async () => {
    const { chengban, juzhang } = await open()
    await chengban.submits(KEY, { subject: '打印机', amount: 800 }, {})
    const { form } = await juzhang.opens('Task_Approve')
    const offered = form!.schema.properties.buyer!.enum!.map(({ value }) => value)
    expect(offered).toContain('chengban')
    const taskId = await juzhang.claims('Task_Approve')
    await expect(juzhang.completes(taskId, 'approve', { form: { buyer: 'wjw-chengban' } })).rejects.toMatchObject({
      code: 'OFFICERS_INVALID',
    })
    await juzhang.completes(taskId, 'approve', { form: { buyer: 'chengban' } })
  })

  it('is refused by its ledger at the field, and nothing is written', async () => {
    const { told, chengban } = await open()
    await expect(chengban.submits(KEY, { subject: '汽车', amount: 2000 }, {})).rejects.toMatchObject({
      code: 'FORM_INVALID',
      details: { problems: [{ path: 'amount', code: 'OVER_BUDGET' }] },
    })
    expect(told).toEqual([])
  })

  it('goes back to whoever opened it, who changes what he may and no more', async () => {
    const { told, chengban, juzhang } = await open()
    const id = await chengban.submits(KEY, { subject: '打印机', amount: 800 }, {})
    await juzhang.does('Task_Approve', 'return', { opinion: '金额偏高' })
    expect((await chengban.opens('Task_Revise')).form?.values).toEqual({ subject: '打印机', amount: 800 })
    await expect(chengban.does('Task_Revise', 'resubmit', { form: { subject: '汽车', amount: 500 } })).rejects.toMatchObject({
      code: 'FIELD_NOT_WRITABLE',
    })
    const [task] = await chengban.inbox()
    await chengban.completes(task!.taskId, 'resubmit', { form: { amount: 500 } })
    expect((await chengban.sees(id)).form.values).toEqual({ subject: '打印机', amount: 500 })
    await juzhang.does('Task_Approve', 'approve')
    expect(told.slice(1)).toEqual(['approved 500', 'closed closed'])
  })

  it('tells its ledger when it is withdrawn', async () => {
    const { told, chengban } = await open()
    const id = await chengban.submits(KEY, { subject: '打印机', amount: 800 }, {})
    await office.cases.withdraw(await chengban.caller(), id, { reason: '不再需要' })
    expect(told.at(-1)).toBe('closed withdrawn')
  })

  it('leaves the step undone where the ledger refuses its entry', async () => {
    const { told, chengban, juzhang } = await open()
    await chengban.submits(KEY, { subject: '打印机', amount: 13 }, {})
    await expect(juzhang.does('Task_Approve', 'approve')).rejects.toMatchObject({ code: 'ACTION_INVALID' })
    expect(told).toHaveLength(1)
    expect(await juzhang.inbox()).toHaveLength(1)
  })
})
