import type { Tx } from '../database.ts'

export type OrganChangeKind = 'create' | 'rename' | 'move' | 'merge' | 'split' | 'close'

/** One change of the organ tree, planned or done. */
export interface OrganChangeRow {
  tenant_id: string
  id: string
  kind: OrganChangeKind
  organ_id: string
  /** First day on which it holds, YYYY-MM-DD. */
  on_day: string
  state: 'planned' | 'done' | 'cancelled'
  details: unknown
  reason: string
  created_by: string
  created_by_name: string | null
  created_at: number
  done_at: number | null
}

export const organChanges = (db: Tx) => ({
  insert: async (row: OrganChangeRow): Promise<void> => {
    await db('organ_change').insert({ ...row, details: JSON.stringify(row.details) })
  },

  get: (tenantId: string, id: string): Promise<OrganChangeRow | undefined> =>
    db('organ_change')
      .where({ tenant_id: tenantId, id })
      .first()
      .then((row: Record<string, unknown> | undefined) => row && change(row)),

  /** Newest first; `limit` is at most 500. */
  list: (tenantId: string, limit: number): Promise<OrganChangeRow[]> =>
    db('organ_change')
      .where({ tenant_id: tenantId })
      .orderBy([
        { column: 'on_day', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(limit)
      .then((rows: Record<string, unknown>[]) => rows.map(change)),

  /** What is planned for `day` or earlier and has not been done, in the order of the days. */
  due: (tenantId: string, day: string): Promise<OrganChangeRow[]> =>
    db('organ_change')
      .where({ tenant_id: tenantId, state: 'planned' })
      .where('on_day', '<=', day)
      .orderBy(['on_day', 'id'])
      .then((rows: Record<string, unknown>[]) => rows.map(change)),

  planned: (tenantId: string): Promise<OrganChangeRow[]> =>
    db('organ_change')
      .where({ tenant_id: tenantId, state: 'planned' })
      .orderBy(['on_day', 'id'])
      .then((rows: Record<string, unknown>[]) => rows.map(change)),

  /** Of two that take it up at the same time one is told so. @returns whether it was still planned */
  leavePlanned: async (tenantId: string, id: string, state: 'done' | 'cancelled', at: number): Promise<boolean> =>
    (await db('organ_change')
      .where({ tenant_id: tenantId, id, state: 'planned' })
      .update({ state, done_at: state === 'done' ? at : null })) > 0,
})

const change = (row: Record<string, unknown>): OrganChangeRow =>
  ({
    ...row,
    details: JSON.parse(row.details as string),
    created_at: Number(row.created_at),
    done_at: row.done_at === null ? null : Number(row.done_at),
  }) as OrganChangeRow
