import { describe, expect } from 'vitest'
import { scenario } from '@lianban/processes/testing'
import { accepted, aDelivery, audited, cardsAnswered, cast, checkedOnSite, FOLDER, submitted } from './food-business.ts'

describe('食品经营许可: limits pass', () => {
  scenario('silence for five workdays is acceptance on the day of receipt', FOLDER, async (s) => {
    const { applicant, windowClerk, handler, auditor } = cast(s)
    const caseId = await submitted(s)
    await s.at('2026-09-28T17:30:00+08:00')
    const silent = await auditor.sees(caseId)
    expect(silent).toMatchObject({
      status: 'accepted',
      deemedAccepted: true,
      lamp: 'red',
      stepName: '审查',
      acceptedAt: Date.parse('2026-09-18T09:00:00+08:00'),
    })
    expect(silent.statutory?.dueDay).toBe('2026-10-22')
    expect(await windowClerk.inbox()).toEqual([])
    expect((await handler.inbox()).map(({ elementId }) => elementId)).toEqual(['Task_Review'])
    expect((await auditor.timeline(caseId)).map(({ action, lamp }) => [action, lamp])).toEqual([
      ['提交申请', null],
      ['出具申请材料收件凭证', null],
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

    // The step of the decision has two workdays; its card is cancelled, and the lamp goes out again.
    await s.at('2026-09-23T09:00:00+08:00')
    expect((await auditor.sees(caseId)).lamp).toBe('yellow')
    expect(await cardsAnswered(s, 'cancel')).toEqual(['环节超时'])
    expect((await auditor.sees(caseId)).lamp).toBe('normal')

    // Ten workdays from 18 September: 20 to 24 and 28 to 30 September, 8 and 9 October. The warning comes at 80 %.
    await s.at('2026-09-29T23:59:00+08:00')
    expect((await auditor.sees(caseId)).lamp).toBe('normal')
    await s.at('2026-09-30T08:00:00+08:00')
    expect((await auditor.sees(caseId)).lamp).toBe('warning')
    const { promised } = await auditor.sees(caseId)
    await s.at(new Date(promised!.dueAt).toISOString())
    expect((await auditor.sees(caseId)).lamp).toBe('yellow')
    expect(await cardsAnswered(s)).toEqual(['超过承诺时限'])
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

    // A red card that nobody answers in two workdays is 督办中.
    await s.at('2026-10-27T09:00:00+08:00')
    expect((await auditor.sees(caseId)).lamp).toBe('supervised')
    await approver.does('Task_Decide', 'grant')
    await s.documents.make()
    await s.documents.make()
    await s.at('2026-11-11T09:00:00+08:00')
    const cards = (await auditor.timeline(caseId)).filter(({ lamp, stepName }) => stepName === '电子监察' && lamp)
    expect(cards.map(({ action }) => action)).toEqual([
      '黄牌:“决定”环节超过规定时限',
      '黄牌:超过承诺时限未作决定',
      '红牌:超过法定时限未作决定',
      '黄牌:超过期限未送达',
    ])
    await deliveryClerk.does('Task_Deliver', 'deliver', { form: { ...aDelivery, deliveredOn: '2026-11-11' } })
    await s.documents.make()
    expect(await applicant.sees(caseId)).toMatchObject({ status: 'granted', lamp: 'done' })
    await s.supervise()
    const log = await s.tenants.supervision.entries(s.tenantId, { subject: `case:${caseId}`, limit: 200 })
    expect(log.items.map(({ action }) => action).filter((action) => ['card.yellow', 'card.red'].includes(action))).toEqual([
      'card.yellow',
      'card.yellow',
      'card.red',
      'card.yellow',
    ])
  })
})
