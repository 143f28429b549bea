import type { Database, QueueDeviceRow, QueuePriority } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { Actor, openOffice, type Office } from '../testing/index.ts'
import { chooseNext } from './choose-next.ts'
import { createQueues, type Queues } from './create-queues.ts'
import { DEFAULT_READER } from './settings.ts'
import { estimateOf } from './views.ts'

const SETTINGS = {
  classes: [
    { letter: 'A', name: '综合业务' },
    { letter: 'B', name: '经营许可' },
  ],
  windows: 12,
  ordinaryPerPriority: 2,
  reader: DEFAULT_READER,
}
const MINUTE_MS = 60_000

describe('who is called next', () => {
  const ordinary: { priority: QueuePriority } = { priority: 'none' }
  const priority: { priority: QueuePriority } = { priority: 'elderly' }
  test.each([
    ['nobody waits', undefined, undefined, [], undefined],
    ['only those without priority', ordinary, undefined, [], ordinary],
    ['only those with priority, also one after the other', undefined, priority, [priority], priority],
    ['the first of the day with priority', ordinary, priority, [], priority],
    ['then two without', ordinary, priority, [ordinary, priority], ordinary],
    ['then one with it again', ordinary, priority, [ordinary, ordinary, priority], priority],
  ])('%s', (_, line, preferred, recent, next) => {
    expect(chooseNext({ ordinary: line, priority: preferred }, recent, 2)).toBe(next)
  })

  test('nought between them: priority goes before all', () => {
    expect(chooseNext({ ordinary, priority }, [priority, priority], 0)).toBe(priority)
  })
})

test('how long one will wait is said only from what was served today, and where somebody serves', () => {
  const row = { window: 1, letter: 'A', served: 3, passed: 1, waitedMs: 0, servedMs: 30 * MINUTE_MS, longestWaitMs: 0 }
  expect(estimateOf([row], 'A', 4, 2)).toBe(20)
  expect(estimateOf([row], 'A', 4, 0)).toBeNull()
  expect(estimateOf([{ ...row, served: 2 }], 'A', 4, 2)).toBeNull()
  expect(estimateOf([row], 'B', 4, 2)).toBeNull()
})

describeOnDatabases('the queue of a hall', (open) => {
  let database: Database
  let office: Office
  let queues: Queues
  let kiosk: QueueDeviceRow
  let hallId: string
  let halls = 0
  const changed: string[] = []
  const caller = (userId: string) => new Actor(office, userId).caller()
  const take = (letter = 'A', priority: QueuePriority = 'none', phone?: string) => queues.take(kiosk, { letter, priority, phone })
  const labels = (tickets: { label: string }[]) => tickets.map(({ label }) => label)
  const actions = async (subject: string) =>
    (await office.tenants.supervision.entries(office.tenantId, { subject, limit: 20 })).items.map(({ action }) => action)

  beforeAll(async () => {
    database = await open()
    office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-rating`, startAt: Date.parse('2026-09-18T09:00:00+08:00'), database })
    const { tenants, notices, clock } = office
    queues = createQueues({ database, tenants, notices, clock, onChanged: (_, hall) => changed.push(hall) })
  }, 120_000)
  afterAll(() => office.close())

  // Each test has a hall of its own; clerks leave the window of the one before.
  beforeEach(async () => {
    await database('queue_window').update({ clerk_id: null })
    hallId = `hall-${++halls}`
    const supervisor = await caller('zhuguan')
    await queues.changeHall(supervisor, { id: hallId, name: '政务服务大厅', organId: 'zwb', settings: SETTINGS, version: 0 })
    const { token } = await queues.registerDevice(await caller('xitong'), { hallId, kind: 'kiosk', name: '一号取号机' })
    kiosk = await queues.device(office.tenantId, token)
    changed.length = 0
  })
  const opened = async (userId: string, window: number, classes = ['A', 'B']) => {
    const clerk = await caller(userId)
    await queues.open(clerk, { hallId, window, classes })
    return clerk
  }

  it('gives out numbers of each class without a gap, a day at a time, and prints what it knows', async () => {
    expect(await take()).toMatchObject({ label: 'A001', className: '综合业务', ahead: 0, estimateMinutes: null, hallName: '政务服务大厅' })
    expect(labels([await take(), await take('B'), await take()])).toEqual(['A002', 'B001', 'A003'])
    await expect(take('C')).rejects.toMatchObject({ code: 'CLASS_UNKNOWN' })
    expect(await take()).toMatchObject({ label: 'A004', ahead: 3 })
    office.clock.set(office.clock() + 24 * 60 * MINUTE_MS)
    expect(await take()).toMatchObject({ label: 'A001', ahead: 0 })
  })

  it('many that press at once get numbers that follow each other', async () => {
    const taken = await Promise.all(Array.from({ length: 12 }, () => take()))
    expect(labels(taken).sort()).toEqual(Array.from({ length: 12 }, (_, n) => `A${String(n + 1).padStart(3, '0')}`))
  })

  it('two windows that press “next” at once, again and again, never get the same number, and nobody is left out', async () => {
    const clerks = [await opened('chuangkou', 1), await opened('zonghe', 2), await opened('chengguan', 3)]
    const numbers = []
    for (let n = 0; n < 9; n++) numbers.push((await take()).label)
    const got: string[] = []
    for (let round = 0; round < 3; round++)
      got.push(...(await Promise.all(clerks.map((clerk) => queues.next(clerk)))).map(({ current }) => current!.label))
    expect(got.toSorted()).toEqual(numbers)
    expect((await Promise.all(clerks.map((clerk) => queues.next(clerk)))).map(({ current }) => current)).toEqual([null, null, null])
  })

  it('calls those with priority between the others, by the rule of the hall', async () => {
    for (const priority of ['none', 'none', 'none', 'elderly', 'booked', 'none'] as const) await take('A', priority)
    const clerk = await opened('chuangkou', 1)
    const order = []
    for (let n = 0; n < 6; n++) order.push((await queues.next(clerk)).current!.label)
    expect(order).toEqual(['A004', 'A001', 'A002', 'A005', 'A003', 'A006'])
  })

  it('a window calls what it serves; calling again, passing over, coming back and serving are on record', async () => {
    await take('A')
    await take('B')
    const clerk = await opened('chuangkou', 5, ['B'])
    const desk = await queues.next(clerk)
    expect(desk.current).toMatchObject({ label: 'B001', calls: 1, window: 5 })
    expect((await queues.again(clerk)).current).toMatchObject({ label: 'B001', calls: 2 })
    expect(await queues.pass(clerk)).toMatchObject({ current: null, passed: [{ label: 'B001' }] })
    await expect(queues.again(clerk)).rejects.toMatchObject({ code: 'NO_TICKET_CALLED', status: 409 })
    const { id } = desk.current!
    expect(labels((await queues.comeBack(clerk, id)).waiting)).toEqual(['B001'])
    await expect(queues.comeBack(clerk, id)).rejects.toMatchObject({ code: 'TICKET_NOT_PASSED' })
    await queues.next(clerk)
    expect((await queues.serve(clerk)).current).toBeNull()
    expect(await actions(`ticket:${id}`)).toEqual([
      ...['queue.ticket-taken', 'queue.ticket-called', 'queue.ticket-called', 'queue.ticket-passed'],
      ...['queue.ticket-returned', 'queue.ticket-called', 'queue.ticket-served'],
    ])
    expect(changed).toContain(hallId)
  })

  it('who is sent on to another window or class keeps his place; what is sent to one window waits for that one alone', async () => {
    const [one, two] = [await opened('chuangkou', 1, ['A']), await opened('zonghe', 2, ['B'])]
    await take('A')
    await take('A')
    await take('B')
    await queues.next(one)
    expect((await queues.transfer(one, { letter: 'B' })).current).toBeNull()
    expect(labels((await queues.desk(two)).waiting)).toEqual(['A001', 'B001'])
    expect((await queues.next(two)).current).toMatchObject({ label: 'A001', className: '经营许可' })
    await queues.next(one)
    await queues.transfer(one, { window: 2 })
    expect((await queues.next(one)).current).toBeNull()
    expect((await queues.next(two)).current).toMatchObject({ label: 'A002' })
    for (const to of [{ window: 2 }, { window: 7 }])
      await expect(queues.transfer(two, to)).rejects.toMatchObject({ code: 'WINDOW_UNKNOWN' })
    await expect(queues.transfer(two, { letter: 'Z' })).rejects.toMatchObject({ code: 'CLASS_UNKNOWN' })
  })

  it('the last calls are on the display, the newest first, and waiting is told by class', async () => {
    const { token } = await queues.registerDevice(await caller('xitong'), { hallId, kind: 'display', name: '大屏' })
    const display = await queues.device(office.tenantId, token, 'display')
    for (let n = 0; n < 3; n++) await take('A')
    const clerk = await opened('chuangkou', 1)
    for (let n = 0; n < 2; n++) await queues.next(clerk)
    const before = await queues.board(display)
    expect(before).toMatchObject({ calls: [{ label: 'A002', window: 1 }, { label: 'A001' }], classes: [{ waiting: 1 }, { waiting: 0 }] })
    await queues.again(clerk)
    expect((await queues.board(display)).calls[0]!.callNo).not.toBe(before.calls[0]!.callNo)
    await queues.pass(clerk)
    expect(labels((await queues.board(display)).calls)).toEqual(['A001'])
  })

  it('estimates and figures come from what was done today', async () => {
    const clerk = await opened('chuangkou', 1, ['A'])
    for (let n = 0; n < 4; n++) await take()
    for (let n = 0; n < 3; n++) {
      await queues.next(clerk)
      office.clock.set(office.clock() + 10 * MINUTE_MS)
    }
    await queues.serve(clerk)
    expect(await take()).toMatchObject({ label: 'A005', ahead: 1, estimateMinutes: 10, windows: [1] })
    const day = new Date(office.clock() + 8 * 60 * MINUTE_MS).toISOString().slice(0, 10)
    const { items } = await queues.figures(await caller('zhuguan'), { hallId, from: day, until: day })
    expect(items).toEqual([
      {
        ...{ window: 1, letter: 'A', className: '综合业务', served: 3, passed: 0 },
        ...{ meanWaitMinutes: 10, meanServiceMinutes: 10, longestWaitMinutes: 20 },
      },
    ])
  })

  it('who gave a telephone by which he has an account is told in the application', async () => {
    const applicant = await caller('shenqing')
    const told = async () => (await office.notices.list(applicant, { limit: 2 })).items.map(({ title }) => title)
    await take('A', 'none', '13900000001')
    const clerk = await opened('chuangkou', 8)
    await queues.next(clerk)
    expect(await told()).toEqual(['请到8号窗口办理', '已取号A001'])
    await take('A', 'none', '13700000000')
    await queues.next(clerk)
    expect(await told()).toEqual(['请到8号窗口办理', '已取号A001'])
  })

  it('one clerk sits at one window, and one window has one clerk; it closes when nobody stands there, or by the next morning', async () => {
    const clerk = await opened('chuangkou', 1)
    const other = await caller('zonghe')
    const place = { hallId, classes: ['A'] }
    await expect(queues.open(other, { ...place, window: 1 })).rejects.toMatchObject({ code: 'WINDOW_TAKEN' })
    await expect(queues.open(clerk, { ...place, window: 2 })).rejects.toMatchObject({ code: 'WINDOW_TAKEN' })
    await expect(queues.open(other, { ...place, window: 13 })).rejects.toMatchObject({ code: 'WINDOW_UNKNOWN' })
    await expect(queues.next(other)).rejects.toMatchObject({ code: 'WINDOW_NOT_OPEN' })
    await take()
    await queues.next(clerk)
    await expect(queues.close(clerk)).rejects.toMatchObject({ code: 'WINDOW_BUSY' })
    office.clock.set(office.clock() + 24 * 60 * MINUTE_MS)
    expect((await queues.desk(clerk)).window).toBeNull()
    expect((await queues.open(other, { ...place, window: 1 })).window).toMatchObject({ number: 1 })
    expect((await queues.close(other)).window).toBeNull()
  })

  it('who left a window of another hall open in the evening sits down here the next morning', async () => {
    const clerk = await opened('chuangkou', 1)
    const elsewhere = `hall-${++halls}`
    const hall = { id: elsewhere, name: '分厅', organId: 'zwb', settings: SETTINGS, version: 0 }
    await queues.changeHall(await caller('zhuguan'), hall)
    const place = { hallId: elsewhere, window: 3, classes: ['A'] }
    await expect(queues.open(clerk, place)).rejects.toMatchObject({ code: 'WINDOW_TAKEN' })
    office.clock.set(office.clock() + 24 * 60 * MINUTE_MS)
    expect((await queues.open(clerk, place)).window).toMatchObject({ hallId: elsewhere, number: 3 })
  })

  it('rights: calling is for windows, setting up for the supervisor, devices for the system administrator', async () => {
    const [handler, clerk, supervisor, admin] = await Promise.all(['chengban', 'chuangkou', 'zhuguan', 'xitong'].map(caller))
    const refused = { code: 'NOT_AUTHORIZED' }
    await expect(queues.desk(handler!)).rejects.toMatchObject(refused)
    await expect(queues.open(handler!, { hallId, window: 1, classes: ['A'] })).rejects.toMatchObject(refused)
    const hall = { id: hallId, name: '大厅', organId: 'zwb', settings: SETTINGS, version: 1 }
    await expect(queues.changeHall(clerk!, hall)).rejects.toMatchObject(refused)
    await expect(queues.registerDevice(supervisor!, { hallId, kind: 'kiosk', name: '机' })).rejects.toMatchObject(refused)
    await expect(queues.figures(clerk!, { hallId, from: '2026-09-18', until: '2026-09-18' })).rejects.toMatchObject(refused)
    await expect(queues.desk(admin!)).rejects.toMatchObject(refused)
    expect(await queues.halls(handler!)).toEqual([])
    expect(await queues.halls(await caller('juzhang'))).toEqual([])
    expect((await queues.halls(supervisor!)).map(({ id }) => id)).toContain(hallId)
  })

  it('a hall is set up by version, checked, and on record', async () => {
    const supervisor = await caller('zhuguan')
    const hall = { id: hallId, name: '大厅', organId: 'zwb', settings: SETTINGS, version: 1 }
    expect(await queues.changeHall(supervisor, hall)).toMatchObject({ version: 2, name: '大厅' })
    await expect(queues.changeHall(supervisor, hall)).rejects.toMatchObject({ code: 'HALL_CHANGED' })
    const doubled = { ...SETTINGS, classes: [SETTINGS.classes[0], SETTINGS.classes[0]] }
    await expect(queues.changeHall(supervisor, { ...hall, version: 2, settings: doubled })).rejects.toMatchObject({ code: 'HALL_INVALID' })
    expect(await actions(`hall:${hallId}`)).toEqual(['queue.hall-changed', 'queue.hall-changed'])
  })

  it('a device is known by its token alone, until it is put out of use', async () => {
    const admin = await caller('xitong')
    for (const token of [undefined, '', 'x'.repeat(43)])
      await expect(queues.device(office.tenantId, token)).rejects.toMatchObject({ code: 'DEVICE_UNKNOWN' })
    const { id, token } = await queues.registerDevice(admin, { hallId, kind: 'display', name: '大屏' })
    await expect(queues.device(office.tenantId, token, 'kiosk')).rejects.toMatchObject({ code: 'DEVICE_OF_OTHER_KIND' })
    await expect(queues.revokeDevice(admin, id, ' ')).rejects.toMatchObject({ code: 'REASON_MISSING' })
    await queues.revokeDevice(admin, id, '设备更换')
    await expect(queues.device(office.tenantId, token)).rejects.toMatchObject({ code: 'DEVICE_UNKNOWN' })
    expect(await actions(`device:${id}`)).toEqual(['queue.device-registered', 'queue.device-revoked'])
    expect((await queues.devices(admin)).find((device) => device.id === id)).toMatchObject({ name: '大屏', kind: 'display' })
  })
})
