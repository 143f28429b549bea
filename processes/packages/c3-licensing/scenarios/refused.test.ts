import { describe, expect } from 'vitest'
import { scenario } from '@lianban/processes/testing'
import { accepted, aReview, aSiteCheck, audited, cast, FOLDER, submitted } from './food-business.ts'

describe('食品经营许可: refused', () => {
  scenario('not accepted, with reasons', FOLDER, async (s) => {
    const { applicant, windowClerk } = cast(s)
    const caseId = await submitted(s)
    await expect(windowClerk.does('Task_Intake', 'not-accept')).rejects.toMatchObject({ code: 'OPINION_REQUIRED' })
    const { taskId } = (await windowClerk.inbox())[0]!
    await windowClerk.completes(taskId, 'not-accept', { opinion: '经营场所在外县,请向所在地市场监督管理部门申请' })
    const [decision] = await s.documents.make()
    expect(decision).toMatchObject({ name: '不予受理决定书', number: '三市监许不受〔2026〕1号' })
    expect(decision?.html).toContain('请向所在地市场监督管理部门申请')
    expect(await applicant.sees(caseId)).toMatchObject({ status: 'not-accepted', lamp: 'done', acceptedAt: null })
  })

  scenario('refused with reasons and remedies', FOLDER, async (s) => {
    const { applicant, handler, officerA, officerB, approver, deliveryClerk } = cast(s)
    const caseId = await submitted(s)
    await accepted(s)
    await handler.does('Task_Review', 'submit', { form: aReview() })
    const failed = aSiteCheck({ facilities: '不符合', conclusion: '不符合', note: '没有冷藏设备' })
    await officerA.does('Task_SiteCheckA', 'submit', { form: failed })
    await officerB.does('Task_SiteCheckB', 'submit', { form: failed })
    await audited(s)
    await approver.does('Task_Decide', 'refuse', { opinion: '不具备与经营品种相适应的冷藏设备' })
    const [decision] = await s.documents.make()
    expect(decision).toMatchObject({ name: '不予行政许可决定书', number: '三市监许不准〔2026〕1号' })
    expect(decision?.html).toContain('不具备与经营品种相适应的冷藏设备')
    expect(decision?.html).toMatch(/行政复议/)
    const byNotice = { method: '公告送达', deliveredOn: '2026-09-30', noticePlace: '三湖县人民政府门户网站', remark: '邮寄两次均被退回' }
    await expect(deliveryClerk.does('Task_Deliver', 'deliver', { form: { ...byNotice, noticePlace: undefined } })).rejects.toMatchObject({
      code: 'FORM_INVALID',
    })
    await deliveryClerk.completes((await deliveryClerk.inbox())[0]!.taskId, 'deliver', { form: byNotice })
    const [proof] = await s.documents.make()
    expect(proof).toMatchObject({ name: '送达回证', number: null })
    for (const part of [
      '不予行政许可决定书　三市监许不准〔2026〕1号',
      '公告送达',
      '2026年9月30日',
      '公告载体：三湖县人民政府门户网站',
      '——',
      '冯丽',
      '邮寄两次均被退回',
    ])
      expect(proof?.html).toContain(part)
    expect(await applicant.sees(caseId)).toMatchObject({ status: 'refused', lamp: 'done', verificationUrl: null })
  })

  scenario('the supplement never comes', FOLDER, async (s) => {
    const { applicant, windowClerk } = cast(s)
    const caseId = await submitted(s)
    await windowClerk.does('Task_Intake', 'supplement', {
      fields: { missing: [{ key: 'identity', fault: 'defective', text: '身份证已过期' }] },
    })
    await s.documents.make()
    await s.at('2026-10-20T09:00:00+08:00')
    expect(await applicant.sees(caseId)).toMatchObject({ status: 'closed', lamp: 'done', allowed: [] })
    expect((await applicant.timeline(caseId)).map(({ action }) => action)).toEqual(expect.arrayContaining(['逾期未补正,办结', '已办结']))
    await expect(applicant.supplements(caseId, {})).rejects.toMatchObject({ code: 'SUPPLEMENT_NOT_EXPECTED' })
  })
})
