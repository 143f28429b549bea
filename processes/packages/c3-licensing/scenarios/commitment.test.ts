import { describe, expect } from 'vitest'
import { scenario, type Scenario } from '@lianban/processes/testing'
import { aDelivery, aForm, audited, cast, checkedOnSite, FOLDER, MATTER, theMaterials } from './food-business.ts'

/** A seller of food, for whom the matter allows promises. */
const aSeller = () => aForm({ businessForm: '食品销售经营者', items: ['散装食品销售'] })
const PROMISED = ['floor-plan', 'safety-system']

async function handedInPromising(s: Scenario): Promise<string> {
  const { applicant } = cast(s)
  const { 'floor-plan': _plan, 'safety-system': _system, ...rest } = await theMaterials(applicant)
  return applicant.submits(MATTER, aSeller(), rest, undefined, { commitment: { agreed: true, materials: PROMISED } })
}

async function grantedOnPromise(s: Scenario): Promise<string> {
  const { windowClerk, approver, deliveryClerk } = cast(s)
  const caseId = await handedInPromising(s)
  await windowClerk.does('Task_Intake', 'accept-commitment')
  await s.documents.make()
  await s.documents.make()
  await approver.does('Task_DecideCommitment', 'grant')
  await s.documents.make()
  await s.documents.make()
  await deliveryClerk.does('Task_Deliver', 'deliver', { form: { ...aDelivery, deliveredOn: '2026-09-18' } })
  await s.documents.make()
  return caseId
}

const told = async (s: Scenario, caseId: string, action: string): Promise<Record<string, unknown>[]> => {
  await s.supervise()
  const { items } = await s.tenants.supervision.entries(s.tenantId, { subject: `case:${caseId}`, limit: 200 })
  return items.filter((entry) => entry.action === action).map(({ payload }) => payload as Record<string, unknown>)
}
const cardTitles = async (s: Scenario): Promise<string[]> => {
  await s.supervise()
  return (await s.supervision.cards.list(await cast(s).auditor.caller(), { limit: 50 })).items.map(({ title }) => title)
}

describe('食品经营许可: 告知承诺', () => {
  scenario('promised and kept: decided at once, checked in time by someone who did not decide', FOLDER, async (s) => {
    const { applicant, windowClerk, approver, handler, leader } = cast(s)
    const caseId = await handedInPromising(s)
    expect((await applicant.sees(caseId)).commitment).toMatchObject({
      status: 'signed',
      signedName: '三湖县湖畔面馆',
      channelText: '网上签署',
      check: null,
    })
    const task = await windowClerk.opens('Task_Intake')
    // The promise stands: there is nothing to sign again, and the usual way is no choice.
    expect(task.actions.map(({ key, fields }) => [key, fields !== undefined])).toEqual([
      ['accept-commitment', false],
      ['supplement', true],
      ['correct', true],
      ['not-accept', true],
      ['not-required', false],
    ])
    await expect(windowClerk.does('Task_Intake', 'accept')).rejects.toMatchObject({ code: 'COMMITMENT_SIGNED' })
    await windowClerk.completes(task.task.taskId, 'accept-commitment')
    const [paper] = await s.documents.make()
    expect(paper).toMatchObject({ name: '告知承诺书', number: '三市监许诺〔2026〕1号' })
    expect(paper!.html).toContain('经营场所与有毒、有害场所')
    await s.documents.make()
    expect(await handler.inbox()).toEqual([])
    await approver.does('Task_DecideCommitment', 'grant')
    await s.documents.make()
    await s.documents.make()

    // Two months after the grant, on the day of its number; a Wednesday.
    const granted = await handler.sees(caseId)
    expect(granted.commitment).toMatchObject({
      status: 'open',
      materialNames: ['经营场所平面布局图', '食品安全管理制度'],
      check: { organName: '三湖县市场监督管理局', dueDay: '2026-11-18' },
      refusal: null,
    })
    const duties = await s.cases.listChecks(await handler.caller(), { state: 'owed', limit: 10 })
    expect(duties.items).toMatchObject([{ caseId, statusText: '待核查', canOpen: true, canRecord: true }])
    expect((await s.cases.listChecks(await cast(s).otherBureau.caller(), { state: 'owed', limit: 10 })).items).toEqual([])
    await s.tenants.users.grantPost({
      tenantId: s.tenantId,
      userId: 'pizhun',
      organId: 'scjg',
      post: 'handler',
      by: { actor: { userId: 'system' } },
    })

    const record = async (who: typeof handler, result: { kept: boolean; finding: string }) =>
      s.cases.recordCheck(await who.caller(), caseId, result)
    await expect(record(applicant, { kept: true, finding: '都属实' })).rejects.toMatchObject({ status: 404 })
    await expect(record(leader, { kept: true, finding: '都属实' })).rejects.toMatchObject({ status: 404 })
    await expect(record(approver, { kept: true, finding: '都属实' })).rejects.toMatchObject({ code: 'CHECK_NOT_YOURS' })
    await expect(record(handler, { kept: true, finding: '' })).rejects.toMatchObject({ code: 'REASON_REQUIRED' })
    await record(handler, { kept: true, finding: '11月2日现场查看,条件符合承诺' })
    await expect(record(handler, { kept: false, finding: '再改' })).rejects.toMatchObject({ code: 'CHECK_NOT_OWED' })
    expect((await handler.sees(caseId)).commitment).toMatchObject({
      status: 'kept',
      statusText: '核查属实',
      check: { checkedBy: '赵志强' },
    })
    await s.at('2026-12-20T09:00:00+08:00')
    expect(await told(s, caseId, 'check.overdue')).toEqual([])
  })

  scenario('promised and false: a mark, an entry and a card', FOLDER, async (s) => {
    const { officerA, auditor, applicant } = cast(s)
    const caseId = await grantedOnPromise(s)
    await s.cases.recordCheck(await officerA.caller(), caseId, { kept: false, finding: '没有张挂食品安全管理制度,生熟未分开' })
    expect((await auditor.sees(caseId)).commitment).toMatchObject({ status: 'false', statusText: '核查不实', refusal: '' })
    expect(await told(s, caseId, 'check.completed')).toMatchObject([{ kept: false, late: false }])
    expect(await cardTitles(s)).toEqual(['承诺不实'])
    const line = (await auditor.timeline(caseId)).find(({ stepName }) => stepName === '承诺核查')
    expect(line).toMatchObject({ action: '核查不实,可以依法撤销许可', actorName: '孙建国' })
    expect((await applicant.sees(caseId)).commitment).toMatchObject({ status: 'false' })
    const done = await s.cases.listChecks(await officerA.caller(), { state: 'done', limit: 10 })
    expect(done.items).toMatchObject([{ caseId, statusText: '核查不实', doneBy: '孙建国' }])
  })

  scenario('the check is overdue: once, with a card for the organ, and can still be done', FOLDER, async (s) => {
    const { handler, leader } = cast(s)
    const caseId = await grantedOnPromise(s)
    await s.at('2026-11-19T00:00:00+08:00')
    expect(await told(s, caseId, 'check.overdue')).toEqual([])
    await s.at('2026-11-19T09:00:00+08:00')
    expect(await told(s, caseId, 'check.overdue')).toHaveLength(1)
    expect(await s.cases.sweepDuties(s.tenantId)).toBe(0)
    expect(await cardTitles(s)).toEqual(['承诺核查逾期'])
    expect((await s.notices.list(await leader.caller(), { limit: 20 })).items.map(({ title }) => title)).toContain(
      '承诺核查逾期:三湖县湖畔面馆',
    )
    await s.cases.recordCheck(await handler.caller(), caseId, { kept: true, finding: '现场查看符合' })
    expect(await told(s, caseId, 'check.completed')).toMatchObject([{ kept: true, late: true }])
  })

  scenario('signed before the clerk, sent on to the usual way, and still checked afterwards', FOLDER, async (s) => {
    const { applicant, windowClerk, approver } = cast(s)
    const caseId = await applicant.submits(MATTER, aSeller(), await theMaterials(applicant))
    expect((await windowClerk.opens('Task_Intake')).actions.map(({ key }) => key)).toEqual([
      'accept',
      'accept-commitment',
      'supplement',
      'correct',
      'not-accept',
      'not-required',
    ])
    await expect(windowClerk.does('Task_Intake', 'accept-commitment')).rejects.toMatchObject({ code: 'COMMITMENT_NOT_ALLOWED' })
    const { taskId } = (await windowClerk.inbox())[0]!
    await windowClerk.completes(taskId, 'accept-commitment', { fields: { agreed: true } })
    await s.documents.make()
    await s.documents.make()
    expect((await applicant.sees(caseId)).commitment).toMatchObject({ channelText: '窗口当面签署', materialNames: [] })
    await approver.does('Task_DecideCommitment', 'general', { opinion: '经营面积较大,需要现场核查' })
    await checkedOnSite(s)
    await audited(s)
    await approver.does('Task_Decide', 'grant')
    expect((await applicant.sees(caseId)).commitment).toMatchObject({ status: 'open' })
  })

  scenario('only for whom, and only for what, the matter allows it', FOLDER, async (s) => {
    const { applicant, windowClerk, approver } = cast(s)
    const materials = await theMaterials(applicant)
    const { 'floor-plan': _, ...rest } = materials
    const restaurant = applicant.submits(MATTER, aForm(), rest, undefined, { commitment: { agreed: true, materials: ['floor-plan'] } })
    await expect(restaurant).rejects.toMatchObject({ details: { problems: [{ path: 'commitment', code: 'COMMITMENT_NOT_ALLOWED' }] } })
    const { identity: _id, ...noId } = materials
    const tooMuch = applicant.submits(MATTER, aSeller(), noId, undefined, { commitment: { agreed: true, materials: ['identity'] } })
    await expect(tooMuch).rejects.toMatchObject({ details: { problems: [{ path: 'materials.identity', code: 'NOT_PROMISABLE' }] } })

    const caseId = await handedInPromising(s)
    await windowClerk.does('Task_Intake', 'not-accept', { opinion: '不属于本机关职权范围' })
    await s.documents.make()
    expect((await applicant.sees(caseId)).commitment).toMatchObject({ status: 'void', check: null })
    expect(await approver.inbox()).toEqual([])
  })
})
