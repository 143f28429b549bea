import type { Knex } from 'knex'
import { isSqlite } from '../database.ts'
import { deleteRows, insertRows, rewriteRows } from '../write-rows.ts'
import { historyCleanup } from './history-cleanup.ts'
import { pageSize } from './page.ts'

export interface ProcessInstanceRow {
  tenant_id: string
  id: string
  definition_id: string
  definition_key: string
  business_key: string | null
  status: string
  /** 1: nothing goes on until it is resumed. */
  suspended: number
  /** The instance and the token of it that wait in a call activity for this one. */
  super_instance_id: string | null
  super_token_id: string | null
  /** The outermost caller; its own id if nobody called it. */
  root_instance_id: string
  call_depth: number
  started_by: string | null
  started_at: number
  ended_at: number | null
  /** Counts every change of the row. */
  version: number
  event_count: number
  /** The core's InstanceState as JSON text. */
  state: string
}

/** Everything but the state. */
export type ProcessInstanceSummaryRow = Omit<ProcessInstanceRow, 'state'>

export interface InstanceFilter {
  tenantId: string
  ids?: string[]
  businessKey?: string
  businessKeyLike?: string
  definitionId?: string
  definitionKey?: string
  definitionKeys?: string[]
  status?: string
  suspended?: boolean
  superInstanceId?: string
  rootInstanceId?: string
  /** true: no longer active. */
  ended?: boolean
  /** true: with an open incident. */
  withIncident?: boolean
  startedBefore?: number
  startedAfter?: number
  startedBy?: string
}

const SUMMARY = [
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
  'call_depth',
  'started_by',
  'started_at',
  'ended_at',
  'version',
  'event_count',
] as const

export const instances = (db: Knex) => ({
  insert: (rows: ProcessInstanceRow[]): Promise<void> => insertRows(db, 'process_instance', rows),

  /**
   * Writes the rows whose version is still the one that was read, and counts it up.
   * @returns how many were written; fewer than given means that another process was faster
   */
  update: (rows: ProcessInstanceRow[]): Promise<number> =>
    rewriteRows(db, 'process_instance', rows, ['status', 'suspended', 'ended_at', 'event_count', 'state'], 'version'),

  /** The rows for a change: locked until the transaction ends where the database has row locks. */
  loadForUpdate: (tenantIds: string[], ids: string[]): Promise<ProcessInstanceRow[]> => {
    const query = db<ProcessInstanceRow>('process_instance').whereIn('tenant_id', tenantIds).whereIn('id', ids).orderBy('id')
    return (isSqlite(db) ? query : query.forUpdate()).then((rows) => rows.map(withNumbers))
  },

  /** The same without their states, for who knows them by their version. */
  lock: (tenantIds: string[], ids: string[]): Promise<ProcessInstanceSummaryRow[]> => {
    const query = db<ProcessInstanceRow>('process_instance')
      .whereIn('tenant_id', tenantIds)
      .whereIn('id', ids)
      .orderBy('id')
      .select(...SUMMARY)
    return (isSqlite(db) ? query : query.forUpdate()).then((rows) => rows.map(withNumbers))
  },

  load: (tenantId: string, ids: string[]): Promise<ProcessInstanceRow[]> =>
    db<ProcessInstanceRow>('process_instance')
      .where({ tenant_id: tenantId })
      .whereIn('id', ids)
      .then((rows) => rows.map(withNumbers)),

  versions: (tenantId: string, ids: string[]): Promise<Map<string, number>> =>
    db<ProcessInstanceRow>('process_instance')
      .where({ tenant_id: tenantId })
      .whereIn('id', ids)
      .select('id', 'version')
      .then((rows) => new Map(rows.map((row) => [row.id, Number(row.version)]))),

  definitionIds: (tenantId: string, ids: string[]): Promise<Map<string, string>> =>
    db<ProcessInstanceRow>('process_instance')
      .where({ tenant_id: tenantId })
      .whereIn('id', [...new Set(ids)])
      .select('id', 'definition_id')
      .then((rows) => new Map(rows.map((row) => [row.id, row.definition_id]))),

  /** Of these the ones that there are, without a lock. */
  byIds: (tenantId: string, ids: readonly string[]): Promise<ProcessInstanceRow[]> =>
    db<ProcessInstanceRow>('process_instance')
      .where({ tenant_id: tenantId })
      .whereIn('id', [...ids])
      .then((rows) => rows.map(withNumbers)),

  get: (tenantId: string, id: string): Promise<ProcessInstanceRow | undefined> =>
    db<ProcessInstanceRow>('process_instance')
      .where({ tenant_id: tenantId, id })
      .first()
      .then((row) => row && withNumbers(row)),

  /** The newest instance with this business key. */
  byBusinessKey: (tenantId: string, businessKey: string): Promise<ProcessInstanceRow | undefined> =>
    db<ProcessInstanceRow>('process_instance')
      .where({ tenant_id: tenantId, business_key: businessKey })
      .orderBy('id', 'desc')
      .first()
      .then((row) => row && withNumbers(row)),

  /** Oldest first. `after` is the last id of the page before. */
  list: (
    filter: InstanceFilter,
    page: { limit: number; after?: string; offset?: number; newestFirst?: boolean },
  ): Promise<ProcessInstanceSummaryRow[]> => {
    const query = filtered(db, filter)
      .orderBy('id', page.newestFirst ? 'desc' : 'asc')
      .limit(pageSize(page.limit))
      .offset(page.offset ?? 0)
    if (page.after !== undefined) void query.where('id', page.newestFirst ? '<' : '>', page.after)
    return query.select(...SUMMARY).then((rows) => rows.map(withNumbers))
  },

  async count(filter: InstanceFilter): Promise<number> {
    const row = (await filtered(db, filter).count({ count: '*' }).first()) as unknown as { count: number | string }
    return Number(row.count)
  },

  /** Makes all rows of a running instance those of another definition. `elements`: what each element has become. */
  async migrate(
    tenantId: string,
    id: string,
    target: { definitionId: string; definitionKey: string; elements: Record<string, string> },
  ): Promise<void> {
    const columns = { definition_id: target.definitionId, definition_key: target.definitionKey }
    await db('process_instance').where({ tenant_id: tenantId, id }).update(columns)
    const renamed = Object.entries(target.elements).filter(([from, to]) => from !== to)
    const cases = renamed.map(() => 'when ? then ?').join(' ')
    const element = renamed.length > 0 ? { element_id: db.raw(`case element_id ${cases} else element_id end`, renamed.flat()) } : {}
    for (const table of ['user_task', 'external_task', 'subscription', 'job', 'incident']) {
      await db(table)
        .where({ tenant_id: tenantId, instance_id: id })
        .update({ ...columns, ...element })
    }
  },

  /** Deletes instances with everything that hangs on them, history included. */
  async remove(tenantId: string, ids: string[]): Promise<void> {
    for (const table of historyCleanup(db).tables()) {
      await db(table).where({ tenant_id: tenantId }).whereIn('instance_id', ids).delete()
    }
    const tasks = db('user_task').where({ tenant_id: tenantId }).whereIn('instance_id', ids)
    const taskIds = (await tasks.clone().select('id')) as { id: string }[]
    await deleteRows(
      db,
      'user_task_candidate',
      taskIds.map(({ id }) => ({ tenant_id: tenantId, id })),
      'task_id',
    )
    await tasks.delete()
    await deleteRows(
      db,
      'process_instance',
      ids.map((id) => ({ tenant_id: tenantId, id })),
    )
  },
})

function filtered(db: Knex, filter: InstanceFilter) {
  const query = db<ProcessInstanceRow>('process_instance').where({ tenant_id: filter.tenantId })
  if (filter.ids) void query.whereIn('id', filter.ids)
  if (filter.businessKey !== undefined) void query.where('business_key', filter.businessKey)
  if (filter.businessKeyLike !== undefined) void query.where('business_key', 'like', filter.businessKeyLike)
  if (filter.definitionId !== undefined) void query.where('definition_id', filter.definitionId)
  if (filter.definitionKey !== undefined) void query.where('definition_key', filter.definitionKey)
  if (filter.definitionKeys) void query.whereIn('definition_key', filter.definitionKeys)
  if (filter.status !== undefined) void query.where('status', filter.status)
  if (filter.suspended !== undefined) void query.where('suspended', filter.suspended ? 1 : 0)
  if (filter.superInstanceId !== undefined) void query.where('super_instance_id', filter.superInstanceId)
  if (filter.rootInstanceId !== undefined) void query.where('root_instance_id', filter.rootInstanceId)
  if (filter.ended) void query.whereNotNull('ended_at')
  if (filter.startedBefore !== undefined) void query.where('started_at', '<', filter.startedBefore)
  if (filter.startedAfter !== undefined) void query.where('started_at', '>', filter.startedAfter)
  if (filter.startedBy !== undefined) void query.where('started_by', filter.startedBy)
  if (filter.withIncident) {
    void query.whereExists(
      (sub) =>
        void sub
          .from('incident')
          .where('incident.tenant_id', filter.tenantId)
          .whereRaw('?? = ??', ['incident.instance_id', 'process_instance.id']),
    )
  }
  return query
}

const withNumbers = <T extends ProcessInstanceSummaryRow>(row: T): T => ({
  ...row,
  started_at: Number(row.started_at),
  ended_at: row.ended_at === null ? null : Number(row.ended_at),
  version: Number(row.version),
  event_count: Number(row.event_count),
})
