import type { Knex } from 'knex'

/** Rows of one table that are deleted by one statement. */
export const CLEANUP_BATCH = 500

/** What names the rows of each table that belong to an instance, besides tenant and instance. */
const TABLES: Record<string, string> = {
  engine_event: 'seq',
  variable: 'holder_id',
  history_activity: 'id',
  history_task: 'id',
  history_incident: 'id',
  history_job_log: 'id',
  history_external_task_log: 'id',
  history_decision: 'id',
  user_operation: 'id',
  task_comment: 'id',
  subscription: 'id',
  job: 'id',
  incident: 'id',
  external_task: 'id',
}

interface InstanceId {
  tenant_id: string
  id: string
}

/** Ended instances and all that is kept of them. */
export const historyCleanup = (db: Knex) => ({
  /** Instances whose time and whose outermost caller's time is over, the ones longest over first; never one that runs, or whose outermost caller runs. */
  removable: (now: number, limit: number): Promise<InstanceId[]> =>
    db('process_instance as p')
      .where('p.removal_at', '<=', now)
      .whereNotNull('p.ended_at')
      .whereNotExists(
        (root) =>
          void root
            .from('process_instance as r')
            .whereRaw('?? = ??', ['r.tenant_id', 'p.tenant_id'])
            .whereRaw('?? = ??', ['r.id', 'p.root_instance_id'])
            .where((or) => void or.whereNull('r.ended_at').orWhereNull('r.removal_at').orWhere('r.removal_at', '>', now)),
      )
      .orderBy('p.removal_at')
      .limit(limit)
      .select('p.tenant_id', 'p.id'),

  /**
   * Deletes at most {@link CLEANUP_BATCH} rows of one table of these instances.
   * @returns whether there may be more of them
   */
  async removeSome(table: string, tenantId: string, instanceIds: string[]): Promise<boolean> {
    const column = TABLES[table]!
    const of = () => db(table).where({ tenant_id: tenantId }).whereIn('instance_id', instanceIds)
    const rows = (await of().select('instance_id', { key: column }).limit(CLEANUP_BATCH)) as { instance_id: string; key: string | number }[]
    if (rows.length === 0) return false
    for (const instanceId of new Set(rows.map((row) => row.instance_id))) {
      const keys = rows.filter((row) => row.instance_id === instanceId).map(({ key }) => key)
      await db(table).where({ tenant_id: tenantId, instance_id: instanceId }).whereIn(column, keys).delete()
    }
    return rows.length === CLEANUP_BATCH
  },

  tables: (): string[] => Object.keys(TABLES),

  /** The instances themselves, when nothing else is left of them: so an interrupted clean-up is found again. */
  async removeInstances(tenantId: string, ids: string[]): Promise<void> {
    await db('process_instance').where({ tenant_id: tenantId }).whereIn('id', ids).whereNotNull('ended_at').delete()
  },

  /** Of each instance the element where it began. */
  async startElements(tenantId: string, ids: string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map()
    const first = db('history_activity')
      .where({ tenant_id: tenantId })
      .whereIn('instance_id', ids)
      .groupBy('instance_id')
      .select('instance_id')
      .min({ number: 'number' })
    const rows = (await db('history_activity as a')
      .join(first.as('f'), (on) => void on.on('f.instance_id', 'a.instance_id').andOn('f.number', 'a.number'))
      .where('a.tenant_id', tenantId)
      .select('a.instance_id', 'a.element_id')) as { instance_id: string; element_id: string }[]
    return new Map(rows.map((row) => [row.instance_id, row.element_id]))
  },
})
