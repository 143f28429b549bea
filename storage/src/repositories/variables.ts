import type { Knex } from 'knex'
import { upsertRows } from '../write-rows.ts'

/** A variable as queries and the history see it. What instances compute with stands in their state. */
export interface VariableRow {
  tenant_id: string
  instance_id: string
  /** The scope or token that has it; the instance itself for process variables. */
  holder_id: string
  name: string
  execution_id: string
  activity_instance_id: string
  task_id: string | null
  type: string
  text_value: string | null
  number_value: number | null
  /** JSON; null where text_value or number_value say it all. */
  value: string | null
  value_info: string | null
  created_at: number
  updated_at: number
  /** 1: its holder is there; 0: its holder has ended; -1: it was removed. */
  alive: number
}

export interface VariableKey {
  tenant_id: string
  instance_id: string
  holder_id: string
  name: string
}

/** Longest text that is compared in queries, in characters. */
export const MAX_TEXT_VALUE = 4000

const MAX_IDS = 500

export const variables = (db: Knex) => ({
  /** Writes values; when a variable came to be stays. */
  put: (rows: VariableRow[]): Promise<void> =>
    upsertRows(db, 'variable', rows, ['tenant_id', 'instance_id', 'holder_id', 'name'], ['created_at']),

  /** These were removed at `at`. */
  async remove(keys: VariableKey[], at: number): Promise<void> {
    for (const key of keys) await db('variable').where(key).update({ alive: -1, updated_at: at })
  },

  async eraseSome(keys: VariableKey[]): Promise<void> {
    for (const key of keys) await db('variable').where(key).delete()
  },

  /** Scopes and tokens have ended, and whole instances. */
  async end(tenantIds: string[], holderIds: string[], instanceIds: string[]): Promise<void> {
    for (const query of alive(db, tenantIds, holderIds, instanceIds)) await query.update({ alive: 0 })
  },

  /** The same where no history is kept. */
  async erase(tenantIds: string[], holderIds: string[], instanceIds: string[]): Promise<void> {
    for (const query of alive(db, tenantIds, holderIds, instanceIds)) await query.delete()
  },
})

function* alive(db: Knex, tenantIds: string[], holderIds: string[], instanceIds: string[]): Generator<Knex.QueryBuilder> {
  for (const [column, ids] of [
    ['holder_id', holderIds],
    ['instance_id', instanceIds],
  ] as const) {
    for (let i = 0; i < ids.length; i += MAX_IDS)
      yield db('variable')
        .whereIn('tenant_id', tenantIds)
        .whereIn(column, ids.slice(i, i + MAX_IDS))
        .where('alive', 1)
  }
}
