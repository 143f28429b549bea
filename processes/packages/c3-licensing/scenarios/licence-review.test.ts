import { describe, expect } from 'vitest'
import { licences, newId } from '@lianban/storage'
import { scenario, type Scenario } from '@lianban/processes/testing'
import { cast, FOLDER } from './food-business.ts'

const LICENCE_NO = 'JY23208990000014'
const FACTS = '提交的从业人员健康证明经核实系伪造'
const AUDIT = { opinion: '事实清楚', form: { statementResult: '持证人承认材料系他人代办,意见不予采纳。' } }

/** A food licence that the applicant holds, as it was granted. @returns its id */
async function held(s: Scenario, validUntil = '2031-09-17'): Promise<string> {
  const id = newId()
  await licences(s.database).insert({
    ...{ tenant_id: s.tenantId, id, licence_no: LICENCE_NO, kind: 'food-business-licence', name: '食品经营许可证' },
    ...{ matter_key: 'food-business-licence', matter_name: '食品经营许可', organ_id: 'scjg', organ_name: '三湖县市场监督管理局' },
    ...{ case_id: 'granted', paper_case_id: 'granted', holder_id: 'shenqing', holder_name: '三湖县湖畔面馆', holder_code: null, face: [] },
    ...{ valid_from: '2026-09-18', valid_until: validUntil, state: 'valid', state_at: null, created_at: s.clock() },
  })
  await s.tenants.users.create({
    ...{
      tenantId: s.tenantId,
      id: 'fazhi',
      username: 'fazhi',
      name: '法制审核员',
      kind: 'staff',
      demo: true,
      password: 'Sanhu-2026-Test!',
    },
    ...{ posts: [{ organId: 'scjg', post: 'legal-reviewer' }], by: { actor: { userId: 'system', name: '系统' } } },
  })
  return id
}

/** The handler opens a procedure about it. @returns the case's id */
async function opened(s: Scenario, matterKey: string, form: Record<string, unknown>, licenceId: string): Promise<string> {
  const { handler } = cast(s)
  const request = { licenceId, matterKey, form, materials: {}, idempotencyKey: newId() }
  const { caseId } = await s.cases.openExOfficio(await handler.caller(), request)
  return caseId
}

const standing = async (s: Scenario, id: string): Promise<string> => (await licences(s.database).get(s.tenantId, id))!.state

const delivery = { form: { method: '窗口领取', receiver: '李春华', deliveredOn: '2026-10-20' } }

describe('licences after the grant: withdrawal, revocation, cancellation', () => {
  scenario('revoked ex officio after the holder has defended himself', FOLDER, async (s) => {
    const { applicant, handler, reviewer, approver, deliveryClerk, otherBureau } = cast(s)
    const legal = s.person('fazhi')
    const id = await held(s)
    const request = { licenceId: id, matterKey: 'food-licence-revocation', form: {}, materials: {}, idempotencyKey: newId() }
    await expect(s.cases.openExOfficio(await otherBureau.caller(), request)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(s.cases.openExOfficio(await applicant.caller(), request)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    // what the organ begins itself cannot be applied for
    await expect(applicant.submits('food-licence-revocation', {}, {})).rejects.toMatchObject({ code: 'NOT_FOUND' })

    const caseId = await opened(s, 'food-licence-revocation', { ground: '第二款', facts: FACTS }, id)
    // the model serves every act: only what this one can come to is looked ahead
    const ahead = JSON.stringify((await s.cases.previewCase(await handler.caller(), caseId)).ahead)
    expect(ahead).toContain('出具撤销决定书')
    expect(ahead).not.toMatch(/出具撤回决定书|出具注销决定书|出具不予许可决定书/)
    const [notice] = await s.documents.make()
    expect(notice).toMatchObject({ name: '陈述申辩告知书', number: '三市监许陈告〔2026〕1号' })
    expect(notice!.html).toContain('拟撤销上述行政许可')
    expect(notice!.html).toContain('五个工作日内')
    const seen = await applicant.sees(caseId)
    // five workdays from Friday 18 September: 20 September is worked, 25 September is Mid-Autumn
    expect(seen).toMatchObject({
      status: 'accepted',
      applicantName: '三湖县湖畔面馆',
      statement: { dueAt: Date.parse('2026-09-24T17:30:00+08:00') },
    })
    expect((await s.cases.caseVerbs(await applicant.caller(), caseId)).verbs).toEqual([])
    await expect(s.cases.withdraw(await applicant.caller(), caseId, { reason: '不同意' })).rejects.toMatchObject({
      code: 'VERB_NOT_OFFERED',
    })

    const statement = { text: '材料由他人代办,本店不知情', idempotencyKey: newId() }
    await expect(s.cases.makeStatement(await handler.caller(), caseId, statement)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    await s.cases.makeStatement(await applicant.caller(), caseId, statement)
    await expect(s.cases.makeStatement(await applicant.caller(), caseId, { ...statement, idempotencyKey: newId() })).rejects.toMatchObject({
      code: 'STATEMENT_NOT_EXPECTED',
    })
    await reviewer.does('Task_Audit', 'pass', AUDIT)
    await legal.does('Task_Legal', 'return', { opinion: '补充告知情况' })
    await reviewer.does('Task_Audit', 'pass', AUDIT)
    await legal.does('Task_Legal', 'pass', { opinion: '程序合法' })
    await approver.does('Task_Decide', 'return', { opinion: '核对条款' })
    await reviewer.does('Task_Audit', 'pass', AUDIT)
    await legal.does('Task_Legal', 'pass', { opinion: '程序合法' })
    expect(await standing(s, id)).toBe('valid')
    await approver.does('Task_Decide', 'grant')
    expect(await standing(s, id)).toBe('revoked')
    const [decision] = await s.documents.make()
    expect(decision).toMatchObject({ name: '撤销行政许可决定书', number: '三市监许撤销〔2026〕1号' })
    for (const words of [FACTS, AUDIT.form.statementResult, '第六十九条第二款', '食品经营许可', LICENCE_NO, '行政复议'])
      expect(decision!.html).toContain(words)
    await deliveryClerk.does('Task_Deliver', 'deliver', delivery)
    await s.documents.make()
    expect(await applicant.sees(caseId)).toMatchObject({ status: 'granted', statusText: '决定撤销', lamp: 'done' })
    const licence = await s.cases.getLicence(await handler.caller(), id)
    expect(licence.history.map(({ text, caseNo }) => [text, caseNo !== null])).toEqual([
      ['启动撤销审查', true],
      ['决定撤销', true],
    ])
    // what is revoked is struck off, and nothing else
    expect(licence.acts.filter(({ blocked }) => blocked === null).map(({ matterKey }) => matterKey)).toEqual(['food-licence-striking'])
  })

  scenario('withdrawn without a statement, and everything late', FOLDER, async (s) => {
    const { reviewer, approver, deliveryClerk, applicant } = cast(s)
    const id = await held(s)
    const caseId = await opened(s, 'food-licence-withdrawal', { facts: '经营场所列入防洪工程征收范围', compensation: '按评估结果补偿' }, id)
    await s.documents.make()
    await s.at('2026-09-24T17:29:00+08:00')
    expect((await applicant.sees(caseId)).statement).not.toBeNull()
    await s.at('2026-09-24T17:31:00+08:00')
    expect((await applicant.timeline(caseId)).map(({ action }) => action)).toContain('期限届满,没有提出陈述、申辩')
    await s.at('2026-11-10T09:00:00+08:00')
    await reviewer.does('Task_Audit', 'pass', { ...AUDIT, form: { statementResult: '未在规定期限内提出陈述、申辩意见。' } })
    await s.person('fazhi').does('Task_Legal', 'pass', { opinion: '程序合法' })
    await approver.does('Task_Decide', 'grant')
    expect(await standing(s, id)).toBe('withdrawn')
    const [decision] = await s.documents.make()
    expect(decision!.html).toContain('按评估结果补偿')
    await s.at('2026-11-30T09:00:00+08:00')
    await deliveryClerk.does('Task_Deliver', 'deliver', delivery)
    await s.documents.make()
    expect((await applicant.sees(caseId)).statusText).toBe('决定撤回')
  })

  scenario('looked into ex officio and left as it is', FOLDER, async (s) => {
    const { reviewer, approver, applicant } = cast(s)
    const id = await held(s)
    const caseId = await opened(s, 'food-licence-revocation', { ground: '第二款', facts: FACTS }, id)
    await s.documents.make()
    await s.cases.makeStatement(await applicant.caller(), caseId, { text: '健康证明真实,已附核验记录', idempotencyKey: newId() })
    await reviewer.does('Task_Audit', 'pass', { ...AUDIT, form: { statementResult: '意见成立,予以采纳。' } })
    await s.person('fazhi').does('Task_Legal', 'pass', { opinion: '建议不作处理' })
    await approver.does('Task_Decide', 'drop', { opinion: '事实不成立' })
    expect(await applicant.sees(caseId)).toMatchObject({ status: 'closed', statusText: '终结审查,不作处理' })
    expect(await standing(s, id)).toBe('valid')
  })

  scenario('struck off by its holder', FOLDER, async (s) => {
    const { applicant, windowClerk, reviewer, approver, deliveryClerk } = cast(s)
    const id = await held(s)
    const form = { licenceNo: LICENCE_NO, holderName: '三湖县湖畔面馆', ground: '第（六）项', facts: '不再从事食品经营活动' }
    const caseId = await applicant.submits('food-licence-cancellation', form, {})
    await windowClerk.does('Task_Intake', 'accept')
    await s.documents.make()
    await reviewer.does('Task_Audit', 'pass', { opinion: '符合条件' })
    await s.person('fazhi').does('Task_Legal', 'pass', { opinion: '程序合法' })
    await approver.does('Task_Decide', 'grant')
    expect(await standing(s, id)).toBe('cancelled')
    const [decision] = await s.documents.make()
    expect(decision!.html).toContain('第七十条第（六）项')
    await deliveryClerk.does('Task_Deliver', 'deliver', delivery)
    await s.documents.make()
    expect((await applicant.sees(caseId)).statusText).toBe('准予注销')
  })

  scenario('asked to be struck off, once in silence and refused, once not accepted', FOLDER, async (s) => {
    const { applicant, windowClerk, reviewer, approver, deliveryClerk } = cast(s)
    const id = await held(s)
    const form = { licenceNo: LICENCE_NO, holderName: '三湖县湖畔面馆', ground: '第（六）项', facts: '不再从事食品经营活动' }
    await applicant.submits('food-licence-cancellation', form, {})
    await windowClerk.does('Task_Intake', 'not-accept', { opinion: '申请人不是法定代表人' })
    await s.documents.make()
    const caseId = await applicant.submits('food-licence-cancellation', form, {})
    await s.at('2026-09-28T09:00:00+08:00')
    expect(await applicant.sees(caseId)).toMatchObject({ status: 'accepted', deemedAccepted: true })
    await reviewer.does('Task_Audit', 'pass', { opinion: '尚有未处理的投诉' })
    await s.person('fazhi').does('Task_Legal', 'pass', { opinion: '程序合法' })
    await approver.does('Task_Decide', 'refuse', { opinion: '正在接受调查' })
    await s.documents.make()
    await deliveryClerk.does('Task_Deliver', 'deliver', delivery)
    await s.documents.make()
    expect((await applicant.sees(caseId)).statusText).toBe('不予注销')
    expect(await standing(s, id)).toBe('valid')
  })
})
