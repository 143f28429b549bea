import type { Knex } from 'knex'
import { applyConditions, applyOrder, type Condition, type OrderBy, type Relation, type Relations } from '../conditions.ts'
import { HISTORY_TABLES } from './history-tables.ts'
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
const instance: Relation = { table: 'process_instance', on: { id: 'instance_id' } }
/** Variables of the process that a row belongs to; its own are `variable`. */
const processVariable: Relation = { table: 'variable', on: { instance_id: 'instance_id', holder_id: 'instance_id' } }

/** The engine's tables of what runs, and which other rows their rows can be asked by. */
const TABLES = {
  process_instance: {
    columns: [
      'tenant_id',
      'id',
      'definition_id',
      'definition_key',
      'business_key',
      'status',
      'suspended',
      'super_instance_id',
      'super_token_id',
      'root_instance_id',
      'started_by',
      'started_at',
      'ended_at',
      'end_element_id',
      'delete_reason',
      'ended_inside',
      'removal_at',
      'version',
      'event_count',
    ],
    numbers: ['started_at', 'ended_at', 'removal_at', 'version', 'event_count'],
    relations: {
      incident: ofInstance('incident'),
      subscription: ofInstance('subscription'),
      job: ofInstance('job'),
      definition,
      super: { table: 'process_instance', on: { id: 'super_instance_id' } },
      called: { table: 'process_instance', on: { super_instance_id: 'id' } },
      activity: ofInstance('history_activity'),
      historyIncident: ofInstance('history_incident'),
      jobLog: ofInstance('history_job_log'),
      variable: { table: 'variable', on: { instance_id: 'id', holder_id: 'id' } },
    },
  },
  process_definition: {
    numbers: ['deployed_at', 'version'],
    relations: {
      instance: { table: 'process_instance', on: { definition_id: 'id' } },
      start: { table: 'event_start', on: { definition_id: 'id' } },
      incident: { table: 'incident', on: { definition_id: 'id' } },
    },
  },
  deployment: { numbers: ['deployed_at'], relations: {} },
  decision_definition: { numbers: ['deployed_at', 'version'], relations: {} },
  job: { numbers: ['due_at', 'created_at', 'available_at'], json: ['payload'], relations: { instance, definition } },
  job_definition: { numbers: [], relations: { definition } },
  event_start: { numbers: ['created_at'], relations: { definition } },
  subscription: { numbers: ['created_at'], relations: { instance } },
  incident: { numbers: ['raised_at'], relations: { definition } },
  external_task: {
    numbers: ['fetch_rank', 'created_at', 'locked_until'],
    json: ['properties'],
    relations: { instance, definition, processVariable },
  },
  /** Each time that a token was in an element: unfinished ones are what runs. */
  history_activity: {
    numbers: ['started_at', 'ended_at', 'number'],
    relations: {
      instance,
      definition,
      processVariable,
      variable: { table: 'variable', on: { holder_id: 'id' } },
      subscription: { table: 'subscription', on: { token_id: 'id' } },
      incident: { table: 'incident', on: { token_id: 'id' } },
    },
  },
  task_comment: { numbers: ['at'], relations: {} },
  history_decision: { numbers: ['at'], relations: { instance } },
  history_job_log: { numbers: ['at', 'due_at'], relations: { instance } },
  ...HISTORY_TABLES,
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

  /** How many rows there are of each combination of these columns' values. */
  async countBy<Column extends string>(
    name: ListedTableName,
    columns: readonly Column[],
    { tenantId, where }: Pick<EngineListQuery, 'tenantId' | 'where'>,
  ): Promise<(Record<Column, string | null> & { count: number })[]> {
    const named = columns.map((column) => `t.${column}`)
    const rows = (await matching(db, name, { tenantId, where }).groupBy(named).select(named).count({ count: '*' })) as (Record<
      Column,
      string | null
    > & { count: number | string })[]
    return rows.map((row) => ({ ...row, count: Number(row.count) }))
  },

  /** How many rows fall into each interval of a column of instants, newest first; intervals begin at multiples of their length. */
  async countByInterval(
    name: ListedTableName,
    column: string,
    { intervalMs, limit, ...asked }: Pick<EngineListQuery, 'tenantId' | 'where' | 'limit'> & { intervalMs: number },
  ): Promise<{ from: number; count: number }[]> {
    const from = db.raw('?? - ?? % ?', [`t.${column}`, `t.${column}`, intervalMs])
    const query = matching(db, name, asked).whereNotNull(`t.${column}`).select({ from }).count({ count: '*' })
    const rows = (await query.groupBy(from).orderBy('from', 'desc').limit(pageSize(limit))) as {
      from: number | string
      count: number | string
    }[]
    return rows.map((row) => ({ from: Number(row.from), count: Number(row.count) }))
  },

  /** The changes of the schema that have been made, newest first; `at` in epoch milliseconds. */
  async schemaLog(): Promise<{ name: string; at: number }[]> {
    const rows = (await db('schema_migration').orderBy('id', 'desc').select('name', 'migration_time')) as {
      name: string
      migration_time: Date | string | number
    }[]
    return rows.map(({ name, migration_time: at }) => ({ name, at: new Date(at).getTime() }))
  },
})

function matching(
  db: Knex,
  name: ListedTableName,
  { tenantId, where, latest }: Pick<EngineListQuery, 'tenantId' | 'where' | 'latest'>,
): Knex.QueryBuilder {
  const query: Knex.QueryBuilder = db(`${name} as t`).where('t.tenant_id', tenantId)
  applyConditions(query, 't', where, TABLES[name].relations)
  if (latest) {
    void query.whereNotExists(
      (newer) =>
        void newer
          .from(`${name} as newer`)
          .where('newer.tenant_id', tenantId)
          .whereRaw('?? = ??', ['newer.key', 't.key'])
          .whereRaw('?? > ??', ['newer.version', 't.version']),
    )
  }
  return query
}

function parsed(row: Record<string, unknown>, { numbers, json = [] }: ListedTable): Record<string, unknown> {
  const read = { ...row }
  for (const column of numbers) if (row[column] != null) read[column] = Number(row[column])
  for (const column of json) if (row[column] != null) read[column] = JSON.parse(String(row[column]))
  return read
}
