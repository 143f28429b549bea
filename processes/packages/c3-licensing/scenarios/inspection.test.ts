import { describe, expect } from 'vitest'
import { scenario, type Scenario } from '@lianban/processes/testing'
import { aReview, bureau, DELIVERY, FOLDER, handedIn, papersMade } from './matters.ts'

/*
 * 行政许可法 article 55: two inspectors within five workdays of the acceptance; the decision follows what they find.
 */

const START = '2026-09-18T09:00:00+08:00'
const county = (title: string, play: (s: Scenario) => Promise<void>) => scenario(title, FOLDER, play, START, 'county')
const MATTER = 'raw-milk-transport-permit'
const STANDARD = '生鲜乳贮存运输技术规范'
const NAMED = { inspectorA: 'nw-chengban', inspectorB: 'nw-takan', standard: STANDARD }
const aFinding = (change: Record<string, unknown> = {}) => ({
  inspectedOn: '2026-09-22',
  object: '苏H12345奶罐车',
  standard: STANDARD,
  result: '奶罐保温、密封和内壁材料符合要求',
  conclusion: '合格',
  ...change,
})
const FAILED = aFinding({ conclusion: '不合格', result: '内壁有锈蚀', note: '奶罐内壁锈蚀' })

async function acceptedCase(s: Scenario): Promise<string> {
  const caseId = await handedIn(s, MATTER)
  await bureau(s, 'nw').clerk.does('Task_Intake', 'accept')
  await papersMade(s)
  return caseId
}

async function inspected(s: Scenario, first = aFinding(), second = aFinding()): Promise<void> {
  const { handler, officer } = bureau(s, 'nw')
  await handler.does('Task_AssignInspection', 'assign', { form: NAMED })
  await handler.does('Task_InspectA', 'submit', { form: first })
  await officer.does('Task_InspectB', 'submit', { form: second })
}

describe('生鲜乳准运证明: inspection within five workdays', () => {
  county('art. 55 kept: two inspect on the last day, and what needs no analysis is decided on the spot', async (s) => {
    const { clerk, handler, officer, approver } = bureau(s, 'nw')
    const applicant = s.person('shenqing')
    const caseId = await acceptedCase(s)
    expect((await applicant.sees(caseId)).stepName).toBe('指派检验人员')
    await handler.does('Task_AssignInspection', 'assign', { form: NAMED })
    // Five workdays from the acceptance on 18 September, not from the naming: 20 to 24 September.
    await s.at('2026-09-22T09:00:00+08:00')
    expect((await officer.opens('Task_InspectB')).task.dueAt).toBe(Date.parse('2026-09-24T17:30:00+08:00'))
    await s.at('2026-09-24T17:29:00+08:00')
    await handler.does('Task_InspectA', 'submit', { form: aFinding() })
    expect(await approver.inbox()).toEqual([])
    await officer.does('Task_InspectB', 'submit', { form: aFinding() })
    const [record] = await s.documents.make()
    expect(record).toMatchObject({ name: '检验检测检疫记录' })
    for (const part of ['石建农、田检测', STANDARD, '合格', '行政许可法第五十五条']) expect(record!.html).toContain(part)
    await approver.does('Task_Decide', 'grant')
    await papersMade(s)
    await clerk.does('Task_Deliver', 'deliver', { form: DELIVERY })
    await papersMade(s)
    expect(await applicant.sees(caseId)).toMatchObject({ status: 'granted', lamp: 'done' })
    const { items } = await s.tenants.supervision.entries(s.tenantId, { subject: `case:${caseId}`, limit: 200 })
    expect(items.map(({ action }) => action)).not.toContain('limit.passed')
  })

  county('art. 55 broken: five workdays pass without an inspection, its card comes, and the inspection is still done', async (s) => {
    const { handler } = bureau(s, 'nw')
    const caseId = await acceptedCase(s)
    await s.at('2026-09-24T17:29:00+08:00')
    expect((await handler.timeline(caseId)).map(({ action }) => action)).not.toContain('期限届满,尚未检验')
    await s.at('2026-09-24T17:31:00+08:00')
    const cards = (await s.person('jianjian').timeline(caseId)).map(({ action }) => action)
    expect(cards).toEqual(expect.arrayContaining(['期限届满,尚未检验', '黄牌:受理后五个工作日内未完成检验、检测、检疫']))
    // The rest of the time goes on: what needs analysis is reviewed.
    await inspected(s, aFinding(), aFinding({ needsAnalysis: true }))
    await papersMade(s)
    expect((await handler.sees(caseId)).stepName).toBe('审查')
    await handler.does('Task_Review', 'submit', { form: aReview([]) })
    expect((await handler.sees(caseId)).stepName).toBe('审核')
  })

  county('art. 55 broken: what did not pass is not granted, and the refusal names the technical standard', async (s) => {
    const { approver } = bureau(s, 'nw')
    const caseId = await acceptedCase(s)
    await inspected(s, aFinding(), FAILED)
    const [record] = await s.documents.make()
    expect(record!.html).toContain('<tr><th>结论</th><td>不合格</td></tr>')
    await expect(approver.does('Task_Decide', 'grant')).rejects.toMatchObject({
      code: 'INSPECTION_FAILED',
      message: expect.stringContaining(`《${STANDARD}》`),
    })
    await approver.completes((await approver.inbox())[0]!.taskId, 'refuse', { opinion: '奶罐内壁锈蚀,不能保证生鲜乳质量' })
    const [refusal] = await s.documents.make()
    expect(refusal).toMatchObject({ name: '不予行政许可决定书' })
    expect(refusal!.html).toContain('奶罐内壁锈蚀,不能保证生鲜乳质量')
    expect(refusal!.html).toContain(`不符合下列技术标准、技术规范:《${STANDARD}》`)
    expect((await s.person('shenqing').sees(caseId)).status).toBe('refused')
  })

  county('art. 55 broken: one inspector, the same one twice, or one who may not is refused', async (s) => {
    const { handler, officer } = bureau(s, 'nw')
    await acceptedCase(s)
    const taskId = await handler.claims('Task_AssignInspection')
    for (const inspectorB of ['nw-chengban', 'nw-shenhe', 'takan1'])
      await expect(handler.completes(taskId, 'assign', { form: { ...NAMED, inspectorB } })).rejects.toMatchObject({
        code: 'OFFICERS_INVALID',
      })
    await expect(handler.completes(taskId, 'assign', { form: { ...NAMED, inspectorB: undefined } })).rejects.toMatchObject({
      code: 'FORM_INVALID',
    })
    await handler.completes(taskId, 'assign', { form: NAMED })
    await expect(officer.claims('Task_InspectA')).rejects.toThrow('no task')
    // Without the standard, or without what failed, there is no record.
    await expect(officer.does('Task_InspectB', 'submit', { form: { ...FAILED, note: undefined } })).rejects.toMatchObject({
      code: 'FORM_INVALID',
    })
  })
})
