import { describe, expect } from 'vitest'
import { scenario } from '@lianban/processes/testing'
import { accepted, aDelivery, audited, cast, checkedOnSite, FOLDER, submitted } from './food-business.ts'

describe('食品经营许可: limits pass', () => {
  scenario('silence for five workdays is acceptance on the day of receipt', FOLDER, async (s) => {
    const { applicant, windowClerk, handler, auditor } = cast(s)
    const caseId = await submitted(s)
    await s.at('2026-09-28T17:30:00+08:00')
    const silent = await auditor.sees(caseId)
    expect(silent).toMatchObject({ status: 'accepted', deemedAccepted: true, lamp: 'red', stepName: '审查', acceptedAt: Date.parse('2026-09-18T09:00:00+08:00') })
    expect(silent.statutory?.dueDay).toBe('2026-10-22')
    expect(await windowClerk.inbox()).toEqual([])
    expect((await handler.inbox()).map(({ elementId }) => elementId)).toEqual(['Task_Review'])
    expect((await auditor.timeline(caseId)).map(({ action, lamp }) => [action, lamp])).toEqual([
      ['提交申请', null],
      ['逾期未告知,自收到材料之日起视为受理', null],
      ['红牌:受理期限内未告知申请人', 'red'],
    ])
    expect((await applicant.sees(caseId)).statusText).toBe('已受理,办理中')
  })

  scenario('yellow over the promise, red over the law, and still decided and delivered late', FOLDER, async (s) => {
    const { applicant, approver, auditor, deliveryClerk } = cast(s)
    const caseId = await submitted(s)
    await accepted(s)
    await checkedOnSite(s)
    await audited(s)

    // Ten workdays from 18 September: 20 to 24 and 28 to 30 September, 8 and 9 October. The warning comes at 80 %.
    await s.at('2026-09-29T23:59:00+08:00')
    expect((await auditor.sees(caseId)).lamp).toBe('normal')
    await s.at('2026-09-30T08:00:00+08:00')
    expect((await auditor.sees(caseId)).lamp).toBe('warning')
    const { promised } = await auditor.sees(caseId)
    await s.at(new Date(promised!.dueAt).toISOString())
    expect((await auditor.sees(caseId)).lamp).toBe('yellow')
    await s.at('2026-10-22T17:30:00+08:00')
    const late = await auditor.sees(caseId)
    expect(late).toMatchObject({ lamp: 'red' })
    await s.at('2026-10-23T09:00:00+08:00')
    expect((await auditor.sees(caseId)).statutory?.workdaysLeft).toBe(-1)

    const counts = await s.cases.countByLamp(await auditor.caller())
    expect(counts).toMatchObject({ total: 1, lamps: { red: 1 }, statuses: { accepted: 1 } })
    const red = await s.cases.list(await auditor.caller(), { view: 'all', lamp: 'red', limit: 10 })
    expect(red.items.map(({ id }) => id)).toEqual([caseId])

    await approver.does('Task_Decide', 'grant')
    await s.documents.make()
    await s.documents.make()
    await s.at('2026-11-09T09:00:00+08:00')
    const cards = (await auditor.timeline(caseId)).filter(({ lamp, stepName }) => stepName === '电子监察' && lamp)
    expect(cards.map(({ action }) => action)).toEqual(['黄牌:超过承诺时限未作决定', '红牌:超过法定时限未作决定', '黄牌:超过期限未送达'])
    await deliveryClerk.does('Task_Deliver', 'deliver', { form: { ...aDelivery, deliveredOn: '2026-11-09' } })
    expect(await applicant.sees(caseId)).toMatchObject({ status: 'granted', lamp: 'done' })
    const log = await s.tenants.supervision.entries(s.tenantId, { subject: `case:${caseId}`, limit: 100 })
    expect(log.items.map(({ action }) => action).filter((action) => action.startsWith('card.'))).toEqual(['card.yellow', 'card.red', 'card.yellow'])
  })
})
