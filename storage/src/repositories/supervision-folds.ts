import type { Tx } from '../database.ts'
import { deleteByKey, upsertRows } from '../write-rows.ts'

export interface SupervisionCursorRow {
  tenant_id: string
  next_seq: number
  turn: number
  last_at: number
  fired_to: number
  lease_owner: string | null
  lease_until: number | null
}

export interface SupervisionDeadlineRow {
  tenant_id: string
  rule_id: string
  subject: string
  occasion: string
  due_at: number
  /** JSON text. */
  event: string
}

export type DeadlineKey = Pick<SupervisionDeadlineRow, 'rule_id' | 'subject' | 'occasion'>

/** Rows of one statement; SQLite takes 32,766 bound values. */
const CHUNK = 400

const chunks = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / CHUNK) }, (_, i) => all.slice(i * CHUNK, (i + 1) * CHUNK))

const DEADLINE_KEY = ['rule_id', 'subject', 'occasion'] as const

/** What the rules remember between two entries of the log: their place in it, a state for each subject, deadlines. */
export const supervisionFolds = (db: Tx) => ({
  cursor: async (tenantId: string): Promise<SupervisionCursorRow> => {
    const row = await db<SupervisionCursorRow>('supervision_cursor').where({ tenant_id: tenantId }).first()
    if (!row) return { tenant_id: tenantId, next_seq: 0, turn: 0, last_at: 0, fired_to: 0, lease_owner: null, lease_until: null }
    return { ...row, next_seq: Number(row.next_seq), turn: Number(row.turn), last_at: Number(row.last_at), fired_to: Number(row.fired_to) }
  },

  createCursor: async (tenantId: string): Promise<void> => {
    await db('supervision_cursor')
      .insert({ tenant_id: tenantId, next_seq: 0, turn: 0, last_at: 0, fired_to: 0 })
      .onConflict('tenant_id')
      .ignore()
  },

  /** Takes or renews the lease. @returns false while another owner holds it */
  takeLease: async (tenantId: string, owner: string, now: number, until: number): Promise<boolean> =>
    (await db('supervision_cursor')
      .where({ tenant_id: tenantId })
      .andWhere((free) => free.whereNull('lease_until').orWhere('lease_until', '<=', now).orWhere('lease_owner', owner))
      .update({ lease_owner: owner, lease_until: until })) === 1,

  releaseLease: async (tenantId: string, owner: string): Promise<void> => {
    await db('supervision_cursor').where({ tenant_id: tenantId, lease_owner: owner }).update({ lease_owner: null, lease_until: null })
  },

  /** Moves on from `turn`, which also locks the row for the rest of the transaction. @returns false if someone else did */
  advance: async (tenantId: string, turn: number, to: Pick<SupervisionCursorRow, 'next_seq' | 'last_at' | 'fired_to'>): Promise<boolean> =>
    (await db('supervision_cursor')
      .where({ tenant_id: tenantId, turn })
      .update({ ...to, turn: turn + 1 })) === 1,

  /** Subject → JSON text of its state; what has none is absent. */
  states: async (tenantId: string, subjects: readonly string[]): Promise<Map<string, string>> => {
    const found = new Map<string, string>()
    for (const some of chunks(subjects)) {
      const rows = (await db('supervision_fold').where({ tenant_id: tenantId }).whereIn('subject', some).select('subject', 'state')) as {
        subject: string
        state: string
      }[]
      for (const { subject, state } of rows) found.set(subject, state)
    }
    return found
  },

  putStates: async (tenantId: string, states: { subject: string; state: string }[]): Promise<void> => {
    if (states.length > 0)
      await upsertRows(
        db,
        'supervision_fold',
        states.map((row) => ({ tenant_id: tenantId, ...row })),
        ['tenant_id', 'subject'],
      )
  },

  /** Deadlines up to `until`, earliest first. */
  dueDeadlines: async (tenantId: string, until: number, limit: number): Promise<SupervisionDeadlineRow[]> => {
    const rows = await db<SupervisionDeadlineRow>('supervision_deadline')
      .where({ tenant_id: tenantId })
      .andWhere('due_at', '<=', until)
      .orderBy(['due_at', 'rule_id', 'subject', 'occasion'])
      .limit(limit)
    return rows.map((row) => ({ ...row, due_at: Number(row.due_at) }))
  },

  /** The instant of the earliest deadline, or null. */
  nextDeadline: async (tenantId: string): Promise<number | null> => {
    const row = (await db('supervision_deadline').where({ tenant_id: tenantId }).min({ due: 'due_at' }).first()) as
      { due: number | string | null } | undefined
    return row?.due == null ? null : Number(row.due)
  },

  putDeadlines: async (rows: SupervisionDeadlineRow[]): Promise<void> => {
    if (rows.length > 0) await upsertRows(db, 'supervision_deadline', rows, ['tenant_id', ...DEADLINE_KEY])
  },

  clearDeadlines: (tenantId: string, keys: readonly DeadlineKey[]): Promise<void> =>
    deleteByKey(
      db,
      'supervision_deadline',
      keys.map(({ rule_id, subject, occasion }) => ({ tenant_id: tenantId, rule_id, subject, occasion })),
    ),

  /** A rule that was switched off waits for nothing any more. */
  clearDeadlinesOfRule: async (tenantId: string, ruleId: string): Promise<void> => {
    await db('supervision_deadline').where({ tenant_id: tenantId, rule_id: ruleId }).del()
  },
})
