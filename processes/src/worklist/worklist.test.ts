import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { Actor, foodCase, openOffice, type Office } from '../testing/index.ts'
import { createWorklist, MAX_INBOX_VIEWS, type InboxView, type Worklist } from './index.ts'
import { periodsOf } from './own-statistics.ts'

const at = (text: string) => Date.parse(`${text}+08:00`)
const HOUR = 3_600_000

describe('beside the inbox', () => {
  let office: Office
  let worklist: Worklist
  const person = (userId: string) => new Actor(office, userId)
  const caller = (userId: string) => person(userId).caller()
  beforeAll(async () => {
    // a Friday
    office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-licensing`, startAt: at('2026-09-18T09:00:00') })
    const { database, tenants, clock, calendars } = office
    worklist = createWorklist({ database, tenants, clock, calendarOf: (tenantId) => calendars.of(tenantId) })
  })
  afterAll(() => office.close())

  describe('saved filters', () => {
    const view = (name: string): InboxView => ({ name, choice: { lamps: ['red', 'yellow'], sort: 'arrival' } })

    it('are a person’s own, in his order; a list that another window has changed is not overwritten', async () => {
      const [clerk, reviewer] = [await caller('chuangkou'), await caller('shenhe')]
      const first = await worklist.views.changeOwn(clerk, { items: [view(' 快到期 '), view('新到')], version: 0 })
      expect(first).toEqual({ items: [view('快到期'), view('新到')], version: 1 })
      const turned = await worklist.views.changeOwn(clerk, { items: [...first.items].reverse(), version: 1 })
      expect((await worklist.views.offered(clerk)).own).toEqual(turned)
      expect((await worklist.views.offered(reviewer)).own).toEqual({ items: [], version: 0 })
      for (const version of [0, 1])
        await expect(worklist.views.changeOwn(clerk, { items: [], version })).rejects.toMatchObject({ code: 'VIEWS_CHANGED', status: 409 })
    })

    it.each([
      ['too many', Array.from({ length: MAX_INBOX_VIEWS + 1 }, (_, n) => view(`第 ${n} 个`))],
      ['one without a name', [view('  ')]],
      ['a name too long', [view('长'.repeat(13))]],
      ['a name twice', [view('快到期'), view('快到期 ')]],
    ])('%s: nothing is kept', async (_, items) => {
      const reviewer = await caller('shenhe')
      await expect(worklist.views.changeOwn(reviewer, { items, version: 0 })).rejects.toMatchObject({ code: 'VIEWS_INVALID', status: 422 })
      expect((await worklist.views.offered(reviewer)).own.version).toBe(0)
    })

    it('of a unit are shared by its head, on record, and read by all who work there and nobody else', async () => {
      const [head, reviewer, elsewhere] = [await caller('juzhang'), await caller('shenhe'), await caller('chengguan')]
      expect((await worklist.views.offered(head)).kept).toEqual([{ organId: 'scjg', organName: '三湖县市场监督管理局' }])
      expect((await worklist.views.offered(reviewer)).kept).toEqual([])
      await worklist.views.changeOfOrgan(head, 'scjg', { items: [view('本周到期')], version: 0 })
      expect((await worklist.views.offered(reviewer)).organs).toEqual([
        { organId: 'scjg', organName: '三湖县市场监督管理局', items: [view('本周到期')], version: 1 },
      ])
      expect((await worklist.views.offered(elsewhere)).organs).toEqual([])
      for (const [who, organId] of [
        [reviewer, 'scjg'],
        [head, 'cgj'],
      ] as const)
        await expect(worklist.views.changeOfOrgan(who, organId, { items: [], version: 1 })).rejects.toMatchObject({
          code: 'NOT_AUTHORIZED',
        })
      const { items } = await office.tenants.supervision.entries(office.tenantId, { subject: 'organ:scjg', limit: 10 })
      expect(items.filter(({ action }) => action === 'inbox-views.shared')).toMatchObject([
        { payload: { before: [], after: ['本周到期'] } },
      ])
    })
  })

  describe('with a case that the window has accepted on Friday and the review waits for', () => {
    beforeAll(async () => {
      await foodCase(office, person, 'Task_Intake')
      await office.passTime(at('2026-09-18T11:00:00'))
      await person('chuangkou').does('Task_Intake', 'accept')
      await office.documents.make()
    })

    it('the calendar has the to-do of the reviewer, and for the window the case that waits for others', async () => {
      const span = { from: '2026-09-18', until: '2026-10-12' }
      const reviewer = await worklist.calendar(await caller('chengban'), span)
      expect(reviewer.tasks).toMatchObject([{ step: '审查', lamp: 'normal', applicantName: '湖畔面馆' }])
      expect(reviewer.waiting).toEqual([])
      const [todo] = await person('chengban').inbox()
      expect([reviewer.tasks[0]!.dueAt, reviewer.tasks[0]!.taskId]).toEqual([todo!.dueAt, todo!.taskId])
      const window = await worklist.calendar(await caller('chuangkou'), span)
      expect(window.tasks).toEqual([])
      expect(window.waiting).toMatchObject([{ step: '审查', applicantName: '湖畔面馆', day: '2026-10-09' }])
      expect((await worklist.calendar(await caller('chengguan'), span)).waiting).toEqual([])
    })

    it('its days say which are off and which are worked for a holiday', async () => {
      const { days } = await worklist.calendar(await caller('chengban'), { from: '2026-09-30', until: '2026-10-11' })
      const kindOf = new Map(days.map(({ day, kind, name }) => [day, `${kind} ${name ?? ''}`.trim()]))
      expect(kindOf.size).toBe(12)
      expect(kindOf.get('2026-09-30')).toBe('workday')
      expect(kindOf.get('2026-10-01')).toMatch(/^holiday .+/)
      expect(kindOf.get('2026-10-10')).toMatch(/^make-up-workday/)
      expect(kindOf.get('2026-10-11')).toBe('weekend')
    })

    it.each([
      ['backwards', { from: '2026-10-02', until: '2026-10-01' }],
      ['too long', { from: '2026-01-01', until: '2026-12-31' }],
      ['beyond the working calendar', { from: '9999-12-30', until: '9999-12-31' }],
    ])('a stretch that is %s is refused', async (_, span) => {
      await expect(worklist.calendar(await caller('chengban'), span)).rejects.toMatchObject({ code: 'SPAN_INVALID' })
    })

    it('the statistics count what was done, whether in time, and how many office hours it took', async () => {
      const own = await worklist.statistics(await caller('chuangkou'), 'day')
      expect(own.totals).toEqual({ done: 1, onTime: 1, late: 0, returned: 0 })
      expect(own.periods.at(-1)).toMatchObject({ from: '2026-09-18', until: '2026-09-18', done: 1 })
      expect(own.periods).toHaveLength(30)
      expect(own.steps).toEqual([{ step: '受理审查', done: 1, averageMs: 2 * HOUR, unitMedianMs: null, unitDone: 1 }])
      expect((await worklist.statistics(await caller('shenhe'), 'month')).steps).toEqual([])
    })

    it('what a colleague did of the same step gives the median beside one’s own; a case sent back is counted', async () => {
      const by = { actor: { userId: 'anquan', name: '吕安' } }
      await office.tenants.users.grantPost({ tenantId: office.tenantId, userId: 'chengban', organId: 'scjg', post: 'window-clerk', by })
      await foodCase(office, person, 'Task_Intake')
      await office.passTime(at('2026-09-21T10:00:00'))
      await person('chengban').does('Task_Intake', 'accept')
      await office.documents.make()
      const own = await worklist.statistics(await caller('chuangkou'), 'week')
      // two hours, and from Friday 11:00 to Monday 10:00 over a made-up Sunday: 1 + 3.5 + 6.5 + 1
      expect(own.steps).toEqual([{ step: '受理审查', done: 1, averageMs: 2 * HOUR, unitMedianMs: 7 * HOUR, unitDone: 2 }])

      await foodCase(office, person, 'Task_Audit')
      const taskId = await person('shenhe').claims('Task_Audit')
      await office.cases.sendBack(await caller('shenhe'), taskId, { to: 'Task_Review', mode: 'forward', reason: '审查意见不清' })
      const reviewer = await worklist.statistics(await caller('chengban'), 'week')
      expect([reviewer.totals.returned, reviewer.periods.at(-1)!.returned]).toEqual([1, 1])
      expect((await worklist.statistics(await caller('chuangkou'), 'week')).totals.returned).toBe(0)
    })
  })
})

it('periods are whole days, weeks from Monday and months, up to the one that runs', () => {
  expect(periodsOf('day', '2026-03-01').slice(-2)).toEqual([
    { from: '2026-02-28', until: '2026-02-28' },
    { from: '2026-03-01', until: '2026-03-01' },
  ])
  expect(periodsOf('week', '2026-09-20').at(-1)).toEqual({ from: '2026-09-14', until: '2026-09-20' })
  expect(periodsOf('month', '2026-03-31').slice(-2)).toEqual([
    { from: '2026-02-01', until: '2026-02-28' },
    { from: '2026-03-01', until: '2026-03-31' },
  ])
  expect(periodsOf('month', '2026-03-31')[0]!.from).toBe('2025-04-01')
})
