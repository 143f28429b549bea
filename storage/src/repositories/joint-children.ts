import type { Knex } from 'knex'
import type { CaseStatus } from './cases.ts'

/**
 * Where one matter of a joint case stands: `planned` until the case is distributed, `waiting` for what it depends on, `started`
 * as a case of its own, `decided`, `delivered` with the others; or `stopped` without ever being started, `ended` with the whole.
 */
export type JointChildState = 'planned' | 'waiting' | 'started' | 'decided' | 'delivered' | 'stopped' | 'ended'

/** One matter of a joint case 并联办件. Instants are UTC epoch milliseconds. */
export interface JointChildRow {
  tenant_id: string
  parent_id: string
  matter_key: string
  /** In force when the parent was handed in. */
  matter_version: number
  position: number
  state: JointChildState
  /** Something is still to be done for it. */
  is_open: boolean
  /** The child case, from its start on. */
  case_id: string | null
  /** Status of the child case when it was decided, or ended otherwise. */
  result: CaseStatus | null
  /** Why it was not started, or what keeps it from starting. */
  reason: string | null
  started_at: number | null
  settled_at: number | null
}

type Place = Pick<JointChildRow, 'tenant_id' | 'parent_id' | 'matter_key'>
type Patch = Partial<Omit<JointChildRow, keyof Place>>

export const jointChildren = (db: Knex) => ({
  insert: async (rows: readonly JointChildRow[]): Promise<void> => {
    if (rows.length > 0) await db('joint_child').insert(rows)
  },

  /** All matters of a joint case, in the order of its theme. */
  of: async (tenantId: string, parentId: string): Promise<JointChildRow[]> =>
    (await db('joint_child').where({ tenant_id: tenantId, parent_id: parentId }).orderBy('position')).map(read),

  /**
   * Changes one if it is in the state it was seen in: of two who do the same thing at once only one succeeds.
   * @returns whether it was changed
   */
  change: async ({ tenant_id, parent_id, matter_key }: Place, from: JointChildState, patch: Patch): Promise<boolean> =>
    (await db('joint_child').where({ tenant_id, parent_id, matter_key, state: from, is_open: true }).update(patch)) === 1,

  /** The same of the one that this case is. */
  changeOfCase: async (tenantId: string, caseId: string, from: JointChildState, patch: Patch): Promise<boolean> =>
    (await db('joint_child').where({ tenant_id: tenantId, case_id: caseId, state: from, is_open: true }).update(patch)) === 1,

  /** The same of all of a joint case that are in this state. */
  changeAll: async (tenantId: string, parentId: string, from: JointChildState, patch: Patch): Promise<void> =>
    void (await db('joint_child').where({ tenant_id: tenantId, parent_id: parentId, state: from, is_open: true }).update(patch)),

  /** Joint cases for which something is still to be done, by id. */
  openParents: async (tenantId: string, { after, limit }: { after?: string; limit: number }): Promise<string[]> =>
    (
      (await db('joint_child')
        .where({ tenant_id: tenantId, is_open: true })
        .modify((query) => after !== undefined && query.where('parent_id', '>', after))
        .distinct('parent_id')
        .orderBy('parent_id')
        .limit(limit)) as { parent_id: string }[]
    ).map(({ parent_id }) => parent_id),
})

function read(raw: Record<string, unknown>): JointChildRow {
  const row = raw as unknown as JointChildRow
  const instant = (value: number | string | null) => (value === null ? null : Number(value))
  return { ...row, is_open: Boolean(row.is_open), started_at: instant(row.started_at), settled_at: instant(row.settled_at) }
}
