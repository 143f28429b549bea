import { beforeAll, expect, it, vi } from 'vitest'
import { cases, workCalendars, type Database } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { Actor, FOOD_FORM, openOffice, type Office } from '../testing/index.ts'
import { createCalendars, SHIPPED_CONTENT, type CalendarContent } from './index.ts'

const at = (text: string): number => Date.parse(`${text}+08:00`)
const OFFICIAL_2027 = { ...SHIPPED_CONTENT.years.at(-1)!, status: 'official' as const, version: 1, source: '国务院办公厅关于2027年的通知' }

/** The content with more closed days. */
const closed = (content: CalendarContent, from: string, to: string): CalendarContent => ({
  ...content,
  closures: [...content.closures, { name: '暴雪停办', from, to, source: '县政府办公室通告' }],
})

describeOnDatabases('the working calendar of a county', (open) => {
  let database: Database
  let office: Office
  const ids: string[] = []
  const person = (userId: string) => new Actor(office, userId)
  const publisher = () => person('zhuguan').caller()

  beforeAll(async () => {
    database = await open()
    office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-licensing`, startAt: at('2026-11-26T09:00'), database })
    const applicant = person('shenqing')
    for (let i = 0; i < 3; i++) {
      const materials: Record<string, string[]> = {}
      for (const key of ['identity', 'floor-plan', 'safety-system', 'health-certificates']) materials[key] = [await applicant.uploads()]
      ids.push(await applicant.submits('food-business-licence', FOOD_FORM, materials))
    }
    return () => office.close()
  })

  const publish = async (content: CalendarContent, change: Record<string, unknown> = {}) => {
    const { version, confirmation } = await office.calendarDesk.get(await publisher())
    const publication = { content, source: '县政府办公室通告', reason: '暴雪', baseVersion: version, confirmation, ...change }
    return office.calendarDesk.publish(await publisher(), publication)
  }
  const intakeDue = async (id: string) => (await cases(database).get(office.tenantId, id, 0))!.intake_due_at
  const redated = async (id: string) => {
    const { items } = await office.tenants.supervision.entries(office.tenantId, { subject: `case:${id}`, limit: 100 })
    return items.filter(({ action }) => action === 'case.redated').length
  }

  it('begins with the one of the software, once, and says until when it is official', async () => {
    await office.calendars.ensure(office.tenantId)
    const { version, content, officialUntil, alarm, canPublish } = await office.calendarDesk.get(await publisher())
    expect([version, officialUntil, canPublish]).toEqual([1, '2026-12-31', true])
    expect(content.years.map(({ year, status }) => [year, status]).at(-1)).toEqual([2027, 'provisional'])
    await expect(office.calendarDesk.get(await publisher(), 99)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(alarm).toMatchObject({ year: 2027, text: expect.stringContaining('2027年放假安排尚未录入为正式') })
    expect(createCalendars({ database, clock: office.clock }).of('somebody-new').edition).toBe(1)
  })

  it('is read by those who work by it, and published by the supervisor only', async () => {
    expect((await office.calendarDesk.get(await person('chengban').caller())).canPublish).toBe(false)
    await expect(office.calendarDesk.get(await person('shenqing').caller())).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    await expect(office.calendarDesk.dryRun(await person('chengban').caller(), SHIPPED_CONTENT)).rejects.toMatchObject({
      code: 'NOT_AUTHORIZED',
    })
  })

  it.each<[string, (content: CalendarContent) => unknown, string, string]>([
    ['nothing at all', () => ({}), 'CALENDAR_INVALID', 'years'],
    ['a day that is none', (content) => closed(content, '2026-13-01', '2026-13-02'), 'CALENDAR_INVALID', '没有这一天'],
    ['a closure that ends before it begins', (content) => closed(content, '2026-12-03', '2026-12-02'), 'CALENDAR_INVALID', '早于起始日'],
    ['a closure outside of the years', (content) => closed(content, '2030-01-01', '2030-01-02'), 'CALENDAR_INVALID', '不在日历的范围'],
    [
      'a make-up workday on a Wednesday',
      (content) => ({ ...content, years: [...content.years.slice(0, -1), { ...OFFICIAL_2027, makeUpWorkdays: ['2027-02-03'] }] }),
      'CALENDAR_INVALID',
      '不能是调休上班日',
    ],
    ['a year less', (content) => ({ ...content, years: content.years.slice(1) }), 'YEAR_MISSING', '2024年'],
    ['no change', (content) => content, 'CALENDAR_UNCHANGED', '相同'],
  ])('refuses %s, with the reason', async (_, change, code, words) => {
    await expect(publish(change(SHIPPED_CONTENT) as CalendarContent)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
    })
    expect((await office.calendarDesk.versions(await publisher())).map(({ version }) => version)).toEqual([1])
  })

  it('asks for the words of confirmation, and for the version that was changed', async () => {
    const content = closed(SHIPPED_CONTENT, '2026-12-01', '2026-12-02')
    await expect(publish(content, { confirmation: '发布' })).rejects.toMatchObject({ code: 'CONFIRMATION_NEEDED' })
    await expect(publish(content, { baseVersion: 7, confirmation: '发布第8版' })).rejects.toMatchObject({ code: 'CALENDAR_CHANGED' })
  })

  it('a dry run lists what would move and moves nothing', async () => {
    const before = await intakeDue(ids[0]!)
    const run = await office.calendarDesk.dryRun(await publisher(), closed(SHIPPED_CONTENT, '2026-12-01', '2026-12-02'))
    expect([run.openCases, run.changedCases, run.problems]).toEqual([3, 3, 0])
    // Five workdays from Thursday 26 November: 27, 30, then 3 and 4 December and Monday 7.
    expect(run.items[0]!.changes).toContainEqual({ what: '受理期限', before: at('2026-12-03T17:30'), after: at('2026-12-07T17:30') })
    expect(run.items[0]!.changes).toContainEqual({
      what: '“受理审查”环节',
      before: at('2026-12-03T17:30'),
      after: at('2026-12-07T17:30'),
    })
    expect(await intakeDue(ids[0]!)).toBe(before)
  })

  it('what a crash left is finished by the next turn, and nothing is done twice', async () => {
    const content = closed(SHIPPED_CONTENT, '2026-12-01', '2026-12-02')
    // Published, and the server died before it counted anything anew.
    const first = (await workCalendars(database).latest(office.tenantId))!
    await workCalendars(database).insert({ ...first, version: 2, content })
    // Another server, which has not heard of it, dates a case by the old calendar meanwhile.
    await person('chuangkou').does('Task_Intake', 'accept')
    expect(await office.calendars.refresh()).toEqual([office.tenantId])
    expect(office.calendars.of(office.tenantId).edition).toBe(2)
    const turn = async () => {
      const { done, failures } = await office.calendarDesk.redate(office.tenantId)
      return [done, failures.length]
    }
    // One that fails is left for a minute, and not tried with each turn.
    const recalculate = office.engine.recalculateTimers.bind(office.engine)
    const broken = (await cases(database).get(office.tenantId, ids[2]!, 0))!.instance_id
    const failing = vi
      .spyOn(office.engine, 'recalculateTimers')
      .mockImplementation((request) => (request.instanceId === broken ? Promise.reject(new Error('broken')) : recalculate(request)))
    expect(await turn()).toEqual([2, 1])
    expect(await turn()).toEqual([0, 0])
    failing.mockRestore()
    expect(await turn()).toEqual([0, 0])
    office.clock.set(office.clock() + 60_000)
    expect(await turn()).toEqual([1, 0])
    expect(await turn()).toEqual([0, 0])
    for (const id of ids) expect(await redated(id)).toBe(1)
    const rows = await cases(database).getMany(office.tenantId, ids, 0)
    expect(rows.map(({ calendar_version }) => calendar_version)).toEqual([2, 2, 2])
    const waiting = rows.filter(({ status }) => status === 'submitted')
    expect(waiting.map(({ intake_due_at }) => intake_due_at)).toEqual([at('2026-12-07T17:30'), at('2026-12-07T17:30')])
    const jobs = await office.engine.jobs.ofInstance(office.tenantId, waiting[0]!.instance_id)
    expect(jobs.map(({ due_at }) => due_at)).toEqual([at('2026-12-07T17:30')])
  })

  it('tells once of a coming year that is not official, and no more when it is', async () => {
    expect(await office.calendarDesk.raiseAlarm(office.tenantId)).toBe(true)
    expect(await office.calendarDesk.raiseAlarm(office.tenantId)).toBe(false)
    const { items } = await office.notices.list(await publisher(), { limit: 10 })
    expect(items.filter(({ title }) => title === '2027年工作日历尚未确认')).toHaveLength(1)
    const { content } = await office.calendarDesk.get(await publisher())
    await publish({ ...content, years: [...content.years.slice(0, -1), OFFICIAL_2027] }, { source: OFFICIAL_2027.source })
    const now = await office.calendarDesk.get(await publisher())
    expect([now.version, now.officialUntil, now.alarm, now.toRedate]).toEqual([3, '2027-12-31', null, 0])
    const log = await office.tenants.supervision.entries(office.tenantId, { subject: `calendar:${office.tenantId}`, limit: 10 })
    expect(log.items.map(({ action }) => action).sort()).toEqual(['calendar.alarm', 'calendar.published'])
  })
})
