import { beforeAll, expect, it } from 'vitest'
import type { Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { caseFigures } from './case-figures.ts'
import { cases, type CaseRow } from './cases.ts'
import { supervisedCases, type SupervisedCaseRow } from './supervised-cases.ts'

const T = 'sanhu'
const DAY = 86_400_000
/** Midnight of a day in Beijing. */
const MIDNIGHT = Date.parse('2026-09-18T00:00+08:00')
const NOW = MIDNIGHT + DAY / 2

const open = (id: string, patch: Partial<CaseRow> = {}): CaseRow => ({
  ...{ tenant_id: T, id, case_no: `NO-${id}`, instance_id: id, matter_key: 'food', matter_version: 1, matter_name: '食品经营许可' },
  ...{ organ_id: 'scjg', organ_name: '市场监督管理局', applicant_id: 'li', applicant_name: '三湖面馆', form: {}, status: 'accepted' },
  ...{
    step_name: '审查',
    submitted_at: 0,
    received_at: 0,
    accepted_at: NOW - DAY,
    deemed_accepted: false,
    decided_at: null,
    closed_at: null,
  },
  ...{ intake_due_at: NOW - DAY, promised_due_at: NOW + DAY, statutory_due_at: NOW + 9 * DAY, delivery_due_at: null, warn_at: NOW + 1 },
  ...{ card: null, supplement: null, decision: null },
  ...patch,
})

const past = (id: string, patch: Partial<SupervisedCaseRow> = {}): SupervisedCaseRow => ({
  ...{ tenant_id: T, case_id: id, case_no: `NO-${id}`, matter_key: 'food', matter_name: '食品经营许可', organ_id: 'scjg', channel: 'web' },
  ...{ submitted_at: 0, accepted_at: MIDNIGHT - DAY, decided_at: MIDNIGHT, closed_at: MIDNIGHT, result: 'granted' },
  ...{ promised_days: 5, statutory_days: 20, used_days: 1, on_time: true, supplements: 0, specials: 0, extensions: 0, materials: 0 },
  ...{ materials_reused: 0, complaints: 0, rating: null, revisited: null },
  ...patch,
})

describeOnDatabases('figures of cases', (openDatabase) => {
  let db: Database
  beforeAll(async () => {
    db = await openDatabase()
    const rows = [
      open('normal'),
      open('promised', { promised_due_at: NOW - 2 }),
      open('intake', { status: 'submitted', accepted_at: null, promised_due_at: null, statutory_due_at: null, intake_due_at: NOW - 1 }),
      open('delivery', {
        status: 'granted',
        decided_at: 1,
        promised_due_at: NOW - DAY,
        delivery_due_at: NOW - 3,
        organ_id: 'cgj',
        organ_name: '城管局',
      }),
      open('warned', { warn_at: NOW }),
      open('waits', { status: 'supplementing', promised_due_at: NOW - DAY }),
      open('decided', { status: 'granted', decided_at: 1, promised_due_at: NOW - DAY, statutory_due_at: NOW - DAY }),
      open('closed', { status: 'closed', closed_at: 1, promised_due_at: NOW - DAY }),
      open('elsewhere', { tenant_id: 'other', promised_due_at: NOW - DAY }),
    ]
    for (const row of rows) await cases(db).insert(row)
    await supervisedCases(db).put([
      past('a'),
      past('b', { on_time: false, used_days: 9 }),
      past('c', { on_time: null, decided_at: null, used_days: null, closed_at: MIDNIGHT - 1 }),
      past('d', { closed_at: MIDNIGHT + DAY, organ_id: 'cgj' }),
      past('e', { tenant_id: 'other' }),
    ])
  })

  it('count open cases, those over a limit and those near to one, by organ and by matter', async () => {
    const query = { tenantId: T, now: NOW }
    const byOrgan = await caseFigures(db).openCounts(query, 'organ')
    expect(byOrgan.sort((a, b) => a.open - b.open)).toEqual([
      { group: 'cgj', name: '城管局', open: 1, overdue: 1, warning: 0 },
      { group: 'scjg', name: '市场监督管理局', open: 6, overdue: 2, warning: 1 },
    ])
    expect(await caseFigures(db).openCounts({ ...query, organIds: ['scjg'], matterKey: 'food' }, 'matter')).toEqual([
      { group: 'food', name: '食品经营许可', open: 6, overdue: 2, warning: 1 },
    ])
    expect(await caseFigures(db).openCounts({ ...query, organIds: [] }, 'organ')).toEqual([])
  })

  it('list the cases that were counted, earliest due first, page by page', async () => {
    const query = { tenantId: T, now: NOW }
    const ids = async (view: 'open' | 'overdue' | 'warning', limit = 50): Promise<string[]> => {
      const found: string[] = []
      for (let after: string | undefined; ;) {
        const { rows, next } = await caseFigures(db).openList(query, view, { limit, after })
        found.push(...rows.map(({ case_id }) => case_id))
        if (next === null) return found
        after = next
      }
    }
    expect(await ids('overdue')).toEqual(['delivery', 'promised', 'intake'])
    expect(await ids('warning')).toEqual(['warned'])
    const all = await ids('open')
    expect(all).toHaveLength(7)
    for (const limit of [1, 2, 3]) expect(await ids('open', limit)).toEqual(all)
  })

  it('list what was accepted, closed and closed late in a time', async () => {
    const query = { tenantId: T, now: NOW, from: MIDNIGHT, to: MIDNIGHT + DAY }
    const ids = async (view: 'accepted' | 'closed' | 'late', more: object = {}) =>
      (await caseFigures(db).pastList({ ...query, ...more }, view, { limit: 9 })).rows.map(({ case_id }) => case_id)
    expect(await ids('closed')).toEqual(['b', 'a'])
    expect(await ids('late')).toEqual(['b'])
    expect(await ids('accepted')).toEqual([])
    expect(await ids('accepted', { from: MIDNIGHT - DAY, organId: 'cgj' })).toEqual(['d'])
  })

  it('count by the day of Beijing', async () => {
    expect(await caseFigures(db).days({ tenantId: T, now: NOW, from: MIDNIGHT - DAY, to: MIDNIGHT + 2 * DAY })).toEqual([
      { day: MIDNIGHT - DAY, accepted: 4, closed: 1 },
      { day: MIDNIGHT, accepted: 0, closed: 2 },
      { day: MIDNIGHT + DAY, accepted: 0, closed: 1 },
    ])
  })
})
