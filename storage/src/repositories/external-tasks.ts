import type { Knex } from 'knex'
import { isSqlite } from '../database.ts'
import { deleteRows, insertRows, updateRows, type RowId } from '../write-rows.ts'
import { pageSize } from './page.ts'
import { whereVariables, type VariableMatch } from './variable-match.ts'

export interface ExternalTaskRow {
  tenant_id: string
  /** Id of the token that waits in the task. */
  id: string
  instance_id: string
  definition_id: string
  definition_key: string
  business_key: string | null
  element_id: string
  topic: string
  /** Minus the priority. */
  fetch_rank: number
  created_at: number
  properties: Record<string, string>
  /** 1: no retries left. */
  exhausted: number
  /** null: never failed. */
  retries: number | null
  error_message: string | null
  error_details: string | null
  worker_id: string | null
  locked_until: number | null
  /** 1: its instance is suspended, nobody may fetch it. */
  suspended: number
}

/** What a failure or a retry changes. */
export type ExternalTaskRetryRow = Pick<
  ExternalTaskRow,
  'tenant_id' | 'id' | 'exhausted' | 'retries' | 'error_message' | 'error_details' | 'worker_id' | 'locked_until'
>

/** Which tasks of a topic a worker takes. */
export interface FetchFilter {
  tenantId: string
  topic: string
  /** Locks that ended at or before this instant are free. */
  now: number
  businessKey?: string
  definitionIds?: string[]
  definitionKeys?: string[]
  versionTag?: string
  /** null: highest priority first, then oldest first. Otherwise by creation alone. */
  order: 'priority' | 'created-asc' | 'created-desc' | 'priority-created-desc'
  limit: number
  offset?: number
  /** Only if the process may have these values. */
  processVariables?: VariableMatch[]
}

export interface ExternalTaskFilter {
  tenantId: string
  ids?: string[]
  topic?: string
  workerId?: string
  instanceId?: string
  definitionId?: string
  definitionKey?: string
  elementId?: string
  /** Locked or not at this instant. */
  lockedAt?: { now: number; locked: boolean }
  retriesLeft?: boolean
}

interface ExternalTaskColumns extends Omit<ExternalTaskRow, 'properties'> {
  properties: string
}

export const externalTasks = (db: Knex) => ({
  insert: (rows: ExternalTaskRow[]): Promise<void> =>
    insertRows(
      db,
      'external_task',
      rows.map((row) => ({ ...row, properties: JSON.stringify(row.properties) })),
    ),

  remove: (rows: RowId[]): Promise<void> => deleteRows(db, 'external_task', rows),

  /** Nobody may fetch the tasks of a suspended instance. */
  suspend: (tenantId: string, instanceId: string, suspended: boolean): Promise<number> =>
    db('external_task')
      .where({ tenant_id: tenantId, instance_id: instanceId })
      .update({ suspended: suspended ? 1 : 0 }),

  /** Writes what a failure or a retry changed. */
  updateRetries: (rows: ExternalTaskRetryRow[]): Promise<number> =>
    updateRows(db, 'external_task', rows, ['exhausted', 'retries', 'error_message', 'error_details', 'worker_id', 'locked_until']),

  get: (tenantId: string, id: string): Promise<ExternalTaskRow | undefined> =>
    db<ExternalTaskColumns>('external_task')
      .where({ tenant_id: tenantId, id })
      .first()
      .then((row) => row && externalTask(row)),

  /** The rows for a change, locked until the transaction ends where the database has row locks. */
  loadForUpdate: (tenantIds: string[], ids: string[]): Promise<ExternalTaskRow[]> => {
    const query = db<ExternalTaskColumns>('external_task').whereIn('tenant_id', tenantIds).whereIn('id', ids).orderBy('id')
    return (isSqlite(db) ? query : query.forUpdate()).then((rows) => rows.map(externalTask))
  },

  /**
   * Free tasks of one topic. Call it in a transaction and lock what it returns: rows that another worker is just
   * taking are skipped, so competing workers get different tasks and do not wait for each other.
   */
  fetchable(filter: FetchFilter): Promise<ExternalTaskRow[]> {
    const query = db<ExternalTaskColumns>('external_task')
      .where({ tenant_id: filter.tenantId, topic: filter.topic, exhausted: 0, suspended: 0 })
      .where((or) => void or.whereNull('locked_until').orWhere('locked_until', '<=', filter.now))
    if (filter.businessKey !== undefined) void query.where('business_key', filter.businessKey)
    if (filter.definitionIds) void query.whereIn('definition_id', filter.definitionIds)
    if (filter.definitionKeys) void query.whereIn('definition_key', filter.definitionKeys)
    if (filter.versionTag !== undefined) {
      void query.whereIn(
        'definition_id',
        db('process_definition').where({ tenant_id: filter.tenantId, version_tag: filter.versionTag }).select('id'),
      )
    }
    whereVariables(db, query, 'external_task', 'external_task.instance_id', filter.processVariables ?? [])
    if (filter.order.startsWith('priority')) void query.orderBy('fetch_rank')
    const created = filter.order.endsWith('desc') ? 'desc' : 'asc'
    void query.orderBy([
      { column: 'created_at', order: created },
      { column: 'id', order: created },
    ])
    void query.limit(pageSize(filter.limit)).offset(filter.offset ?? 0)
    return (isSqlite(db) ? query : query.forUpdate().skipLocked()).then((rows) => rows.map(externalTask))
  },

  /** Gives free tasks to a worker. @returns how many it got: fewer than asked if another one was faster */
  lock: (tenantId: string, ids: string[], lock: { workerId: string; until: number; now: number }): Promise<number> =>
    db('external_task')
      .where({ tenant_id: tenantId, exhausted: 0 })
      .whereIn('id', ids)
      .where((or) => void or.whereNull('locked_until').orWhere('locked_until', '<=', lock.now))
      .update({ worker_id: lock.workerId, locked_until: lock.until }),

  prioritize: (tenantId: string, id: string, priority: number): Promise<boolean> =>
    db('external_task')
      .where({ tenant_id: tenantId, id })
      .update({ fetch_rank: -priority })
      .then((count) => count > 0),

  /** Sets the lock of one task; the caller has checked that it may. */
  setLock: (tenantId: string, id: string, workerId: string | null, until: number | null): Promise<number> =>
    db('external_task').where({ tenant_id: tenantId, id }).update({ worker_id: workerId, locked_until: until }),

  /** Frees tasks that a worker fetched and never received. */
  release: (tenantId: string, ids: string[], workerId: string): Promise<number> =>
    db('external_task')
      .where({ tenant_id: tenantId, worker_id: workerId })
      .whereIn('id', ids)
      .update({ worker_id: null, locked_until: null }),

  list: (filter: ExternalTaskFilter, page: { limit: number; after?: string; offset?: number }): Promise<ExternalTaskRow[]> => {
    const query = filtered(db, filter)
      .orderBy('id')
      .limit(pageSize(page.limit))
      .offset(page.offset ?? 0)
    if (page.after !== undefined) void query.where('id', '>', page.after)
    return query.then((rows) => rows.map(externalTask))
  },

  async count(filter: ExternalTaskFilter): Promise<number> {
    const row = (await filtered(db, filter).count({ count: '*' }).first()) as unknown as { count: number | string }
    return Number(row.count)
  },
})

function filtered(db: Knex, filter: ExternalTaskFilter) {
  const query = db<ExternalTaskColumns>('external_task').where({ tenant_id: filter.tenantId })
  const exact = {
    topic: filter.topic,
    worker_id: filter.workerId,
    instance_id: filter.instanceId,
    definition_id: filter.definitionId,
    definition_key: filter.definitionKey,
    element_id: filter.elementId,
  }
  for (const [column, value] of Object.entries(exact)) if (value !== undefined) void query.where(column, value)
  if (filter.ids) void query.whereIn('id', filter.ids)
  if (filter.retriesLeft !== undefined) void query.where('exhausted', filter.retriesLeft ? 0 : 1)
  if (filter.lockedAt?.locked) void query.where('locked_until', '>', filter.lockedAt.now)
  if (filter.lockedAt && !filter.lockedAt.locked) {
    const { now } = filter.lockedAt
    void query.where((or) => void or.whereNull('locked_until').orWhere('locked_until', '<=', now))
  }
  return query
}

const externalTask = (row: ExternalTaskColumns): ExternalTaskRow => ({
  ...row,
  fetch_rank: Number(row.fetch_rank),
  created_at: Number(row.created_at),
  properties: JSON.parse(row.properties) as Record<string, string>,
  locked_until: row.locked_until === null ? null : Number(row.locked_until),
})
