import { mkdtemp } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { inTransaction, type Database } from '@lianban/storage'
import { testDatabase } from '@lianban/storage/testing'
import { createTenants, type EntryInput } from '@lianban/tenants'
import { describe, expect, it } from 'vitest'
import { nationalCalendar } from '../../clock/index.ts'
import { createNotices } from '../../notices/index.ts'
import { giveCards } from '../cards/give-cards.ts'
import { Rule } from '../rules/rule.ts'
import { createRuleBook, installRules } from '../rules/rule-store.ts'
import { createConsumer } from './consumer.ts'

const LIBRARY = fileURLToPath(new URL('../../../packages/g2-supervision/rules.json', import.meta.url))
const RULES = (JSON.parse(readFileSync(LIBRARY, 'utf8')) as unknown[]).map((rule) => Rule.parse(rule))
const START = Date.parse('2026-09-18T09:00:00+08:00')
const CASES = 6
const WATCH = {
  name: '食品经营许可',
  promisedDays: 3,
  statutoryDays: 5,
  phases: { Review: 'examination' },
  before: { Review: [], Decide: ['Review'] },
  names: { Review: '审查', Decide: '决定' },
  apart: [['Review', 'Decide']],
  materials: { plan: 'required' },
  materialNames: {},
  remedies: '可以申请行政复议',
}

/** How one reader of the log works: where its transactions end, and what it keeps between them. */
interface Reader {
  batchEntries: number
  keptCharacters?: number
}

const READERS: Record<string, Reader> = {
  'in one transaction': { batchEntries: 5_000 },
  'entry by entry': { batchEntries: 1 },
  'in sevens, keeping nothing': { batchEntries: 7, keptCharacters: 0 },
  'in elevens, keeping a little': { batchEntries: 11, keptCharacters: 3_000 },
}

/** An entry of the log some time after the one before. */
interface Told extends Pick<EntryInput, 'action' | 'subject' | 'payload'> {
  hours: number
  userId: string
}

const told: fc.Arbitrary<Told> = fc
  .record({
    hours: fc.constantFrom(0, 0, 1, 5, 30),
    n: fc.nat(CASES - 1),
    person: fc.constantFrom('zhao', 'qian', 'sun'),
    element: fc.constantFrom('Review', 'Decide'),
    kind: fc.constantFrom(
      'submitted',
      'opened',
      'opened',
      'completed',
      'completed',
      'completed',
      'promised',
      'statutory',
      'complaint',
      'answered',
      'assigned',
      'refused',
      'closed',
    ),
    effect: fc.constantFrom(null, 'accept', 'grant', 'refuse', 'request-supplement'),
  })
  .map(({ hours, n, person, element, kind, effect }): Told => {
    const task = `${n}-${element}`
    const payloads: Record<string, [string, Record<string, string | number | null>]> = {
      submitted: ['case.submitted', { caseNo: `N${n}`, matter: 'food', version: 1 }],
      opened: [
        'task.opened',
        { task, element, step: element, phase: 'examination', dueAt: START + (n + 1) * 86_400_000, assignee: person },
      ],
      completed: ['task.completed', { task, element, step: element, effect, opinion: '同意' }],
      promised: ['limit.passed', { limit: 'promised' }],
      statutory: ['limit.passed', { limit: 'statutory' }],
      complaint: ['complaint.received', { complaint: `c${n}` }],
      answered: ['complaint.answered', { complaint: `c${n}` }],
      assigned: ['task.assigned', { task, element, to: person }],
      refused: ['access.refused', { type: 'case', action: 'read' }],
      closed: ['case.closed', { status: 'granted' }],
    }
    const [action, payload] = payloads[kind]!
    return { hours, action, payload, subject: `case:${n}`, userId: kind === 'completed' || kind === 'refused' ? person : 'system' }
  })

/** A log in which something is found: fixed, so that a failure can be looked at. */
const LOG: Told[] = [
  {
    hours: 0,
    action: 'matter.published',
    subject: 'matter:food',
    payload: { version: 1, name: WATCH.name, watch: WATCH },
    userId: 'system',
  },
  ...fc.sample(told, { numRuns: 240, seed: 20260918 }),
]

describe('where transactions end, and what is kept between them', () => {
  it('changes nothing of what the rules find, count and remember', async () => {
    const database = await testDatabase()
    const results: Record<string, unknown> = {}
    let cards = 0
    for (const [index, [name, reader]] of Object.entries(READERS).entries()) {
      const result = await readBy(database, `county-${index}`, reader)
      cards = result.cards.length
      results[name] = result
    }
    expect(cards).toBeGreaterThan(40)
    for (const name of Object.keys(READERS))
      expect({ name, result: results[name] }).toEqual({ name, result: results['in one transaction'] })
  }, 60_000)
})

/** Tells a county of its own the log in three parts, each read to its end. */
async function readBy(database: Database, tenantId: string, reader: Reader) {
  let now = START
  const clock = () => now
  const tenants = createTenants({ database, clock, keysFolder: await mkdtemp(join(tmpdir(), 'lianban-turns-')) })
  await tenants.tenancy.provision({ id: tenantId, name: '三湖县', regionCode: '320899' }, { actor: { userId: 'system' } })
  const notices = createNotices({ database, tenants, clock })
  await installRules({ database, record: tenants.supervision.record, notices, tenantId, rules: RULES, clock })
  const give = { record: tenants.supervision.record, notices, calendarOf: () => nationalCalendar, clock }
  const consumer = createConsumer({
    database,
    supervision: tenants.supervision,
    calendarOf: () => nationalCalendar,
    clock,
    ruleBook: createRuleBook(),
    act: (tx, id, findings, troubles) => giveCards(give, tx, id, findings, troubles),
    ...reader,
  })
  for (let part = 0; part < 3; part++) {
    for (const { hours, userId, ...entry } of LOG.slice(part * 81, part * 81 + 81)) {
      now += hours * 3_600_000
      await inTransaction(database, (tx) => tenants.supervision.record(tx, tenantId, [{ ...entry, organId: 'scjg', actor: { userId } }]))
    }
    await tenants.supervision.seal(tenantId)
    await consumer.catchUp(tenantId)
  }
  return seenOf(database, tenantId)
}

const CARD = [
  'card_no',
  'rule_id',
  'subject',
  'occasion',
  'colour',
  'case_id',
  'case_no',
  'person_id',
  'organ_id',
  'text',
  'entry_seq',
] as const

/** Everything that the consumer has written, but for ids. */
async function seenOf(database: Database, tenantId: string) {
  const rows = async (table: string, order: string[], columns: readonly string[]) =>
    (await database(table)
      .where({ tenant_id: tenantId })
      .orderBy(order)
      .select(...columns)) as Record<string, unknown>[]
  return {
    cards: await rows('supervision_card', ['id'], CARD),
    cases: (await rows('supervised_case', ['case_id'], ['*'])).map(({ tenant_id: _, ...row }) => row),
    steps: (await rows('supervised_step', ['entry_seq'], ['*'])).map(({ tenant_id: _, ...row }) => row),
    folds: await rows('supervision_fold', ['subject'], ['subject', 'state']),
    deadlines: await rows('supervision_deadline', ['rule_id', 'subject', 'occasion'], ['rule_id', 'subject', 'occasion', 'due_at']),
    entries: await rows('supervision_entry', ['id'], ['at', 'action', 'organ_id']),
  }
}
