import { describe, expect } from 'vitest'
import { scenario, type Scenario } from '@lianban/processes/testing'
import { aReview, bureau, DELIVERY, FOLDER, handedIn, papersMade } from './matters.ts'

/*
 * 行政许可法 articles 35, 43: a town accepts and reviews first within twenty workdays of its acceptance, and reports up with all
 * materials; the bureau decides within twenty workdays of its own and asks the applicant for nothing again.
 */

const START = '2026-09-18T09:00:00+08:00'
const county = (title: string, play: (s: Scenario) => Promise<void>) => scenario(title, FOLDER, play, START, 'county')
const MATTER = 'rural-planning-permit'
const REVIEW = { conclusion: '建议准予许可', opinion: '符合村庄规划,经村民会议同意' }

const town = (s: Scenario) => ({ window: s.person('lianhu-chuangkou'), reviewer: s.person('lianhu-chushen') })

const limitsPassed = async (s: Scenario, caseId: string): Promise<unknown[]> => {
  const { items } = await s.tenants.supervision.entries(s.tenantId, { subject: `case:${caseId}`, limit: 200 })
  return items
    .filter(({ action }) => action === 'limit.passed')
    .map(({ payload, organId }) => [(payload as { limit: string }).limit, organId])
}

describe('乡村建设规划许可: a lower organ reviews first', () => {
  county('art. 43 kept: the town reports up on its last day, the bureau decides within its own twenty workdays', async (s) => {
    const { window, reviewer } = town(s)
    const { clerk, handler, reviewer: auditor, approver } = bureau(s, 'gtj')
    const applicant = s.person('shenqing')
    const caseId = await handedIn(s, MATTER)
    // What is handed in and accepted is the town's affair, under its own name and numbers.
    const [receipt] = await s.database('issued_document').where({ case_id: caseId })
    expect(receipt).toMatchObject({ name: '申请材料收件凭证', number: '莲政许收〔2026〕1号' })
    expect(await clerk.inbox()).toEqual([])
    await window.does('Task_Intake', 'accept')
    const [notice] = await s.documents.make()
    expect(notice).toMatchObject({ name: '受理通知书', number: '莲政许受〔2026〕1号', organName: '三湖县莲湖镇人民政府' })
    expect(notice!.html).toContain('至2026年10月22日届满')
    expect(await applicant.sees(caseId)).toMatchObject({ stepName: '初审', statutory: { dueDay: '2026-10-22' }, lamp: 'normal' })
    expect(await handler.inbox()).toEqual([])
    // Another town has nothing to do with it; who accepted does not review.
    expect(await s.person('luzhou-chushen').inbox()).toEqual([])
    await expect(s.person('luzhou-chushen').sees(caseId)).rejects.toMatchObject({ code: 'NOT_FOUND' })

    await s.at('2026-10-22T17:29:00+08:00')
    await reviewer.does('Task_FirstReview', 'report', { form: REVIEW })
    const [letter] = await s.documents.make()
    expect(letter).toMatchObject({ name: '初步审查意见报送函', number: '莲政许初〔2026〕1号', organName: '三湖县莲湖镇人民政府' })
    for (const part of ['三湖县国土资源局：', '村民会议或者村民代表会议同意的书面意见（1份）', '至2026年11月19日届满', '经村民会议同意'])
      expect(letter!.html).toContain(part)
    // Twenty workdays anew from 22 October; the promise of the bureau too.
    const upper = await handler.sees(caseId)
    expect(upper).toMatchObject({ stepName: '审查', promised: { dueDay: '2026-11-05' }, statutory: { dueDay: '2026-11-19' } })
    expect(upper.statutory?.explanation).toContain('收到初审意见')
    // All materials are there, and nothing can be asked of the applicant again.
    expect(upper.materials.filter(({ files }) => files.length > 0).map(({ key }) => key)).toEqual([
      'identity',
      'village-consent',
      'site-plan',
      'design',
    ])
    expect((await handler.opens('Task_Review')).actions.map(({ key }) => key)).not.toContain('supplement')
    await expect(applicant.supplements(caseId, {})).rejects.toMatchObject({ code: 'SUPPLEMENT_NOT_EXPECTED' })
    // The town still sees what became of it.
    expect((await reviewer.sees(caseId)).status).toBe('accepted')

    await handler.does('Task_Review', 'submit', { form: aReview([]) })
    await auditor.does('Task_Audit', 'pass', { opinion: '同意' })
    await s.at('2026-11-05T17:29:00+08:00')
    await approver.does('Task_Decide', 'grant')
    const [decision] = await s.documents.make()
    expect(decision).toMatchObject({ number: '三国土许准〔2026〕1号', organName: '三湖县国土资源局' })
    await papersMade(s)
    await clerk.does('Task_Deliver', 'deliver', { form: DELIVERY })
    await papersMade(s)
    expect(await applicant.sees(caseId)).toMatchObject({ status: 'granted', lamp: 'done' })
    expect(await limitsPassed(s, caseId)).toEqual([])
  })

  county('art. 43 broken: the town’s twenty workdays pass, its card comes, and the bureau’s own time begins all the same', async (s) => {
    const { window, reviewer } = town(s)
    const { handler } = bureau(s, 'gtj')
    const watcher = s.person('jianjian')
    const caseId = await handedIn(s, MATTER)
    await window.does('Task_Intake', 'accept')
    await papersMade(s)
    await s.at('2026-10-22T17:31:00+08:00')
    expect(await limitsPassed(s, caseId)).toEqual([['firstReview', 'lianhu']])
    expect((await watcher.timeline(caseId)).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['初审期限届满,尚未报送', '黄牌:超过初审期限未报送初步审查意见和申请材料']),
    )
    expect((await watcher.sees(caseId)).lamp).toBe('red')
    await s.at('2026-10-26T10:00:00+08:00')
    await reviewer.does('Task_FirstReview', 'report', { form: { ...REVIEW, conclusion: '建议不予许可' } })
    await papersMade(s)
    expect(await handler.sees(caseId)).toMatchObject({ promised: { dueDay: '2026-11-09' }, statutory: { dueDay: '2026-11-23' } })
    // And then the bureau is late by its own clock only.
    await s.at('2026-11-23T17:31:00+08:00')
    expect(await limitsPassed(s, caseId)).toEqual([
      ['firstReview', 'lianhu'],
      ['promised', 'gtj'],
      ['statutory', 'gtj'],
    ])
  })

  county('art. 43 with silence at the town’s window: the first review counts from the receipt', async (s) => {
    const { window, reviewer } = town(s)
    const caseId = await handedIn(s, MATTER)
    await s.at('2026-09-28T17:30:00+08:00')
    expect(await window.inbox()).toEqual([])
    expect(await reviewer.sees(caseId)).toMatchObject({ deemedAccepted: true, stepName: '初审', statutory: { dueDay: '2026-10-22' } })
    await reviewer.does('Task_FirstReview', 'report', { form: REVIEW })
  })
})
