import type { Knex } from 'knex'
import { applyConditions, applyOrder, type Condition, type OrderBy, type Relation, type Relations } from '../conditions.ts'
import { pageSize } from './page.ts'

interface ListedTable {
  /** Columns to read; absent: all. */
  columns?: string[]
  /** Those that a driver may give as text or bigint. */
  numbers: string[]
  json?: string[]
  relations: Relations
}

const ofInstance = (table: string): Relation => ({ table, on: { instance_id: 'id' } })
const definition: Relation = { table: 'process_definition', on: { id: 'definition_id' } }

/** The engine's tables of what runs, and which other rows their rows can be asked by. */
const TABLES = {
  process_instance: {
    columns: ['tenant_id', 'id', 'definition_id', 'definition_key', 'business_key', 'status', 'started_by', 'started_at', 'ended_at', 'version', 'event_count'],
    numbers: ['started_at', 'ended_at', 'version', 'event_count'],
    relations: { incident: ofInstance('incident'), subscription: ofInstance('subscription'), definition },
  },
  process_definition: { numbers: ['deployed_at', 'version'], json: ['message_starts'], relations: { instance: { table: 'process_instance', on: { definition_id: 'id' } } } },
  deployment: { numbers: ['deployed_at'], relations: {} },
  subscription: { numbers: ['due_at', 'leased_until'], relations: { instance: { table: 'process_instance', on: { id: 'instance_id' } } } },
  incident: { numbers: ['raised_at'], relations: { definition } },
  external_task: {
    numbers: ['fetch_rank', 'created_at', 'locked_until'],
    json: ['properties'],
    relations: { instance: { table: 'process_instance', on: { id: 'instance_id' } }, definition },
  },
} satisfies Record<string, ListedTable>

export type ListedTableName = keyof typeof TABLES

export interface EngineListQuery {
  tenantId: string
  where: Condition[]
  /** Ends with a unique column. */
  order: OrderBy[]
  /** At most {@link MAX_PAGE}. */
  limit: number
  offset: number
  /** Of definitions: only the newest version of each key. */
  latest?: boolean
}

/** Rows of the engine's tables by conditions that a query resource makes of its parameters. */
export const engineLists = (db: Knex) => ({
  async list<Row>(name: ListedTableName, { order, limit, offset, ...asked }: EngineListQuery): Promise<Row[]> {
    const table: ListedTable = TABLES[name]
    const query = matching(db, name, asked).limit(pageSize(limit)).offset(offset)
    applyOrder(db, query, 't', order, table.relations)
    const rows = (await query.select((table.columns ?? ['*']).map((column) => `t.${column}`))) as Record<string, unknown>[]
    return rows.map((row) => parsed(row, table) as Row)
  },

  async count(name: ListedTableName, asked: Pick<EngineListQuery, 'tenantId' | 'where' | 'latest'>): Promise<number> {
    const row = (await matching(db, name, asked).count({ count: '*' }).first()) as { count: number | string }
    return Number(row.count)
  },

  /** How many rows have each value of a column; the value null is left out. */
  async countBy(name: ListedTableName, column: string, { tenantId, where }: Pick<EngineListQuery, 'tenantId' | 'where'>): Promise<Map<string, number>> {
    const query = matching(db, name, { tenantId, where }).whereNotNull(`t.${column}`).groupBy(`t.${column}`)
    const rows = (await query.select({ value: `t.${column}` }).count({ count: '*' })) as { value: string; count: number | string }[]
    return new Map(rows.map(({ value, count }) => [value, Number(count)]))
  },
})

function matching(db: Knex, name: ListedTableName, { tenantId, where, latest }: Pick<EngineListQuery, 'tenantId' | 'where' | 'latest'>): Knex.QueryBuilder {
  const query: Knex.QueryBuilder = db(`${name} as t`).where('t.tenant_id', tenantId)
  applyConditions(query, 't', where, TABLES[name].relations)
  if (latest) {
    void query.whereNotExists((newer) =>
      void newer.from(`${name} as newer`).where('newer.tenant_id', tenantId).whereRaw('?? = ??', ['newer.key', 't.key']).whereRaw('?? > ??', ['newer.version', 't.version']))
  }
  return query
}

function parsed(row: Record<string, unknown>, { numbers, json = [] }: ListedTable): Record<string, unknown> {
  const read = { ...row }
  for (const column of numbers) if (row[column] != null) read[column] = Number(row[column])
  for (const column of json) if (row[column] != null) read[column] = JSON.parse(String(row[column]))
  return read
}
