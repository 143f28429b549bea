import type { Knex } from 'knex'
import { isSqlite } from '../database.ts'
import { deleteRows, insertRows, updateRows, type RowId } from '../write-rows.ts'
import { pageSize } from './page.ts'

export interface JobRow {
  tenant_id: string
  /** Of an instance: id of its subscription, or of the incident that stands for a job that failed for good. */
  id: string
  kind: string
  /** null: it belongs to a definition, or to nobody. */
  instance_id: string | null
  definition_id: string | null
  definition_key: string | null
  job_definition_id: string | null
  token_id: string | null
  element_id: string | null
  /** null: at once. */
  due_at: number | null
  created_at: number
  /** When an engine may take it: its due time, or the end of a lease or of a back-off; null: nobody may. */
  available_at: number | null
  lease_owner: string | null
  priority: number
  exclusive: number
  /** Attempts left; 0: failed for good. */
  retries: number
  suspended: number
  error_message: string | null
  error_details: string | null
  /** JSON text: what a job needs that belongs to no instance. */
  payload: string | null
}

/** Which jobs are suspended, resumed or removed together. */
export interface JobScope {
  tenantId: string
  instanceId?: string
  definitionId?: string
  jobDefinitionIds?: string[]
  kind?: string
}

/** Jobs that one statement releases. */
const RELEASE_CHUNK = 500

const CHANGEABLE = ['due_at', 'available_at', 'lease_owner', 'retries', 'error_message', 'error_details', 'payload'] as const

export const jobs = (db: Knex) => ({
  insert: (rows: JobRow[]): Promise<void> => insertRows(db, 'job', rows),

  remove: (rows: RowId[]): Promise<void> => deleteRows(db, 'job', rows),

  /** Deletes one job. @returns false if it is gone already: somebody else has done it */
  removeOne: (tenantId: string, id: string): Promise<boolean> =>
    db('job')
      .where({ tenant_id: tenantId, id })
      .delete()
      .then((count) => count > 0),

  /** Jobs of any version of these processes. */
  removeOfKeys: (tenantId: string, definitionKeys: string[], kind: string): Promise<number> =>
    db('job').where({ tenant_id: tenantId, kind }).whereIn('definition_key', definitionKeys).delete(),

  removeAll: (scope: JobScope): Promise<number> => scoped(db, scope).delete(),

  /** Writes another due time; a failed or suspended job becomes none of both by it. */
  async move(rows: (RowId & { due_at: number })[]): Promise<void> {
    for (const { tenant_id, id, due_at } of rows) {
      await db('job')
        .where({ tenant_id, id })
        .update({ due_at, available_at: db.raw('case when suspended = 1 or retries = 0 then null else ? end', [due_at]) })
    }
  },

  /** Writes what an attempt, or an administrator, changed of one job. @returns false if it is gone */
  change: (
    tenantId: string,
    id: string,
    change: Partial<Pick<JobRow, (typeof CHANGEABLE)[number] | 'priority' | 'suspended' | 'job_definition_id'>>,
  ): Promise<boolean> =>
    db('job')
      .where({ tenant_id: tenantId, id })
      .update(change)
      .then((count) => count > 0),

  /** The same of many, all of these columns. */
  changeMany: (rows: (RowId & Pick<JobRow, (typeof CHANGEABLE)[number]>)[]): Promise<number> =>
    updateRows(db, 'job', rows as JobRow[], CHANGEABLE),

  get: (tenantId: string, id: string): Promise<JobRow | undefined> =>
    db<JobRow>('job')
      .where({ tenant_id: tenantId, id })
      .first()
      .then((row) => row && job(row)),

  ofInstance: (tenantId: string, instanceId: string): Promise<JobRow[]> =>
    db<JobRow>('job')
      .where({ tenant_id: tenantId, instance_id: instanceId })
      .orderBy('id')
      .then((rows) => rows.map(job)),

  ofDefinitions: (tenantId: string, definitionIds: string[], kind: string): Promise<JobRow[]> =>
    db<JobRow>('job')
      .where({ tenant_id: tenantId, kind })
      .whereIn('definition_id', definitionIds)
      .orderBy('id')
      .then((rows) => rows.map(job)),

  /**
   * Takes up to `limit` jobs that are available at `now`, of all tenants, oldest first, and keeps other engine processes
   * off them until `until`. Call it in a transaction.
   */
  async lease({ owner, now, until, limit }: { owner: string; now: number; until: number; limit: number }): Promise<JobRow[]> {
    const free = db<JobRow>('job').where('available_at', '<=', now).orderBy('available_at').limit(pageSize(limit))
    const rows = await (isSqlite(db) ? free : free.forUpdate().skipLocked())
    if (rows.length > 0) await byIds(db, rows).update({ lease_owner: owner, available_at: until })
    return rows.map(job)
  },

  /** Lets others take jobs that were held. */
  async release(rows: readonly RowId[], now: number): Promise<void> {
    for (let i = 0; i < rows.length; i += RELEASE_CHUNK)
      await byIds(db, rows.slice(i, i + RELEASE_CHUNK)).update({ available_at: now, lease_owner: null })
  },

  /** When the next job is available. null: none will be. */
  nextAvailableAt: (): Promise<number | null> =>
    db<JobRow>('job')
      .whereNotNull('available_at')
      .orderBy('available_at')
      .first('available_at')
      .then((row) => (row?.available_at == null ? null : Number(row.available_at))),

  prioritize: (tenantId: string, jobDefinitionId: string, priority: number): Promise<number> =>
    db('job').where({ tenant_id: tenantId, job_definition_id: jobDefinitionId }).update({ priority }),

  /** Suspended jobs are taken by nobody; but what suspends or resumes a definition at a date is no job of it. */
  suspend: (scope: JobScope): Promise<number> =>
    scoped(db, scope).whereNot({ kind: 'suspension' }).update({ suspended: 1, available_at: null }),

  /** But not those of suspended instances. */
  resume: (scope: JobScope): Promise<number> => {
    const query = scoped(db, scope).whereNot({ kind: 'suspension' })
    if (scope.instanceId === undefined) {
      const suspended = db('process_instance').where({ tenant_id: scope.tenantId, suspended: 1 }).select('id')
      void query.where((or) => void or.whereNull('instance_id').orWhereNotIn('instance_id', suspended))
    }
    return query.update({ suspended: 0, available_at: db.raw('case when retries = 0 then null else coalesce(due_at, created_at) end') })
  },
})

function byIds(db: Knex, rows: readonly RowId[]): Knex.QueryBuilder {
  return db('job')
    .whereIn('tenant_id', [...new Set(rows.map((row) => row.tenant_id))])
    .whereIn(
      'id',
      rows.map((row) => row.id),
    )
}

function scoped(db: Knex, { tenantId, instanceId, definitionId, jobDefinitionIds, kind }: JobScope): Knex.QueryBuilder {
  const query: Knex.QueryBuilder = db('job').where({ tenant_id: tenantId })
  if (instanceId !== undefined) void query.where({ instance_id: instanceId })
  if (definitionId !== undefined) void query.where({ definition_id: definitionId })
  if (jobDefinitionIds) void query.whereIn('job_definition_id', jobDefinitionIds)
  if (kind !== undefined) void query.where({ kind })
  return query
}

const numberOrNull = (value: number | null): number | null => (value === null ? null : Number(value))

const job = (row: JobRow): JobRow => ({
  ...row,
  due_at: numberOrNull(row.due_at),
  created_at: Number(row.created_at),
  available_at: numberOrNull(row.available_at),
})
