import type { Knex } from 'knex'
import { deleteRows, insertRows, type RowId } from '../write-rows.ts'
import { pageSize, parseKeyset } from './page.ts'

export interface IncidentRow {
  tenant_id: string
  id: string
  instance_id: string
  definition_id: string
  definition_key: string
  business_key: string | null
  token_id: string
  element_id: string
  code: string
  message: string
  raised_at: number
  /** Where the token stood: enter, work, call or leave. */
  phase: string
  /** What an administrator noted. */
  annotation: string | null
}

export interface IncidentFilter {
  tenantId: string
  id?: string
  instanceId?: string
  definitionId?: string
  definitionKey?: string
  tokenId?: string
  elementId?: string
  code?: string
  /** Any code but this one. */
  codeNot?: string
  message?: string
}

export const incidents = (db: Knex) => ({
  insert: (rows: IncidentRow[]): Promise<void> => insertRows(db, 'incident', rows),

  remove: (rows: RowId[]): Promise<void> => deleteRows(db, 'incident', rows),

  annotate: (tenantId: string, id: string, annotation: string | null): Promise<boolean> =>
    db('incident')
      .where({ tenant_id: tenantId, id })
      .update({ annotation })
      .then((count) => count > 0),

  get: (tenantId: string, id: string): Promise<IncidentRow | undefined> =>
    db<IncidentRow>('incident')
      .where({ tenant_id: tenantId, id })
      .first()
      .then((row) => row && incident(row)),

  /** Oldest first. `after` is `keysetOf(raised_at, id)` of the last row of the page before. */
  list: (filter: IncidentFilter, page: { limit: number; after?: string; offset?: number }): Promise<IncidentRow[]> => {
    const query = filtered(db, filter)
      .orderBy(['raised_at', 'id'])
      .limit(pageSize(page.limit))
      .offset(page.offset ?? 0)
    const after = page.after === undefined ? null : parseKeyset(page.after)
    if (after) {
      void query.where(
        (or) =>
          void or.where('raised_at', '>', after.at).orWhere((and) => void and.where('raised_at', after.at).where('id', '>', after.id)),
      )
    }
    return query.then((rows) => rows.map(incident))
  },

  async count(filter: IncidentFilter): Promise<number> {
    const row = (await filtered(db, filter).count({ count: '*' }).first()) as unknown as { count: number | string }
    return Number(row.count)
  },
})

function filtered(db: Knex, filter: IncidentFilter) {
  const query = db<IncidentRow>('incident').where({ tenant_id: filter.tenantId })
  const exact = {
    id: filter.id,
    instance_id: filter.instanceId,
    definition_id: filter.definitionId,
    definition_key: filter.definitionKey,
    token_id: filter.tokenId,
    element_id: filter.elementId,
    code: filter.code,
    message: filter.message,
  }
  for (const [column, value] of Object.entries(exact)) if (value !== undefined) void query.where(column, value)
  if (filter.codeNot !== undefined) void query.whereNot('code', filter.codeNot)
  return query
}

const incident = (row: IncidentRow): IncidentRow => ({ ...row, raised_at: Number(row.raised_at) })
