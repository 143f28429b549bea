import { describe, expect } from 'vitest'
import { scenario, type Scenario } from '@lianban/processes/testing'
import { accepted, aDelivery, audited, cast, checkedOnSite, FOLDER, submitted } from './food-business.ts'

const aTesting = (change: Record<string, unknown> = {}) => ({
  kind: 'testing',
  plannedEnd: '2026-10-12',
  reason: '餐饮用水须送检测机构检测',
  ...change,
})

const actions = async (s: Scenario, caseId: string): Promise<string[]> => {
  const { items } = await s.tenants.supervision.entries(s.tenantId, { subject: `case:${caseId}`, limit: 200 })
  return items.map(({ action }) => action)
}

/** The handler asks for a testing and the approver agrees; the notice is made. */
async function suspended(s: Scenario, fields = aTesting()): Promise<void> {
  const { handler, approver } = cast(s)
  await handler.does('Task_Review', 'special', { fields })
  await approver.does('Task_ApproveSpecial', 'approve')
  await s.documents.make()
}

describe('食品经营许可: the clock of a case', () => {
  scenario('特别程序 over National Day is not counted: 20 workdays from 18 September end on 4 November', FOLDER, async (s) => {
    const { applicant, handler, approver, auditor } = cast(s)
    const caseId = await submitted(s)
    await accepted(s)
    await s.at('2026-09-22T10:00:00+08:00')
    await handler.does('Task_Review', 'special', { fields: aTesting() })
    // Asked for only: the clock runs.
    expect(await auditor.sees(caseId)).toMatchObject({ lamp: 'normal', promised: { dueDay: '2026-10-09', suspended: null } })
    await approver.does('Task_ApproveSpecial', 'approve')
    const [notice] = await s.documents.make()
    expect(notice).toMatchObject({ name: '特别程序告知书', number: '三市监许特〔2026〕1号' })
    expect(notice!.html).toContain('检测')
    expect(notice!.html).toContain('2026年10月12日')

    // While it is open no limit passes, whatever the day.
    expect(await auditor.sees(caseId)).toMatchObject({
      lamp: 'suspended',
      stepName: '特别程序进行中',
      promised: { suspended: '检测', tone: 'stopped' },
    })
    await s.at('2026-10-12T11:00:00+08:00')
    expect((await auditor.sees(caseId)).lamp).toBe('suspended')
    expect(await actions(s, caseId)).not.toContain('limit.passed')

    await handler.endsSuspension(caseId, '检测合格')
    const resumed = await auditor.sees(caseId)
    expect(resumed).toMatchObject({ lamp: 'normal', stepName: '审查', statutory: { dueDay: '2026-11-04', suspended: null } })
    expect(resumed.promised).toMatchObject({ dueDay: '2026-10-21' })
    expect(resumed.statutory?.explanation).toContain('检测期间（9月22日之次日至2026年10月12日）不计入')
    expect((await applicant.sees(caseId)).clockHistory.suspensions).toMatchObject([
      { kind: '检测', state: 'closed', plannedEnd: '2026-10-12', requestedBy: '赵志强', decidedBy: '郑国华', result: '检测合格' },
    ])
    expect(await actions(s, caseId)).toEqual(
      expect.arrayContaining([
        'suspension.requested',
        'clock.suspended',
        'special-procedure.opened',
        'clock.resumed',
        'special-procedure.closed',
      ]),
    )

    // The promise passes on its new day, the law's limit on the day of the vector, not before.
    await s.at('2026-10-21T17:00:00+08:00')
    expect((await auditor.sees(caseId)).lamp).not.toBe('yellow')
    await s.at('2026-11-04T17:29:00+08:00')
    expect(await passed(s, caseId)).toEqual(['promised'])
    await s.at('2026-11-04T17:31:00+08:00')
    expect(await passed(s, caseId)).toEqual(['promised', 'statutory'])
  })

  scenario('特别程序 that opens and ends on one day takes no day; what is refused never stops the clock', FOLDER, async (s) => {
    const { handler, approver, auditor } = cast(s)
    const caseId = await submitted(s)
    await accepted(s)
    await handler.does('Task_Review', 'special', { fields: aTesting() })
    await approver.does('Task_ApproveSpecial', 'refuse', { opinion: '已有检测报告' })
    expect(await auditor.sees(caseId)).toMatchObject({ lamp: 'normal', stepName: '审查', statutory: { dueDay: '2026-10-22' } })
    await suspended(s)
    await s.at('2026-09-18T17:00:00+08:00')
    await handler.endsSuspension(caseId, '当日出具结果')
    expect((await auditor.sees(caseId)).statutory?.dueDay).toBe('2026-10-22')
    await expect(handler.endsSuspension(caseId, '再次结束')).rejects.toMatchObject({ code: 'SUSPENSION_NOT_OPEN' })
  })

  scenario('特别程序 past its planned end raises a signal, and its kind, days and persons are checked', FOLDER, async (s) => {
    const { handler, approver, reviewer, auditor } = cast(s)
    const caseId = await submitted(s)
    await accepted(s)
    const asking = (change: Record<string, unknown>) => handler.does('Task_Review', 'special', { fields: aTesting(change) })
    await expect(asking({ kind: 'lunch' })).rejects.toMatchObject({ code: 'FORM_INVALID' })
    const taskId = (await handler.inbox())[0]!.taskId
    await expect(handler.completes(taskId, 'special', { fields: aTesting({ plannedEnd: '2026-09-17' }) })).rejects.toMatchObject({
      code: 'SUSPENSION_INVALID',
    })
    await handler.completes(taskId, 'special', { fields: aTesting({ plannedEnd: '2026-09-24' }) })
    await expect(reviewer.claims('Task_ApproveSpecial')).rejects.toThrow('has no task')
    await approver.does('Task_ApproveSpecial', 'approve')
    await s.documents.make()
    await s.at('2026-09-24T17:29:00+08:00')
    expect(await actions(s, caseId)).not.toContain('suspension.overran')
    await s.at('2026-09-29T09:00:00+08:00')
    expect(await actions(s, caseId)).toContain('suspension.overran')
    const cards = (await auditor.timeline(caseId)).filter(({ stepName }) => stepName === '电子监察')
    expect(cards.map(({ action }) => action)).toEqual(['黄牌:特别程序“检测”超过计划结束时间'])
    await handler.endsSuspension(caseId, '检测合格')
    await checkedOnSite(s)
  })

  scenario('延期 once, before the limit, by the head: ten workdays more, and the applicant is told why', FOLDER, async (s) => {
    const { applicant, handler, leader, auditor } = cast(s)
    const caseId = await submitted(s)
    await accepted(s)
    await checkedOnSite(s)
    await s.at('2026-09-28T09:00:00+08:00')
    await expect(applicant.requestsExtension(caseId, '着急')).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    await handler.requestsExtension(caseId, '现场核查发现布局调整,须补充核查')
    await expect(handler.requestsExtension(caseId, '再次申请')).rejects.toMatchObject({ code: 'EXTENSION_ONCE' })
    // Asked for only.
    expect((await auditor.sees(caseId)).statutory?.dueDay).toBe('2026-10-22')
    await leader.does('Task_DecideExtension', 'grant')
    const [paper] = await s.documents.make()
    expect(paper).toMatchObject({ name: '延期决定书', number: '三市监许延〔2026〕1号' })
    expect(paper!.html).toContain('现场核查发现布局调整,须补充核查')
    expect(paper!.html).toContain('2026年11月5日')
    const longer = await auditor.sees(caseId)
    expect(longer).toMatchObject({ promised: { dueDay: '2026-10-22' }, statutory: { dueDay: '2026-11-05' } })
    expect(longer.statutory?.explanation).toContain('经批准延长10个工作日')
    expect(longer.clockHistory.extensions).toMatchObject([{ state: 'granted', length: '10个工作日', decidedBy: '钱立' }])
    await expect(handler.requestsExtension(caseId, '还要时间')).rejects.toMatchObject({ code: 'EXTENSION_ONCE' })
    expect((await actions(s, caseId)).filter((action) => action.startsWith('extension.') || action === 'limit.extended')).toEqual([
      'extension.requested',
      'extension.inadmissible',
      'limit.extended',
      'extension.inadmissible',
    ])
    await s.at('2026-11-05T17:29:00+08:00')
    expect(await passed(s, caseId)).toEqual(['promised'])
    await s.at('2026-11-05T17:31:00+08:00')
    expect(await passed(s, caseId)).toEqual(['promised', 'statutory'])
  })

  scenario('延期 that is not granted leaves the limits; asked for or granted too late it is refused and on record', FOLDER, async (s) => {
    const { handler, leader, approver, auditor } = cast(s)
    const caseId = await submitted(s)
    await accepted(s)
    await checkedOnSite(s)
    await audited(s)
    await handler.requestsExtension(caseId, '需要研究')
    await leader.does('Task_DecideExtension', 'refuse', { opinion: '理由不充分' })
    expect((await auditor.sees(caseId)).statutory?.dueDay).toBe('2026-10-22')
    await handler.requestsExtension(caseId, '需要补充材料')
    await s.at('2026-10-22T18:00:00+08:00')
    await expect(leader.does('Task_DecideExtension', 'grant')).rejects.toMatchObject({ code: 'EXTENSION_TOO_LATE' })
    expect((await actions(s, caseId)).filter((action) => action === 'extension.inadmissible')).toHaveLength(1)
    // The decision ends what was asked for and nobody answered.
    await approver.does('Task_Decide', 'grant')
    await s.documents.make()
    await s.documents.make()
    expect((await leader.inbox()).map(({ elementId }) => elementId)).not.toContain('Task_DecideExtension')
    expect((await auditor.sees(caseId)).clockHistory.extensions).toMatchObject([{ state: 'refused' }, { state: 'lapsed' }])
  })

  scenario('timeout over National Day with a make-up workday, pause for 补正', FOLDER, async (s) => {
    const { applicant, windowClerk, auditor } = cast(s)
    const caseId = await submitted(s)
    await s.at('2026-09-23T10:00:00+08:00')
    await windowClerk.does('Task_Intake', 'supplement', {
      fields: { missing: [{ key: 'floor-plan', fault: 'defective', text: '请标明面积' }] },
    })
    await s.documents.make()
    // The applicant's time is not the organ's: nothing passes while the case waits for him.
    await s.at('2026-09-29T15:00:00+08:00')
    expect(await passed(s, caseId)).toEqual([])
    await applicant.supplements(caseId, { materials: { 'floor-plan': [await applicant.uploads('平面图.pdf')] } })
    // Five workdays anew from 29 September: 30 September, 8, 9 October, Saturday 10 (make-up), 12.
    await s.at('2026-10-12T17:29:00+08:00')
    expect((await auditor.sees(caseId)).status).toBe('submitted')
    await s.at('2026-10-12T17:30:00+08:00')
    expect(await auditor.sees(caseId)).toMatchObject({ status: 'accepted', deemedAccepted: true, statutory: { dueDay: '2026-11-02' } })
    expect(await passed(s, caseId)).toEqual(['intake'])
  })

  scenario('every limit kept to the last minute raises nothing', FOLDER, async (s) => {
    const { approver, deliveryClerk, auditor } = cast(s)
    const caseId = await submitted(s)
    await s.at('2026-09-24T17:29:00+08:00')
    await accepted(s)
    await checkedOnSite(s)
    await audited(s)
    await s.at('2026-09-29T17:29:00+08:00')
    await approver.does('Task_Decide', 'grant')
    await s.documents.make()
    await s.documents.make()
    // Ten workdays to deliver across the holidays: 30 September, 8 to 10, 12 to 16, 19 October.
    await s.at('2026-10-19T17:29:00+08:00')
    await deliveryClerk.does('Task_Deliver', 'deliver', { form: { ...aDelivery, deliveredOn: '2026-10-19' } })
    await s.documents.make()
    expect(await auditor.sees(caseId)).toMatchObject({ status: 'granted', lamp: 'done' })
    expect(await passed(s, caseId)).toEqual([])
  })
})

describe('食品经营许可: a new working calendar', () => {
  scenario(
    'calendar changed on 1 December re-dates open cases',
    FOLDER,
    async (s) => {
      const { handler, auditor } = cast(s)
      const publisher = await s.person('zhuguan').caller()
      const caseId = await submitted(s)
      await accepted(s)
      const taskId = await handler.claims('Task_Review')
      await s.at('2026-12-01T09:00:00+08:00')
      expect(await auditor.sees(caseId)).toMatchObject({ promised: { dueDay: '2026-12-11' }, statutory: { dueDay: '2026-12-25' } })
      const { content, version, confirmation, alarm } = await s.calendarDesk.get(publisher)
      expect(alarm).toMatchObject({ year: 2027 })
      const closed = { ...content, closures: [{ name: '暴雪停办', from: '2026-12-02', to: '2026-12-03', source: '县政府办公室通告' }] }

      // First without doing it: what would move, step by step.
      const { openCases, changedCases, items } = await s.calendarDesk.dryRun(publisher, closed)
      expect([openCases, changedCases]).toEqual([1, 1])
      const due = (text: string) => Date.parse(`${text}T17:30:00+08:00`)
      expect(items[0]!.changes).toEqual([
        { what: '承诺时限', before: due('2026-12-11'), after: due('2026-12-15') },
        { what: '法定时限', before: due('2026-12-25'), after: due('2026-12-29') },
        { what: '“审查”环节', before: due('2026-12-02'), after: due('2026-12-04') },
      ])
      expect((await auditor.sees(caseId)).statutory?.dueDay).toBe('2026-12-25')

      await s.calendarDesk.publish(publisher, {
        content: closed,
        source: '县政府办公室通告',
        reason: '暴雪',
        baseVersion: version,
        confirmation,
      })
      expect(await auditor.sees(caseId)).toMatchObject({ promised: { dueDay: '2026-12-15' }, statutory: { dueDay: '2026-12-29' } })
      expect((await handler.inbox())[0]).toMatchObject({ taskId, dueAt: due('2026-12-04') })
      expect((await s.notices.list(await handler.caller(), { limit: 5 })).items[0]?.title).toContain('期限已按新的工作日历重算')
      const entries = await s.tenants.supervision.entries(s.tenantId, { subject: `case:${caseId}`, limit: 50 })
      expect(entries.items.find(({ action }) => action === 'case.redated')?.payload).toMatchObject({
        calendar: version + 1,
        before: { statutory: due('2026-12-25') },
        after: { statutory: due('2026-12-29') },
        tasks: [{ task: taskId, after: due('2026-12-04') }],
      })

      // Nothing passes on the old days, and everything on the new ones: timers and supervision count alike.
      await s.at('2026-12-04T17:29:00+08:00')
      expect((await auditor.sees(caseId)).lamp).toBe('normal')
      await s.at('2026-12-15T17:29:00+08:00')
      expect(await passed(s, caseId)).toEqual([])
      await s.at('2026-12-15T17:31:00+08:00')
      expect(await passed(s, caseId)).toEqual(['promised'])
    },
    '2026-11-27T09:00:00+08:00',
  )

  scenario(
    'silence counts by the calendar that is in force when it ends, and a due day of an unconfirmed year says so',
    FOLDER,
    async (s) => {
      const { auditor } = cast(s)
      const publisher = await s.person('zhuguan').caller()
      const caseId = await submitted(s)
      const { content, version, confirmation } = await s.calendarDesk.get(publisher)
      const closed = { ...content, closures: [{ name: '暴雪停办', from: '2026-12-11', to: '2026-12-14', source: '县政府办公室通告' }] }
      await s.calendarDesk.publish(publisher, {
        content: closed,
        source: '县政府办公室通告',
        reason: '暴雪',
        baseVersion: version,
        confirmation,
      })
      // Five workdays from Monday 7 December: 8, 9, 10, 15, 16.
      await s.at('2026-12-16T17:29:00+08:00')
      expect((await auditor.sees(caseId)).status).toBe('submitted')
      await s.at('2026-12-16T17:30:00+08:00')
      const silent = await auditor.sees(caseId)
      expect(silent).toMatchObject({ deemedAccepted: true, statutory: { dueDay: '2027-01-07', provisional: true } })
      expect(silent.statutory?.explanation).toContain('2027年放假安排尚未公布，届满日为暂定')
    },
    '2026-12-07T09:00:00+08:00',
  )
})

/** The limits that have passed, as the log tells. */
async function passed(s: Scenario, caseId: string): Promise<unknown[]> {
  const { items } = await s.tenants.supervision.entries(s.tenantId, { subject: `case:${caseId}`, limit: 200 })
  return items.filter(({ action }) => action === 'limit.passed').map(({ payload }) => (payload as { limit: string }).limit)
}
