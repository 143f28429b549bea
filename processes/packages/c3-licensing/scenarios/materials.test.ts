import { describe, expect } from 'vitest'
import { scenario, type Actor, type Scenario } from '@lianban/processes/testing'
import { accepted, aDelivery, aForm, audited, cardsAnswered, cast, checkedOnSite, FOLDER, MATTER, theMaterials } from './food-business.ts'

/** Everything but the health certificates, which may follow. */
async function handedInWithout(s: Scenario): Promise<string> {
  const { applicant } = cast(s)
  const { 'health-certificates': _, ...rest } = await theMaterials(applicant)
  return applicant.submits(MATTER, aForm(), rest, undefined, { deferred: ['health-certificates'] })
}

async function acceptedDeferred(s: Scenario): Promise<string> {
  const caseId = await handedInWithout(s)
  await cast(s).windowClerk.does('Task_Intake', 'accept-deferred')
  await s.documents.make()
  await s.documents.make()
  return caseId
}

const cardTitles = async (s: Scenario): Promise<string[]> => {
  await s.supervise()
  const { items } = await s.supervision.cards.list(await cast(s).auditor.caller(), { limit: 50 })
  return items.map(({ title }) => title).sort()
}

const actionsOf = async (s: Scenario, caseId: string): Promise<string[]> => {
  await s.supervise()
  const { items } = await s.tenants.supervision.entries(s.tenantId, { subject: `case:${caseId}`, limit: 200 })
  return items.map(({ action }) => action)
}

/** All entries of one action about a case, oldest first, with what they say. */
const told = async (s: Scenario, caseId: string, action: string): Promise<Record<string, unknown>[]> => {
  await s.supervise()
  const { items } = await s.tenants.supervision.entries(s.tenantId, { subject: `case:${caseId}`, limit: 200 })
  return items.filter((entry) => entry.action === action).map(({ payload }) => payload as Record<string, unknown>)
}

const toTheDecision = async (s: Scenario): Promise<void> => {
  await checkedOnSite(s)
  await audited(s)
}

describe('食品经营许可: 容缺受理', () => {
  scenario('a debt is kept: accepted without, handed in before its day, then granted', FOLDER, async (s) => {
    const { applicant, windowClerk, approver } = cast(s)
    const caseId = await handedInWithout(s)
    // Nothing but 容缺 and 补正 is a choice: it is not complete, and cannot be accepted as if it were.
    expect((await windowClerk.opens('Task_Intake')).actions.map(({ key }) => key)).toEqual([
      'accept-deferred',
      'supplement',
      'correct',
      'not-accept',
      'not-required',
    ])
    await expect(windowClerk.does('Task_Intake', 'accept')).rejects.toMatchObject({
      code: 'MATERIALS_MISSING',
      message: expect.stringContaining('容缺受理'),
    })
    const { taskId } = (await windowClerk.inbox())[0]!
    await windowClerk.completes(taskId, 'accept-deferred')
    const [promise] = await s.documents.make()
    expect(promise).toMatchObject({ name: '容缺受理承诺书', number: '三市监许容〔2026〕1号' })
    expect(promise!.html).toContain('从业人员健康证明,2026年9月24日前补交')
    expect((await s.documents.make()).map(({ name }) => name)).toEqual(['受理通知书'])
    const owed = await applicant.sees(caseId)
    expect(owed).toMatchObject({ status: 'accepted', stepName: '审查' })
    expect(owed.debts).toMatchObject([
      { name: '从业人员健康证明', status: 'open', dueDay: '2026-09-24', workdaysLeft: 5, canSettle: true, canWaive: false },
    ])

    await toTheDecision(s)
    await expect(approver.does('Task_Decide', 'grant')).rejects.toMatchObject({
      code: 'DEBTS_OWED',
      message: expect.stringContaining('2026年9月24日'),
    })
    await applicant.settles(caseId, 'health-certificates', [await applicant.uploads('健康证.png', 'image/png')])
    await expect(applicant.settles(caseId, 'health-certificates', [await applicant.uploads()])).rejects.toMatchObject({
      code: 'DEBT_NOT_OWED',
    })
    const paid = await applicant.sees(caseId)
    expect(paid.debts).toMatchObject([{ status: 'settled', statusText: '已补交', closedBy: '李春华', canSettle: false }])
    expect(paid.materials.find(({ key }) => key === 'health-certificates')!.files).toHaveLength(1)
    await approver.completes((await approver.inbox())[0]!.taskId, 'grant')
    expect((await actionsOf(s, caseId)).filter((action) => action.startsWith('debt.')).sort()).toEqual(['debt.opened', 'debt.settled'])
    expect(await cardTitles(s)).toEqual([])
  })

  scenario('容缺 debt overdue: told once, a warning, then a card; no licence until the leader lets it go', FOLDER, async (s) => {
    const { applicant, approver, leader, windowClerk, deliveryClerk } = cast(s)
    const caseId = await acceptedDeferred(s)
    await s.at('2026-09-24T17:30:00+08:00')
    expect((await applicant.sees(caseId)).debts).toMatchObject([{ status: 'open' }])
    await s.at('2026-09-24T17:31:00+08:00')
    expect(await Promise.all([1, 2, 3].map(() => s.cases.sweepDuties(s.tenantId)))).toEqual([0, 0, 0])
    expect((await applicant.sees(caseId)).debts).toMatchObject([{ status: 'overdue', statusText: '逾期未补交' }])
    expect(await told(s, caseId, 'debt.overdue')).toHaveLength(1)
    expect(await cardTitles(s)).toContain('容缺材料逾期未补')
    const { items } = await s.notices.list(await applicant.caller(), { limit: 5 })
    expect(items[0]).toMatchObject({ title: '请尽快补交“从业人员健康证明”', link: `/my-cases/${caseId}` })

    await s.at('2026-10-09T17:31:00+08:00')
    expect(await cardTitles(s)).toContain('容缺逾期未处置')
    const mine = await s.cases.listDebts(await windowClerk.caller(), { state: 'overdue', limit: 10 })
    expect(mine.items).toMatchObject([{ caseId, what: '从业人员健康证明', status: 'overdue', workdaysLeft: -5 }])
    expect((await s.cases.listDebts(await cast(s).otherBureau.caller(), { state: 'owed', limit: 10 })).items).toEqual([])

    // As long as it is owed there is no licence.
    await toTheDecision(s)
    const decision = await approver.claims('Task_Decide')
    await expect(approver.completes(decision, 'grant')).rejects.toMatchObject({ code: 'DEBTS_OWED' })
    const waive = async (who: Actor, reason: string) => s.cases.waiveDebt(await who.caller(), caseId, 'health-certificates', { reason })
    await expect(waive(windowClerk, '不用交了')).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    await expect(waive(leader, ' ')).rejects.toMatchObject({ code: 'REASON_REQUIRED' })
    await waive(leader, '从业人员已经离职,不再需要')
    await expect(waive(leader, '再批一次')).rejects.toMatchObject({ code: 'DEBT_NOT_OWED' })
    expect((await leader.sees(caseId)).debts).toMatchObject([{ status: 'waived', closedBy: '钱立', reason: '从业人员已经离职,不再需要' }])
    await approver.completes(decision, 'grant')
    await s.documents.make()
    await s.documents.make()
    await deliveryClerk.does('Task_Deliver', 'deliver', { form: { ...aDelivery, deliveredOn: '2026-10-09' } })
    await s.documents.make()
    await cardsAnswered(s, 'cancel')
    expect((await applicant.sees(caseId)).status).toBe('granted')
    expect((await s.cases.listDebts(await windowClerk.caller(), { state: 'done', limit: 10 })).items).toMatchObject([{ status: 'waived' }])
    expect((await actionsOf(s, caseId)).filter((action) => action.startsWith('debt.'))).toEqual([
      ...['debt.opened', 'debt.overdue', 'debt.waived'],
    ])
    expect(await s.tenants.supervision.verifyDatabase(s.tenantId)).toMatchObject({ ok: true })
  })

  scenario('a refusal ends what was owed', FOLDER, async (s) => {
    const { applicant, approver } = cast(s)
    const caseId = await acceptedDeferred(s)
    await toTheDecision(s)
    await approver.does('Task_Decide', 'refuse', { opinion: '从业人员没有健康证明' })
    expect((await applicant.sees(caseId)).debts).toMatchObject([{ status: 'lapsed' }])
    await s.at('2026-10-15T09:00:00+08:00')
    expect(await told(s, caseId, 'debt.overdue')).toEqual([])
    expect(await told(s, caseId, 'debt.lapsed')).toHaveLength(1)
  })

  scenario('silence at intake: what was to follow is owed all the same', FOLDER, async (s) => {
    const { applicant } = cast(s)
    const caseId = await handedInWithout(s)
    await s.at('2026-09-24T17:30:00+08:00')
    const silent = await applicant.sees(caseId)
    expect(silent).toMatchObject({ deemedAccepted: true, status: 'accepted' })
    expect(silent.debts).toMatchObject([{ status: 'open', paperNo: null, canSettle: true }])
  })

  scenario('only what the matter lets follow may follow', FOLDER, async (s) => {
    const { applicant, windowClerk } = cast(s)
    const { identity: _, ...rest } = await theMaterials(applicant)
    await expect(applicant.submits(MATTER, aForm(), rest, undefined, { deferred: ['identity'] })).rejects.toMatchObject({
      code: 'FORM_INVALID',
      details: { problems: [{ path: 'materials.identity', code: 'NOT_DEFERRABLE' }] },
    })
    const caseId = await applicant.submits(MATTER, aForm(), await theMaterials(applicant))
    await expect(windowClerk.does('Task_Intake', 'accept-deferred')).rejects.toMatchObject({ code: 'NOTHING_TO_DEFER' })
    expect((await applicant.sees(caseId)).status).toBe('submitted')
  })
})

describe('食品经营许可: materials used again', () => {
  scenario('by grade: an original seen is offered as it is, an upload with a remark, a declaration never', FOLDER, async (s) => {
    const { applicant, windowClerk, otherBureau } = cast(s)
    const first = await applicant.submits(MATTER, aForm(), await theMaterials(applicant))
    const before = await windowClerk.sees(first)
    const fileOf = (key: string) => before.materials.find((material) => material.key === key)!.files[0]!
    expect(before.materials.map(({ key, files }) => [key, files[0]?.grade])).toEqual([
      ['business-licence', undefined],
      ['identity', 'C'],
      ['floor-plan', 'C'],
      ['safety-system', 'D'],
      ['health-certificates', 'C'],
      ['proxy', undefined],
    ])
    expect(fileOf('health-certificates').validUntil).toBe('2027-09-17')
    const see = async (who: Actor, fileId: string, validUntil?: string) =>
      s.cases.verifyOriginal(await who.caller(), fileId, validUntil === undefined ? {} : { validUntil })
    await expect(see(otherBureau, fileOf('identity').fileId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(see(applicant, fileOf('identity').fileId)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    await expect(see(windowClerk, fileOf('identity').fileId, '2026-09-17')).rejects.toMatchObject({ code: 'FORM_INVALID' })
    await expect(see(windowClerk, fileOf('safety-system').fileId)).rejects.toMatchObject({ code: 'ORIGINAL_NOT_VERIFIABLE' })
    await see(windowClerk, fileOf('identity').fileId, '2030-01-01')
    await expect(see(windowClerk, fileOf('identity').fileId)).rejects.toMatchObject({ code: 'ORIGINAL_NOT_VERIFIABLE' })
    expect(await told(s, first, 'material.verified')).toMatchObject([{ from: 'C', grade: 'B', validUntil: '2030-01-01' }])

    const offers = await s.cases.reusableMaterials(await applicant.caller(), MATTER)
    // The same content stands under another name once.
    expect(offers.map(({ materialKey, grade, mustShowOriginal }) => [materialKey, grade, mustShowOriginal])).toEqual([
      ['identity', 'B', false],
      ['floor-plan', 'C', true],
      ['health-certificates', 'C', true],
    ])
    expect(offers[0]).toMatchObject({
      gradeText: '已核原件',
      sourceCaseNo: before.caseNo,
      validUntil: '2030-01-01',
      watermark: '仅供三湖县市场监督管理局办理“食品经营许可”使用,2027年3月17日前有效,挪作他用无效',
    })
    const reuse = Object.fromEntries(offers.map(({ materialKey, fileId }) => [materialKey, [fileId]]))
    const second = await applicant.submits(
      MATTER,
      aForm({ address: '三湖县莲湖镇湖滨路20号' }),
      { 'safety-system': [await applicant.uploads('制度.pdf')] },
      undefined,
      { reuse },
    )
    const again = await windowClerk.sees(second)
    const used = again.materials.find(({ key }) => key === 'identity')!.files[0]!
    expect(used).toMatchObject({ grade: 'B', sourceCaseNo: before.caseNo, mustShowOriginal: false })
    expect(used.watermark).toContain(again.caseNo)
    expect(again.materials.find(({ key }) => key === 'floor-plan')!.files[0]).toMatchObject({
      grade: 'C',
      mustShowOriginal: true,
      watermark: null,
    })
    expect((await told(s, second, 'material.reused')).map(({ material, grade }) => [material, grade])).toEqual([
      ['identity', 'B'],
      ['floor-plan', 'C'],
      ['health-certificates', 'C'],
    ])
    expect(await told(s, second, 'case.submitted')).toMatchObject([{ reused: expect.arrayContaining(['identity', 'floor-plan']) }])
    for (const _ of [first, second]) await windowClerk.does('Task_Intake', 'not-accept', { opinion: '不属于本机关职权范围' })
    await s.documents.make()
    await s.supervise()
    const auditor = await cast(s).auditor.caller()
    const { rows } = await s.supervision.indicators.statistics(auditor, { by: 'organ', from: s.clock() - 1000, to: s.clock() + 1000 })
    // Of the second case's four all, of the first one's four none; its declaration has the content of an earlier upload.
    expect(rows.find(({ group }) => group === 'scjg')).toMatchObject({ rates: { reused: 0.5 } })
  })

  scenario('what is not offered is not taken: another’s paper, a declaration, an expired one', FOLDER, async (s) => {
    const { applicant, windowClerk } = cast(s)
    const first = await applicant.submits(MATTER, aForm(), await theMaterials(applicant))
    const given = (await windowClerk.sees(first)).materials
    const idOf = (key: string) => given.find((material) => material.key === key)!.files[0]!.fileId
    const materials = await theMaterials(applicant)
    const tried = async (key: string, id: string) => {
      const { [key]: _, ...rest } = materials
      return applicant.submits(MATTER, aForm(), rest, undefined, { reuse: { [key]: [id] } })
    }
    const refused = (key: string) => ({
      code: 'FORM_INVALID',
      details: { problems: [{ path: `materials.${key}`, code: 'REUSE_NOT_OFFERED' }] },
    })
    await expect(tried('safety-system', idOf('safety-system'))).rejects.toMatchObject(refused('safety-system'))
    await expect(tried('identity', idOf('floor-plan'))).rejects.toMatchObject(refused('identity'))
    await expect(tried('identity', await windowClerk.uploads('别人的.jpg', 'image/jpeg'))).rejects.toMatchObject(refused('identity'))
    await s.at('2027-09-18T09:00:00+08:00')
    const offered = (await s.cases.reusableMaterials(await applicant.caller(), MATTER)).map(({ materialKey }) => materialKey)
    expect(offered).toEqual(['identity', 'floor-plan'])
    await expect(tried('health-certificates', idOf('health-certificates'))).rejects.toMatchObject(refused('health-certificates'))
  })

  scenario('a licence that was issued here is its holder’s paper of grade A', FOLDER, async (s) => {
    const { applicant, approver } = cast(s)
    const caseId = await applicant.submits(MATTER, aForm(), await theMaterials(applicant))
    await accepted(s)
    await toTheDecision(s)
    await approver.does('Task_Decide', 'grant')
    await s.documents.make()
    await s.documents.make()
    const [paper] = (await s.database('attachment').where({ case_id: caseId, trust: 'A' }).select()) as Record<string, unknown>[]
    expect(paper).toMatchObject({
      owner_id: 'shenqing',
      kind: 'food-business-licence',
      valid_until: '2031-09-17',
      media_type: 'application/pdf',
    })
    expect(await s.cases.openFile(await applicant.caller(), String(paper!.id))).toMatchObject({ mediaType: 'application/pdf' })
  })
})
