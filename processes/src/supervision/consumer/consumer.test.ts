import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inTransaction, supervisionFolds, type Database } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { createTenants } from '@lianban/tenants'
import { expect, it } from 'vitest'
import { nationalCalendar } from '../../clock/index.ts'
import { createNotices } from '../../notices/index.ts'
import { giveCards } from '../cards/give-cards.ts'
import { Rule } from '../rules/rule.ts'
import { createRuleBook, installRules } from '../rules/rule-store.ts'
import { createConsumer, type ConsumerOptions } from './consumer.ts'

const T = 'sanhu'
const START = Date.parse('2026-09-18T09:00:00+08:00')
const RULES = [
  {
    id: 'T2',
    name: '超过承诺时限',
    object: '办件',
    on: ['limit.passed'],
    when: 'event.payload.limit = "promised"',
    colour: 'yellow',
    text: '超时',
    basis: '承诺',
    recipients: [],
    replyWorkdays: 3,
    score: 5,
  },
  {
    id: 'S1',
    name: '投诉未答复',
    object: '办件',
    on: ['complaint.received', 'complaint.answered'],
    when: 'event.action = "complaint.received"',
    occasion: 'event.payload.complaint',
    deadline: { due: 'event.at + 3600000', until: 'event.action = "complaint.answered"' },
    colour: 'yellow',
    text: '未答复',
    basis: '规定',
    recipients: [],
    replyWorkdays: 3,
    score: 5,
  },
  {
    id: 'T4',
    name: '逾期未回复',
    object: '监察牌',
    on: ['limit.passed'],
    when: 'event.payload.limit = "card-reply"',
    occasion: 'string(event.seq)',
    effect: 'raise',
    colour: 'red',
    text: '升级',
    basis: '规定',
    recipients: [],
    replyWorkdays: null,
    score: 0,
  },
].map((rule) => Rule.parse(rule))

describeOnDatabases('the consumer of the log', (open) => {
  const given = async (change: Partial<ConsumerOptions> = {}) => {
    const database = await open()
    let now = START
    const clock = () => now
    const tenants = createTenants({ database, clock, keysFolder: await mkdtemp(join(tmpdir(), 'lianban-consumer-')) })
    await tenants.tenancy.provision({ id: T, name: '三湖县', regionCode: '320899' }, { actor: { userId: 'system' } })
    const notices = createNotices({ database, tenants, clock })
    await installRules({ database, record: tenants.supervision.record, notices, tenantId: T, rules: RULES, clock })
    const give = { record: tenants.supervision.record, notices, calendarOf: () => nationalCalendar, clock }
    const consumer = (more: Partial<ConsumerOptions> = {}) =>
      createConsumer({
        database,
        supervision: tenants.supervision,
        calendarOf: () => nationalCalendar,
        clock,
        ruleBook: createRuleBook(),
        act: (tx, tenantId, findings, troubles) => giveCards(give, tx, tenantId, findings, troubles),
        ...change,
        ...more,
      })
    const tell = async (count: number, action = 'limit.passed', from = 0) => {
      await inTransaction(database, (tx) =>
        tenants.supervision.record(
          tx,
          T,
          Array.from({ length: count }, (_, i) => ({
            action,
            subject: `case:${from + i}`,
            organId: 'scjg',
            actor: { userId: 'system' },
            payload: { limit: 'promised', complaint: `c${from + i}` },
          })),
        ),
      )
      await tenants.supervision.seal(T)
    }
    return { database, consumer, tell, give, tenants, set: (at: number) => void (now = at) }
  }

  it('goes on where it stopped, and gives each card once', async () => {
    const { database, consumer, tell } = await given()
    await tell(7)
    expect(await consumer().catchUp(T)).toMatchObject({ findings: 7 })
    await tell(3, 'limit.passed', 7)
    // Another process, later: nothing of the first is read again.
    const next = await consumer().catchUp(T)
    expect(next).toMatchObject({ findings: 3 })
    expect(await cardSubjects(database)).toEqual(Array.from({ length: 10 }, (_, i) => `case:${i}`))
    const numbers = (await database('supervision_card').orderBy('id').select('card_no')) as { card_no: string }[]
    expect(numbers.map(({ card_no }) => card_no)).toEqual(Array.from({ length: 10 }, (_, i) => `监察〔2026〕${i + 1}号`))
  })

  it('gives a batch its numbers in the order of what was found, and leaves out what has its card', async () => {
    const { database, consumer, tell } = await given()
    await tell(3)
    const one = consumer()
    await one.catchUp(T)
    // Twice in one transaction, once of an earlier one, and new ones around them.
    await tell(1, 'limit.passed', 5)
    await tell(5, 'limit.passed', 1)
    await tell(1, 'limit.passed', 9)
    expect(await one.catchUp(T)).toMatchObject({ findings: 7 })
    const cards = (await database('supervision_card').orderBy('id').select('card_no', 'subject')) as { card_no: string; subject: string }[]
    expect(cards.map(({ subject }) => subject)).toEqual([0, 1, 2, 5, 3, 4, 9].map((n) => `case:${n}`))
    expect(cards.map(({ card_no }) => card_no)).toEqual(cards.map((_, i) => `监察〔2026〕${i + 1}号`))
    for (const table of ['supervision_card_line', 'supervision_entry']) {
      const rows = table === 'supervision_entry' ? await database(table).where({ action: 'card.yellow' }) : await database(table)
      expect(rows, table).toHaveLength(7)
    }
  })

  it('raises a card once for each limit it let pass, also within one transaction, and a closed one no more', async () => {
    const { database, consumer, tell, tenants } = await given()
    await tell(2)
    const one = consumer()
    await one.catchUp(T)
    const [first, second] = (await database('supervision_card').orderBy('id').select('id')) as { id: string }[]
    await database('supervision_card').where({ id: first!.id }).update({ colour: 'warning' })
    await database('supervision_card').where({ id: second!.id }).update({ state: 'closed', closed_at: START })
    const passed = (id: string) => ({
      action: 'limit.passed',
      subject: `card:${id}`,
      actor: { userId: 'system' },
      payload: { limit: 'card-reply' },
    })
    await inTransaction(database, (tx) =>
      tenants.supervision.record(tx, T, [passed(first!.id), passed(second!.id), passed('none'), passed(first!.id)]),
    )
    await tenants.supervision.seal(T)
    await one.catchUp(T)
    const colours = (await database('supervision_card').orderBy('id').select('colour')) as { colour: string }[]
    expect(colours.map(({ colour }) => colour)).toEqual(['red', 'yellow'])
    const lines = (await database('supervision_card_line').where({ verb: 'raised' }).orderBy('id').select('card_id', 'data')) as {
      card_id: string
      data: string
    }[]
    expect(lines.map(({ card_id, data }) => [card_id, JSON.parse(data)])).toEqual([
      [first!.id, { from: 'warning', to: 'yellow' }],
      [first!.id, { from: 'yellow', to: 'red' }],
    ])
    expect(await database('supervision_entry').where({ action: 'card.raised' })).toHaveLength(2)
  })

  it('a card names who held the task when the limit passed, not who holds it when the transaction ends', async () => {
    const { database, consumer, tenants } = await given()
    const entry = (action: string, payload: Record<string, string>) => ({
      action,
      subject: 'case:0',
      organId: 'scjg',
      actor: { userId: 'system' },
      payload: { task: 't', ...payload },
    })
    await inTransaction(database, (tx) =>
      tenants.supervision.record(tx, T, [
        entry('task.opened', { assignee: 'zhao' }),
        entry('limit.passed', { limit: 'promised' }),
        entry('task.assigned', { from: 'zhao', to: 'qian' }),
      ]),
    )
    await tenants.supervision.seal(T)
    await consumer().catchUp(T)
    expect(await database('supervision_card').select('person_id')).toEqual([{ person_id: 'zhao' }])
  })

  it('killed in the middle of a transaction, it has neither read nor given anything, and the next one does both', async () => {
    const { database, consumer, tell, give } = await given()
    await tell(5)
    await tell(5, 'complaint.received')
    const dying = consumer({
      act: async (tx, tenantId, findings, troubles) => {
        await giveCards(give, tx, tenantId, findings, troubles)
        throw new Error('kill -9')
      },
    })
    await expect(dying.catchUp(T)).rejects.toThrow('kill -9')
    expect(await cardSubjects(database)).toEqual([])
    expect(await supervisionFolds(database).cursor(T)).toMatchObject({ next_seq: 0, turn: 0 })
    expect(await supervisionFolds(database).nextDeadline(T)).toBeNull()

    await consumer().catchUp(T)
    expect(await cardSubjects(database)).toHaveLength(5)
    expect(await supervisionFolds(database).nextDeadline(T)).toBe(START + 3_600_000)
  })

  it('lets others be served between two transactions', async () => {
    const { consumer, tell } = await given()
    await tell(8)
    let served = 0
    let reading = true
    const other = () => {
      served++
      if (reading) setImmediate(other)
    }
    const read = consumer({ batchEntries: 1 }).catchUp(T)
    setImmediate(other)
    await read
    reading = false
    expect(served).toBeGreaterThan(6)
  })

  it('waits for the lease of another process, and takes it over once that one is silent', async () => {
    const { database, consumer, tell, set } = await given()
    await tell(1)
    await supervisionFolds(database).createCursor(T)
    await supervisionFolds(database).takeLease(T, 'another', START, START + 15_000)
    expect(await consumer().catchUp(T)).toBeNull()
    set(START + 15_001)
    expect(await consumer().catchUp(T)).toMatchObject({ findings: 1 })
  })

  it('two that both believe in their lease still give each card once', async () => {
    const { database, consumer, tell, give, tenants } = await given()
    await tell(40)
    // The first is stopped in the middle of its turn until the second has done the same one.
    let stopped = false
    const second = consumer({ batchEntries: 10 })
    const first = consumer({
      batchEntries: 10,
      ruleBook: createRuleBook(),
      supervision: {
        sealed: async (tenantId, page) => {
          const entries = await tenants.supervision.sealed(tenantId, page)
          if (!stopped) {
            stopped = true
            await database('supervision_cursor').where({ tenant_id: T }).update({ lease_until: 0 })
            await second.catchUp(T)
          }
          return entries
        },
        oldestUnsealed: () => Promise.resolve(null),
      },
      act: (tx, tenantId, findings, troubles) => giveCards(give, tx, tenantId, findings, troubles),
    })
    await first.catchUp(T)
    expect(await cardSubjects(database)).toHaveLength(40)
    const entries = await database('supervision_entry').where({ action: 'card.yellow' })
    expect(entries).toHaveLength(40)
  })

  it('a deadline fires when its time has come, once, unless what it waits for came before', async () => {
    const { database, consumer, tell, set } = await given()
    await tell(2, 'complaint.received')
    const one = consumer()
    await one.catchUp(T)
    set(START + 1_800_000)
    await tell(1, 'complaint.answered', 1)
    await one.catchUp(T)
    set(START + 3_600_000)
    await one.catchUp(T)
    await consumer().catchUp(T)
    expect(await cardSubjects(database)).toEqual(['case:0'])
    expect(await supervisionFolds(database).nextDeadline(T)).toBeNull()
  })

  it('no deadline fires past an entry that is written and not sealed yet', async () => {
    const { database, consumer, tell, set, tenants } = await given()
    await tell(1, 'complaint.received')
    await consumer().catchUp(T)
    set(START + 3_000_000)
    await inTransaction(database, (tx) =>
      tenants.supervision.record(tx, T, [
        { action: 'complaint.answered', subject: 'case:0', actor: { userId: 'wang' }, payload: { complaint: 'c0' } },
      ]),
    )
    set(START + 4_000_000)
    await consumer().catchUp(T)
    expect(await cardSubjects(database)).toEqual([])
    await tenants.supervision.seal(T)
    await consumer().catchUp(T)
    expect(await cardSubjects(database)).toEqual([])
    expect(await supervisionFolds(database).nextDeadline(T)).toBeNull()
  })
})

const cardSubjects = async (database: Database): Promise<string[]> =>
  ((await database('supervision_card').orderBy('id').select('subject')) as { subject: string }[]).map(({ subject }) => subject)
