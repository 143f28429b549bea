import { aProcess } from '@lianban/engine/testing'
import type { FormSchema } from '@lianban/forms'
import { licences } from '@lianban/storage'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MatterSchema, type LicenceActManifest } from '../../manifest.ts'
import type { ProcessPackage } from '../../packages/load-package.ts'
import { PACKAGES_FOLDER } from '../../packages/templates.ts'
import { Actor, openOffice, type Office } from '../../testing/index.ts'

const START = Date.parse('2026-09-18T09:00:00+08:00')
const KIND = 'food-business-licence'
const NO_ACTION = { kind: 'primary', opinion: 'optional', set: {}, next: { text: '办结', people: '申请人' } } as const

const text = (title: string) => ({ type: 'string', title, maxLength: 200, 'x-component': 'Input' }) as const
const GRANT_FORM = {
  type: 'object',
  'x-lianban': { version: 1 },
  properties: {
    operatorName: text('名称'),
    address: text('地址'),
    creditCode: { type: 'string', title: '代码', format: 'credit-code', 'x-component': 'CreditCode' },
    truthful: { type: 'boolean', title: '属实', required: true, 'x-component': 'Checkbox' },
  },
} as const satisfies FormSchema
const ACT_FORM = {
  ...GRANT_FORM,
  properties: { licenceNo: text('证照编号'), ground: text('情形'), facts: text('事实'), ...GRANT_FORM.properties },
}

/** The food licence's entry on one step of decision; with `act` it is about a licence. */
function aMatter(processPackage: ProcessPackage, key: string, act?: Pick<LicenceActManifest, 'act'> & Partial<LicenceActManifest>) {
  const [food] = processPackage.manifest.matters
  const types = { alteration: '许变', withdrawal: '许撤回', revocation: '许撤销', cancellation: '许销' }
  return MatterSchema.parse({
    ...food!,
    ...{ key, name: `测试${key}`, process: { file: 'test.bpmn', key: 'test' }, applicationForm: act ? 'act' : 'grant', materials: [] },
    ...{ separation: food!.separation.slice(0, 1), steps: food!.steps.slice(0, 1), outcomes: {}, timers: {} },
    licence: {
      ...food!.licence,
      numbering: 'licence',
      validYears: 1,
      kind: KIND,
      face: [
        { label: '名称', field: 'operatorName' },
        { label: '地址', field: 'address' },
      ],
    },
    documentNumbers: { ...food!.documentNumbers, types: { ...food!.documentNumbers.types, ...types } },
    applicantAccess: { '*': 'write' },
    ...(act && { licenceAct: { kinds: [KIND], field: 'licenceNo', by: 'holder', ...act } }),
    tasks: {
      Task_Decide: {
        post: 'approver',
        applicationAccess: { '*': 'read' },
        actions: [
          { key: 'grant', label: '准予', effect: 'grant', ...NO_ACTION },
          { key: 'refuse', label: '不予', effect: 'refuse', ...NO_ACTION },
        ],
      },
    },
  })
}

function alter(processPackage: ProcessPackage): void {
  const { manifest } = processPackage
  const acts = (['alter', 'renew', 'reissue', 'cancel'] as const).map((act) => aMatter(processPackage, act, { act }))
  manifest.matters = [aMatter(processPackage, 'grant'), ...acts]
  const model = aProcess('test').startEvent().userTask('Task_Decide', { name: '决定', 'camunda:candidateGroups': '${organ}:approver' })
  processPackage.models = { 'test.bpmn': model.endEvent('End').toXml() }
  processPackage.forms = { grant: GRANT_FORM, act: ACT_FORM }
  processPackage.templates = {}
  processPackage.manifest.themes = []
}

const FORM = { operatorName: '湖畔面馆', address: '湖滨路18号', creditCode: '91350100M000100Y43', truthful: true }

describe('a licence after its grant', () => {
  let office: Office
  const person = (userId: string) => new Actor(office, userId)
  const caller = (userId: string) => person(userId).caller()
  beforeEach(async () => {
    office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-licensing`, startAt: START, alter })
  })
  afterEach(() => office.close())

  const passes = (day: string) => office.passTime(Date.parse(`${day}T09:00:00+08:00`))
  const applies = (matter: string, form: object = {}, who = 'shenqing') => person(who).submits(matter, { ...FORM, ...form }, {})
  const decides = (action = 'grant') => person('pizhun').does('Task_Decide', action)
  /** The licence of a case that is granted on 18 September 2026, for a year. @returns its number */
  const granted = async (who = 'shenqing'): Promise<string> => {
    await applies('grant', {}, who)
    await decides()
    return (await office.cases.listLicences(await caller(who), { view: 'mine', limit: 9 })).items[0]!.licenceNo
  }
  const record = async (licenceNo: string) => (await licences(office.database).byNumber(office.tenantId, licenceNo))!
  const seen = async (licenceNo: string, who = 'shenqing') => office.cases.getLicence(await caller(who), (await record(licenceNo)).id)
  const problemsOf = async (matter: string, licenceNo: string, who = 'shenqing') => {
    const refusal = await applies(matter, { licenceNo }, who).catch((error: unknown) => error)
    return (refusal as { details: { problems: unknown[] } }).details.problems
  }

  it('is a record of its own, with its holder, face and term', async () => {
    const licenceNo = await granted()
    expect(await record(licenceNo)).toMatchObject({
      ...{ kind: KIND, holder_name: '湖畔面馆', holder_code: '91350100M000100Y43', state: 'valid', organ_id: 'scjg' },
      ...{ valid_from: '2026-09-18', valid_until: '2027-09-17' },
    })
    const view = await seen(licenceNo)
    expect(view).toMatchObject({ standing: 'valid', standingText: '有效', holderCode: '9135**********0Y43', daysLeft: 364 })
    expect(view.acts.map(({ act, blocked }) => [act, blocked])).toEqual([
      ['alter', null],
      ['cancel', null],
      ['reissue', null],
      ['renew', null],
    ])
    expect(view.history).toMatchObject([{ act: 'grant', text: '准予许可', isOpened: false, canOpen: true, actorName: '郑国华' }])
  })

  it('is altered: same number, other face, the change in its history', async () => {
    const licenceNo = await granted()
    const { items } = await office.cases.licenceChoices(await caller('shenqing'), 'alter')
    // what has to be declared anew is not filled in
    const { truthful: _, ...filledIn } = FORM
    expect(items).toMatchObject([{ licenceNo, blocked: null, values: { ...filledIn, licenceNo } }])
    expect(items[0]!.values).not.toHaveProperty('truthful')
    const caseId = await applies('alter', { licenceNo, address: '湖滨路20号' })
    expect(await problemsOf('alter', licenceNo)).toMatchObject([{ path: 'licenceNo', code: 'LICENCE_NOT_FIT' }])
    await decides()
    expect(await record(licenceNo)).toMatchObject({
      ...{ paper_case_id: caseId, valid_until: '2027-09-17', state: 'valid' },
      face: [
        { label: '名称', text: '湖畔面馆' },
        { label: '地址', text: '湖滨路20号' },
      ],
    })
    const change = { label: '地址', before: '湖滨路18号', after: '湖滨路20号' }
    expect((await seen(licenceNo)).history.slice(1)).toMatchObject([{ isOpened: true }, { text: '决定变更', changes: [change] }])
    const detail = await person('shenqing').sees(caseId)
    expect(detail).toMatchObject({ status: 'granted', statusText: '准予变更' })
    const { decision } = (await office.database('case_file').where({ id: caseId }).first()) as { decision: string }
    expect(JSON.parse(decision)).toMatchObject({ number: '三市监许变〔2026〕1号', licenceNo, decidedOn: '2026-09-18' })
  })

  it('of another person is answered like one that does not exist', async () => {
    const licenceNo = await granted()
    await office.tenants.users.create({
      ...{ tenantId: office.tenantId, id: 'other', username: 'other', name: '别人', kind: 'applicant', posts: [], demo: true },
      ...{ password: 'Sanhu-2026-Test!', by: { actor: { userId: 'system', name: '系统' } } },
    })
    const unknown = await problemsOf('alter', '没有的编号', 'other')
    expect(unknown).toMatchObject([{ path: 'licenceNo', code: 'LICENCE_UNKNOWN' }])
    const foreign = await problemsOf('alter', licenceNo, 'other')
    expect(JSON.stringify(foreign).replace(licenceNo, '')).toBe(JSON.stringify(unknown).replace('没有的编号', ''))
    const licence = await record(licenceNo)
    for (const stranger of ['other', 'chengguan', 'xitong'])
      await expect(office.cases.getLicence(await caller(stranger), licence.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await office.cases.listLicences(await caller('chengguan'), { view: 'all', limit: 9 })).items).toEqual([])
    expect((await office.cases.listLicences(await caller('chengban'), { view: 'all', limit: 9 })).items).toHaveLength(1)
  })

  it('is renewed from the day after its end', async () => {
    const licenceNo = await granted()
    await passes('2027-08-18')
    const { items } = await office.cases.licenceChoices(await caller('shenqing'), 'renew')
    expect(items[0]!.notice).toBeNull()
    const caseId = await applies('renew', { licenceNo })
    await decides()
    expect(await record(licenceNo)).toMatchObject({ valid_from: '2026-09-18', valid_until: '2028-09-17', paper_case_id: caseId })
    expect((await seen(licenceNo)).history.at(-1)).toMatchObject({ text: '决定延续', from: '2027-09-18', until: '2028-09-17' })
  })

  it('whose renewal was asked for in time and not decided before its end counts as renewed, once, and is not refused afterwards', async () => {
    const licenceNo = await granted()
    await passes('2027-08-18')
    const caseId = await applies('renew', { licenceNo })
    await office.passTime(Date.parse('2027-09-17T23:59:59.999+08:00'))
    expect(await record(licenceNo)).toMatchObject({ valid_until: '2027-09-17' })
    await passes('2027-09-18')
    expect(await record(licenceNo)).toMatchObject({ valid_until: '2028-09-17', state: 'valid' })
    expect(await office.cases.sweepDuties(office.tenantId)).toBe(0)
    expect((await person('shenqing').timeline(caseId)).map(({ action, actorName }) => [action, actorName])).toContainEqual([
      '有效期届满前未作决定,视为准予延续至2028年9月17日',
      '系统',
    ])
    const entries = (await office.database('supervision_entry').where({ action: 'licence.renewed-by-silence' })) as {
      at: number | string
      subject: string
    }[]
    expect(entries).toMatchObject([{ subject: `case:${caseId}` }])
    expect(Number(entries[0]!.at)).toBe(Date.parse('2027-09-18T00:00:00+08:00'))

    await expect(decides('refuse')).rejects.toMatchObject({ code: 'LICENCE_RENEWED_BY_SILENCE' })
    await person('pizhun').completes((await person('pizhun').inbox())[0]!.taskId, 'grant')
    // confirmed, not renewed a second time
    expect(await record(licenceNo)).toMatchObject({ valid_until: '2028-09-17', paper_case_id: caseId })
    expect((await seen(licenceNo)).history.slice(-2)).toMatchObject([
      { text: '逾期未决定,视为准予延续', actorName: null, until: '2028-09-17' },
      { text: '决定延续', from: '2027-09-18', until: '2028-09-17' },
    ])
  })

  it('whose renewal was asked for too late is told so, lapses without a decision, and is still renewed by a late one', async () => {
    const licenceNo = await granted()
    // 届满三十日前: 18 August is the last day, 19 August is too late
    await passes('2027-08-19')
    const { items } = await office.cases.licenceChoices(await caller('shenqing'), 'renew')
    expect(items[0]!.notice).toContain('届满30日前')
    const caseId = await applies('renew', { licenceNo })
    expect((await person('shenqing').timeline(caseId)).map(({ action }) => action)).toContain(items[0]!.notice)
    await passes('2027-09-18')
    expect(await seen(licenceNo)).toMatchObject({ standing: 'lapsed', standingText: '已过期', daysLeft: null })
    await decides()
    expect(await seen(licenceNo)).toMatchObject({ standing: 'valid', validUntil: '2028-09-17' })
  })

  it('past its end lapses by itself: nothing but striking it off can be asked for', async () => {
    const licenceNo = await granted()
    await passes('2027-09-18')
    expect((await seen(licenceNo)).acts.map(({ act, blocked }) => [act, blocked])).toEqual([
      ['alter', '这本证照已于2027年9月17日到期,不能变更'],
      ['cancel', null],
      ['reissue', '这本证照已于2027年9月17日到期,不能补发'],
      ['renew', '这本证照已于2027年9月17日到期,不能延续,请重新申请许可'],
    ])
    expect(await problemsOf('renew', licenceNo)).toMatchObject([{ path: 'licenceNo', code: 'LICENCE_NOT_FIT' }])
    expect((await office.cases.listLicences(await caller('shenqing'), { view: 'mine', state: 'lapsed', limit: 9 })).items).toHaveLength(1)
    expect((await office.cases.listLicences(await caller('shenqing'), { view: 'mine', due: true, limit: 9 })).items).toHaveLength(0)
  })

  it('is replaced: the paper that was lost is void, the licence is not', async () => {
    const licenceNo = await granted()
    const caseId = await applies('reissue', { licenceNo })
    await decides()
    expect(await record(licenceNo)).toMatchObject({ paper_case_id: caseId, state: 'valid', valid_until: '2027-09-17' })
  })

  it('takes one application at a time: the second is told which case is open, and may follow when that is decided or taken back', async () => {
    // given an alteration that is not decided
    const licenceNo = await granted()
    const open = await applies('alter', { licenceNo, address: '别处' })
    const { caseNo } = await person('shenqing').sees(open)
    // then nothing else is asked for meanwhile, and the list of licences says so before the form is filled in
    const message = `这本证照的变更正在办理(办件编号${caseNo}),作出决定或者撤回该申请后才能申请注销`
    expect(await problemsOf('cancel', licenceNo)).toEqual([{ path: 'licenceNo', code: 'LICENCE_NOT_FIT', message }])
    expect(await office.cases.licenceChoices(await caller('shenqing'), 'cancel')).toMatchObject({ items: [{ blocked: message }] })
    expect(await problemsOf('reissue', licenceNo)).toMatchObject([{ code: 'LICENCE_NOT_FIT' }])
    // and of two that come at once one is refused
    await decides()
    const both = await Promise.allSettled([applies('cancel', { licenceNo }), applies('reissue', { licenceNo })])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('is asked to be renewed also while an alteration is open, for its day is set by law, but not while it is to be struck off', async () => {
    const [altered, given] = [await granted(), await granted()]
    await applies('alter', { licenceNo: altered, address: '别处' })
    await applies('renew', { licenceNo: altered })
    expect(await problemsOf('cancel', altered)).toMatchObject([{ code: 'LICENCE_NOT_FIT' }])
    await applies('cancel', { licenceNo: given })
    expect(await problemsOf('renew', given)).toMatchObject([{ message: expect.stringContaining('注销正在办理') as string }])
  })

  it('is struck off by its holder', async () => {
    const licenceNo = await granted()
    await applies('cancel', { licenceNo, ground: '第（二）项', facts: '不再经营' })
    await decides()
    expect(await seen(licenceNo)).toMatchObject({ standing: 'cancelled', standingText: '已注销' })
  })

  it('that is gone when an application about it comes to its decision is not changed any more', async () => {
    const licenceNo = await granted()
    await applies('alter', { licenceNo, address: '别处' })
    const [alteration] = await person('pizhun').inbox()
    await office.cases.claim(await caller('pizhun'), alteration!.taskId)
    // when the organ has struck it off meanwhile
    await licences(office.database).update(await record(licenceNo), { state: 'cancelled', state_at: START })
    const refusal = { code: 'LICENCE_NOT_IN_FORCE', message: `证照 ${licenceNo} 已注销,不能变更。请核对证照的当前状态` }
    await expect(person('pizhun').completes(alteration!.taskId, 'grant')).rejects.toMatchObject(refusal)
    await person('pizhun').completes(alteration!.taskId, 'refuse')
  })
})
