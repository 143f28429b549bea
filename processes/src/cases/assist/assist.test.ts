import { readFileSync } from 'node:fs'
import { newId, serviceHalls, type ProxyRecord } from '@lianban/storage'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PACKAGES_FOLDER } from '../../packages/templates.ts'
import { createQueues, DEFAULT_READER } from '../../queue/index.ts'
import { Actor, FOOD_FORM, FOOD_MATTER, openOffice, type Office } from '../../testing/index.ts'
import type { NewApplicant } from './applicants.ts'

const FORM = { ...FOOD_FORM, address: '三湖县稻香镇文化路 1 号' }
const KEYS = ['identity', 'floor-plan', 'safety-system', 'health-certificates']
const PROXY: ProxyRecord = { name: '阿卜杜热合曼·买买提', idNumber: '11010519491231002X' }
const FIRM: NewApplicant = {
  kind: 'organisation',
  name: '三湖县湖畔人家餐饮管理有限公司',
  number: '91350100M000100Y43',
  phone: '13800138000',
  legalPerson: '李湖生',
}
const REVIEW = { form: { finding: '齐全', siteDate: '2026-09-21', officerA: 'takan1', officerB: 'takan2' } }
const RURAL = JSON.parse(readFileSync(`${PACKAGES_FOLDER}/c3-licensing/matters/rural-planning-permit.json`, 'utf8')) as {
  key: string
  procedure: { firstReview: { field: string; organs: Record<string, string> } }
}
const SETTINGS = { classes: [{ letter: 'A', name: '综合业务' }], windows: 9, ordinaryPerPriority: 2, reader: DEFAULT_READER }

/** A number with a right check character for the day of birth. */
function citizenId(sequence: number): string {
  const body = `320899199001${String(10 + (sequence % 10))}${String(100 + sequence)}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, at) => total + weight * Number(body[at]), 0)
  return body + '10X98765432'[sum % 11]
}

let office: Office
let people = 0
/** Of the case that was entered last. */
let papers: string[] = []
const person = (userId: string) => new Actor(office, userId)
const caller = (userId: string) => person(userId).caller()
const logOf = async (subject: string) =>
  (await office.tenants.supervision.entries(office.tenantId, { subject, limit: 50 })).items.map((entry) => ({ ...entry }))
const newPerson = (): NewApplicant => ({ kind: 'person', name: '周敏', number: citizenId(++people), phone: '13800138000' })
const registered = async (given = newPerson(), clerk = 'chuangkou') =>
  (await office.cases.registerApplicant(await caller(clerk), given)).applicant.id
const uploaded = async (clerk: string, keys = KEYS): Promise<Record<string, string[]>> => {
  const materials: Record<string, string[]> = {}
  for (const key of keys) materials[key] = [await person(clerk).uploads()]
  return materials
}

interface Entered {
  clerk?: string
  applicantId?: string
  proxy?: ProxyRecord
  materials?: Record<string, string[]>
  ticketId?: string
  key?: string
}
async function enters({ clerk = 'chuangkou', applicantId, proxy, materials, ticketId, key = newId() }: Entered = {}): Promise<string> {
  const who = await caller(clerk)
  const { caseId } = await office.cases.submitAssisted(who, {
    ...{ applicantId: applicantId ?? (await registered()), matterKey: FOOD_MATTER, form: FORM, proxy, ticketId, idempotencyKey: key },
    materials: materials ?? (await uploaded(clerk, proxy ? [...KEYS, 'power-of-attorney'] : KEYS)),
  })
  papers = (await office.documents.make(caseId)).map(({ html }) => html)
  return caseId
}

beforeAll(async () => {
  office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-licensing`, startAt: Date.parse('2026-09-18T09:00:00+08:00') })
})
afterAll(() => office.close())

describe('an applicant at a window', () => {
  it('is found by his whole number alone, and every look-up is in the log', async () => {
    const clerk = await caller('chuangkou')
    const found = await office.cases.findApplicant(clerk, { kind: 'person', number: '320899198803060020' })
    expect(found).toEqual({
      ...{ id: 'shenqing', kind: 'person', name: '李春华', number: '320899198803060020', phone: '139****0001' },
      ...{ legalPerson: null, canActivate: false },
    })
    expect(await office.cases.findApplicant(clerk, { kind: 'person', number: '11010519491231002x' })).toBeNull()
    await expect(office.cases.findApplicant(clerk, { kind: 'person', number: '320899198803060021' })).rejects.toMatchObject({
      code: 'FORM_INVALID',
      details: { problems: [{ path: 'number', message: expect.stringContaining('第 18 位校验不符') as unknown }] },
    })
    expect((await logOf('user:shenqing')).at(-1)).toMatchObject({ action: 'applicant.looked-up', actorId: 'chuangkou' })
    expect((await logOf('user:-')).at(-1)).toMatchObject({ payload: { number: '11010519491231002X', found: false } })
  })

  it('who has no account gets one without a password; the code of his receipt lets him choose one', async () => {
    const given = newPerson()
    const clerk = await caller('chuangkou')
    const { applicant, activation } = await office.cases.registerApplicant(clerk, given)
    expect(applicant).toMatchObject({ name: '周敏', number: given.number, phone: '138****8000', canActivate: true })
    expect(activation.username).toBe(given.number)
    const { tenantId, tenants } = office
    const login = await tenants.login.withPassword({ tenantId, username: given.number, password: activation.code })
    expect(login).toMatchObject({ step: 'password' })
    expect(await office.cases.findApplicant(clerk, given)).toEqual(applicant)
    await expect(office.cases.registerApplicant(clerk, given)).rejects.toMatchObject({ code: 'APPLICANT_KNOWN' })
    const again = await office.cases.activateApplicant(clerk, applicant.id)
    expect(again.code).not.toBe(activation.code)
    await expect(office.cases.activateApplicant(clerk, 'shenqing')).rejects.toMatchObject({ code: 'APPLICANT_UNKNOWN' })
    expect((await logOf(`user:${applicant.id}`)).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['user.created', 'applicant.looked-up', 'user.password-reset']),
    )
  })

  it('an organisation is known by its code, with its name in full and who stands for it', async () => {
    const clerk = await caller('chuangkou')
    const { applicant } = await office.cases.registerApplicant(clerk, { ...FIRM, number: FIRM.number.toLowerCase() })
    expect(applicant).toMatchObject({ kind: 'organisation', name: FIRM.name, number: FIRM.number, legalPerson: '李湖生' })
    expect(await office.cases.findApplicant(clerk, FIRM)).toEqual(applicant)
  })

  it.each([
    ['no name', { name: ' ' }, 'name'],
    ['a wrong number', { number: '32089919880306002X' }, 'number'],
    ['no mobile number', { phone: '12345' }, 'phone'],
    ['an organisation without a head', { ...FIRM, legalPerson: '' }, 'legalPerson'],
  ])('%s is refused at its place', async (_, wrong, path) => {
    const given = { ...newPerson(), ...wrong }
    const refused = office.cases.registerApplicant(await caller('chuangkou'), given)
    await expect(refused).rejects.toMatchObject({ code: 'FORM_INVALID', details: { problems: [{ path }] } })
  })
})

describe('an application that a clerk enters', () => {
  it('belongs to the applicant, and says by whom it was entered', async () => {
    const applicantId = await registered()
    const caseId = await enters({ applicantId })
    const own = await office.cases.list(await caller(applicantId), { view: 'mine', limit: 10 })
    expect(own.items).toMatchObject([{ id: caseId, applicantName: FORM.operatorName }])
    const detail = await person(applicantId).sees(caseId)
    expect(detail.assistance).toEqual({ enteredBy: '王小燕', enteredAt: office.clock(), proxy: null })
    expect(detail.receipt?.queryCode).toMatch(/^\d{6}$/)
    expect((await person(applicantId).timeline(caseId))[0]).toMatchObject({ actorName: '王小燕(代周敏)', action: '提交申请' })
    const entries = await logOf(`case:${caseId}`)
    expect(entries.find(({ action }) => action === 'case.submitted')).toMatchObject({
      ...{ actorId: 'chuangkou', actorName: '王小燕(代周敏)', onBehalfOf: applicantId },
      payload: { channel: 'window' },
    })
    expect(entries.find(({ action }) => action === 'case.assisted')).toMatchObject({ payload: { applicantKind: 'person', proxy: null } })
    const refused = office.cases.get(await caller('shenqing'), caseId)
    await expect(refused).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('its papers are the applicant’s own from then on: next time they are offered to him, and no more to the clerk', async () => {
    const applicantId = await registered()
    await enters({ applicantId })
    const { reusable, prefill, applicant } = await office.cases.startAssisted(await caller('chuangkou'), {
      ...{ applicantId, matterKey: FOOD_MATTER },
    })
    expect(applicant).toMatchObject({ id: applicantId })
    expect(reusable.map(({ materialKey }) => materialKey)).toContain('identity')
    expect(prefill.last?.values).toMatchObject({ operatorName: FORM.operatorName })
    const own = await office.cases.reusableMaterials(await caller(applicantId), FOOD_MATTER)
    expect(own.map(({ fileId }) => fileId).sort()).toEqual(reusable.map(({ fileId }) => fileId).sort())
    expect((await logOf(`user:${applicantId}`)).at(-1)).toMatchObject({ action: 'applicant.data-used', payload: { matter: FOOD_MATTER } })
  })

  it('through a proxy needs the power of attorney; the proxy stands on the case, its papers and its receipt', async () => {
    const applicantId = await registered()
    const without = enters({ applicantId, proxy: PROXY, materials: await uploaded('chuangkou') })
    await expect(without).rejects.toMatchObject({
      code: 'FORM_INVALID',
      details: { problems: [{ path: 'materials.power-of-attorney', message: '请上传“授权委托书”' }] },
    })
    const caseId = await enters({ applicantId, proxy: PROXY })
    const shown = { name: PROXY.name, idNumber: '1101**********002X' }
    const detail = await person('chuangkou').sees(caseId)
    expect(detail.assistance?.proxy).toEqual(shown)
    expect(detail.materials.find(({ key }) => key === 'power-of-attorney')).toMatchObject({ name: '授权委托书', files: [{ grade: 'C' }] })
    const receipt = await office.cases.windowReceipt(await caller('chuangkou'), caseId)
    expect(receipt).toMatchObject({
      ...{ caseNo: detail.caseNo, applicantName: FORM.operatorName, proxy: shown, enteredBy: '王小燕' },
      materials: expect.arrayContaining(['授权委托书（1份）']) as unknown,
    })
    expect(receipt.statusUrl).toMatch(/^https:\/\/example\.test\/receipt\/.+/)
    expect((await logOf(`case:${caseId}`)).find(({ action }) => action === 'case.assisted')).toMatchObject({ payload: { proxy: PROXY } })
    expect(papers.join()).toContain(`（代理人：${PROXY.name}）`)
  })

  it.each([
    ['a number that is wrong', { name: '张三', idNumber: '110105194912310021' }, 'proxy.idNumber'],
    ['no name', { ...PROXY, name: '' }, 'proxy.name'],
  ])('a proxy with %s is refused', async (_, proxy, path) => {
    await expect(enters({ proxy })).rejects.toMatchObject({ code: 'FORM_INVALID', details: { problems: [{ path }] } })
  })

  it('nobody is his own proxy', async () => {
    const given = newPerson()
    const applicantId = await registered(given)
    const proxy = { name: given.name, idNumber: given.number }
    await expect(enters({ applicantId, proxy })).rejects.toMatchObject({ details: { problems: [{ path: 'proxy.idNumber' }] } })
  })

  it('a second click enters nothing twice', async () => {
    const given = { applicantId: await registered(), materials: await uploaded('chuangkou'), key: newId() }
    expect(await enters(given)).toBe(await enters(given))
  })

  it('whoever entered it may accept it, and does not handle it: entering is part of the intake', async () => {
    const by = { actor: { userId: 'anquan', name: '吕安' } }
    await office.tenants.users.grantPost({ tenantId: office.tenantId, userId: 'chuangkou', organId: 'scjg', post: 'handler', by })
    const entered = await enters()
    const task = async (userId: string, elementId: string) =>
      (await person(userId).inbox()).find((item) => item.caseId === entered && item.elementId === elementId)!.taskId
    await person('chuangkou').completes(await task('chuangkou', 'Task_Intake').then(claimed('chuangkou')), 'accept')
    await office.documents.make(entered)
    const review = await task('chuangkou', 'Task_Review')
    await expect(office.cases.claim(await caller('chuangkou'), review)).rejects.toMatchObject({
      code: 'NOT_AUTHORIZED',
      details: { rule: expect.stringMatching(/^sod_/) as unknown },
    })
    await person('chengban').completes(await claimed('chengban')(review), 'submit', REVIEW)
  })

  it('a colleague accepts it, and whoever only entered it does not handle it either', async () => {
    const by = { actor: { userId: 'anquan', name: '吕安' } }
    await office.tenants.users.grantPost({ tenantId: office.tenantId, userId: 'shenhe', organId: 'scjg', post: 'window-clerk', by })
    const entered = await enters({ clerk: 'shenhe' })
    const { items } = await office.cases.inbox(await caller('chuangkou'), { view: 'todo', limit: 100 })
    await person('chuangkou').completes(
      await claimed('chuangkou')(items.find((item) => item.caseId === entered && item.elementId === 'Task_Intake')!.taskId),
      'accept',
    )
    await office.documents.make(entered)
    await office.tenants.users.grantPost({ tenantId: office.tenantId, userId: 'shenhe', organId: 'scjg', post: 'handler', by })
    const open = await office.cases.whoCanTake(await caller('juzhang'), entered)
    const judged = open.find(({ elementId }) => elementId === 'Task_Review')!.people.find(({ userId }) => userId === 'shenhe')
    expect(judged).toMatchObject({ allowed: false, rule: expect.stringMatching(/^sod_/) as unknown })
  })
  const claimed = (userId: string) => async (taskId: string) => {
    await office.cases.claim(await caller(userId), taskId)
    return taskId
  }
})

describe('who may enter for whom', () => {
  const refused = { code: 'NOT_AUTHORIZED' }
  beforeEach(() => office.database('service_hall').delete())
  const hall = () =>
    serviceHalls(office.database).replace({
      ...{ tenant_id: office.tenantId, id: 'hall', organ_id: 'zwb', name: '大厅', settings: SETTINGS, version: 1, changed_at: 0 },
    })

  it('a window clerk for the matters of his own organ', async () => {
    const keys = (await office.cases.assistedMatters(await caller('chuangkou'))).map(({ key }) => key)
    expect(keys).toContain(FOOD_MATTER)
    expect((await office.cases.assistedMatters(await caller('chengguan'))).map(({ key }) => key)).not.toContain(FOOD_MATTER)
    const applicantId = await registered(newPerson(), 'chengguan')
    await expect(enters({ clerk: 'chengguan', applicantId })).rejects.toMatchObject(refused)
    await expect(office.cases.startAssisted(await caller('chengguan'), { applicantId, matterKey: FOOD_MATTER })).rejects.toMatchObject(
      refused,
    )
  })

  it('a town for a matter that it receives and reviews first, where the application names it', async () => {
    const { organs, field } = RURAL.procedure.firstReview
    const [own, other] = Object.keys(organs)
    const by = { actor: { userId: 'anquan', name: '吕安' } }
    const { tenantId, tenants, cases } = office
    const posts = [{ organId: own!, post: 'window-clerk' }]
    const account = { tenantId, id: 'town-clerk', username: 'town-clerk', name: '乡镇窗口', kind: 'staff' as const, posts, by }
    await tenants.users.createWithOneTimePassword(account)
    const clerk = await caller('town-clerk')
    expect((await cases.assistedMatters(clerk)).map(({ key }) => key)).toEqual([RURAL.key])
    const applicantId = await registered(newPerson(), 'town-clerk')
    const named = (organ: string) =>
      cases.submitAssisted(clerk, { applicantId, matterKey: RURAL.key, form: { [field]: organ }, materials: {}, idempotencyKey: newId() })
    await expect(named(other!)).rejects.toMatchObject(refused)
    await expect(named(own!)).rejects.toMatchObject({ code: 'FORM_INVALID' })
  })

  it('the comprehensive window for all, once the organ that it is of runs a hall', async () => {
    const applicantId = await registered()
    await expect(enters({ clerk: 'zonghe', applicantId })).rejects.toMatchObject(refused)
    await hall()
    const caseId = await enters({ clerk: 'zonghe', applicantId })
    expect((await office.cases.assistedToday(await caller('zonghe'))).items).toMatchObject([{ caseId, enteredBy: '苏敏' }])
    expect((await person('chuangkou').inbox()).map((item) => item.caseId)).toContain(caseId)
  })

  it.each(['chengban', 'shenqing', 'zhuguan', 'jianjian', 'xitong'])('not %s', async (userId) => {
    const who = await caller(userId)
    await expect(office.cases.findApplicant(who, { kind: 'person', number: '320899198803060020' })).rejects.toMatchObject(refused)
    await expect(office.cases.registerApplicant(who, newPerson())).rejects.toMatchObject(refused)
    await expect(office.cases.assistedMatters(who)).rejects.toMatchObject(refused)
    const applicantId = await registered()
    await expect(enters({ clerk: userId, applicantId, materials: {} })).rejects.toMatchObject(refused)
  })

  it('nobody for staff, nor for whoever is not known by a number', async () => {
    for (const applicantId of ['chengban', 'nobody'])
      await expect(enters({ applicantId })).rejects.toMatchObject({ code: 'APPLICANT_UNKNOWN' })
  })

  it('nobody for himself', async () => {
    const given = newPerson()
    const applicantId = await registered(given)
    await office.database('user').where({ id: 'chuangkou' }).update({ citizen_id: given.number })
    await expect(enters({ applicantId })).rejects.toMatchObject({ code: 'APPLICANT_OWN_CASE' })
    await office.database('user').where({ id: 'chuangkou' }).update({ citizen_id: null })
  })

  it('another’s file is none of the materials, and another’s receipt is not printed', async () => {
    const materials = { ...(await uploaded('chuangkou')), identity: [await person('shenqing').uploads()] }
    await expect(enters({ materials })).rejects.toMatchObject({
      details: { problems: [{ path: 'materials.identity', code: 'FILE_NOT_FOUND' }] },
    })
    const caseId = await enters()
    await expect(office.cases.windowReceipt(await caller('chengguan'), caseId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('the number that the applicant was called by is kept with the case, if it stands at this window', async () => {
    await hall()
    const { database, tenants, notices, clock, tenantId } = office
    const queues = createQueues({ database, tenants, notices, clock })
    const { token } = await queues.registerDevice(await caller('xitong'), { hallId: 'hall', kind: 'kiosk', name: '取号机' })
    const clerk = await caller('chuangkou')
    await queues.take(await queues.device(tenantId, token), { letter: 'A', priority: 'none' })
    await queues.open(clerk, { hallId: 'hall', window: 3, classes: ['A'] })
    const { current } = await queues.next(clerk)
    const caseId = await enters({ ticketId: current!.id })
    expect((await logOf(`case:${caseId}`)).find(({ action }) => action === 'case.assisted')).toMatchObject({
      payload: { ticket: current!.id },
    })
    await queues.serve(clerk)
    await expect(enters({ ticketId: current!.id })).rejects.toMatchObject({ code: 'TICKET_NOT_CALLED' })
  })
})
