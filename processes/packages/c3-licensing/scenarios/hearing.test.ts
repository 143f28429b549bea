import { describe, expect } from 'vitest'
import { newId } from '@lianban/storage'
import { scenario, type Scenario } from '@lianban/processes/testing'
import { aReview, bureau, FOLDER, handedIn, papersMade } from './matters.ts'

/* 行政许可法 articles 46 to 48: five days to ask, seven days' notice, twenty days to hold it, and a chair who has not reviewed. */

const START = '2026-09-18T09:00:00+08:00'
const county = (title: string, play: (s: Scenario) => Promise<void>) => scenario(title, FOLDER, play, START, 'county')

const HEARING = {
  day: '2026-10-20',
  time: '09:30',
  place: '三湖县政务服务中心四楼听证室',
  presider: 'jyj-fazhi',
  recorder: '赵敏',
  manner: '公开举行',
}
const MINUTES = { attendees: '申请人李春华', statements: '申请人说明隔音措施。', summary: '隔音措施可行,建议准予', signed: true }
const RIGHTS = { fields: { reasons: '办学场所与住宅共用通道', interested: '王大伟' } }

async function acceptedCase(s: Scenario): Promise<string> {
  const caseId = await handedIn(s, 'private-school-permit')
  await bureau(s, 'jyj').clerk.does('Task_Intake', 'accept')
  await papersMade(s)
  return caseId
}

describe('民办培训学校: hearings', () => {
  county('art. 46 kept: on its own initiative the organ announces and holds a hearing, and decides on its minutes', async (s) => {
    const { handler, officer: _, reviewer, approver, lawyer } = bureau(s, 'jyj')
    const caseId = await acceptedCase(s)
    await handler.does('Task_Review', 'hearing', { opinion: '涉及公共利益的重大许可事项' })
    await approver.does('Task_ArrangeHearing', 'arrange', { form: { ...HEARING, day: '2026-10-12' } })
    const [notice] = await s.documents.make()
    expect(notice).toMatchObject({ name: '听证通知书' })
    expect(notice!.html).toContain('公开举行')
    expect(await handler.sees(caseId)).toMatchObject({ lamp: 'suspended', statutory: { suspended: '听证' } })
    await s.at('2026-10-12T11:00:00+08:00')
    await lawyer.does('Task_HoldHearing', 'held', { form: MINUTES })
    // Nothing of the twenty workdays was used on the day of the notice: all are left after 12 October.
    expect(await handler.sees(caseId)).toMatchObject({ hearing: { result: 'held' }, statutory: { dueDay: '2026-11-09', suspended: null } })
    await handler.does('Task_Review', 'submit', { form: aReview([]) })
    expect((await reviewer.opens('Task_Audit')).case.records.find(({ stepName }) => stepName === '举行听证')?.form?.values).toMatchObject({
      summary: MINUTES.summary,
    })
  })

  county('art. 47 broken: asked for on day 6 is refused, and the review goes on without', async (s) => {
    const { handler } = bureau(s, 'jyj')
    const applicant = s.person('shenqing')
    const caseId = await acceptedCase(s)
    await handler.does('Task_Review', 'hearing-rights', RIGHTS)
    await papersMade(s)
    await s.at('2026-09-24T17:29:00+08:00')
    expect((await applicant.sees(caseId)).allowed).toContain('request-hearing')
    await s.at('2026-09-24T17:31:00+08:00')
    await expect(
      s.cases.requestHearing(await applicant.caller(), caseId, { reason: '要求听证', idempotencyKey: newId() }),
    ).rejects.toMatchObject({ code: 'HEARING_NOT_EXPECTED' })
    expect(await handler.sees(caseId)).toMatchObject({ stepName: '审查', hearing: { result: 'not-asked' } })
  })

  county(
    'art. 48 broken: notice of less than seven days, a day after the twenty, and minutes before the hearing are refused',
    async (s) => {
      const { handler, approver, lawyer } = bureau(s, 'jyj')
      const caseId = await acceptedCase(s)
      await handler.does('Task_Review', 'hearing-rights', RIGHTS)
      await papersMade(s)
      const applicant = s.person('shenqing')
      await s.cases.requestHearing(await applicant.caller(), caseId, { reason: '噪声影响', idempotencyKey: newId() })
      const taskId = await approver.claims('Task_ArrangeHearing')
      const arrange = (change: Record<string, unknown>) => approver.completes(taskId, 'arrange', { form: { ...HEARING, ...change } })
      // Seven whole workdays lie between notice and hearing: 20 to 24, 28 and 29 September; the first day is the 30th.
      await expect(arrange({ day: '2026-09-29' })).rejects.toMatchObject({ code: 'HEARING_INVALID', message: /七日前/ })
      await expect(arrange({ day: '2026-10-23' })).rejects.toMatchObject({ code: 'HEARING_INVALID', message: /二十日内/ })
      await arrange({ day: '2026-09-30' })
      await papersMade(s)
      await expect(lawyer.does('Task_HoldHearing', 'held', { form: MINUTES })).rejects.toMatchObject({ code: 'HEARING_INVALID' })
    },
  )

  county('art. 48 broken: a chair who has reviewed the case, and minutes that nobody signed, are refused', async (s) => {
    const { tenantId } = s
    const BY = { actor: { userId: 'system' } }
    for (const userId of ['jyj-chengban', 'jyj-shenhe'])
      await s.tenants.users.grantPost({ tenantId, userId, organId: 'jyj', post: 'hearing-chair', by: BY })
    const { handler, approver, lawyer } = bureau(s, 'jyj')
    await acceptedCase(s)
    await handler.does('Task_Review', 'hearing', { opinion: '涉及公共利益' })
    const taskId = await approver.claims('Task_ArrangeHearing')
    const arrange = (change: Record<string, unknown>) =>
      approver.completes(taskId, 'arrange', { form: { ...HEARING, day: '2026-10-12', ...change } })
    await expect(arrange({ presider: 'jyj-chengban' })).rejects.toMatchObject({
      code: 'OFFICERS_INVALID',
      message: expect.stringContaining('您已参与本办件的审查'),
    })
    await expect(arrange({ presider: 'jyj-pizhun' })).rejects.toMatchObject({ code: 'OFFICERS_INVALID' })
    await arrange({})
    await papersMade(s)
    await s.at('2026-10-12T11:00:00+08:00')
    await expect(lawyer.does('Task_HoldHearing', 'held', { form: { ...MINUTES, signed: false } })).rejects.toMatchObject({
      code: 'FORM_INVALID',
    })
  })
})
