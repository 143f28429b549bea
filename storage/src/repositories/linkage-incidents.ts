import type { Knex } from 'knex'
import type { Restriction } from './cases.ts'
import type { IncidentState, LinkageDeedRow, LinkageIncidentRow, LinkagePrecedentRow, LinkageTargetRow } from './linkage-rows.ts'
import { keysetOf, parseKeyset } from './page.ts'

export interface IncidentQuery {
  tenantId: string
  ids?: readonly string[]
  states?: readonly IncidentState[]
  category?: string
  town?: string
  /** That has one of the targets, or leads. */
  organ?: string
  /** Open and past this instant. */
  overdueAt?: number
  /** What the reader may see: over `case_file`. */
  restrict?: Restriction
  after?: string
  /** 1 to 1000. */
  limit: number
}

/** A place and how far around it, degrees: a box that holds the circle. */
export interface Box {
  south: number
  north: number
  west: number
  east: number
}

const MAX_INCIDENTS = 1000

export const linkageIncidents = (db: Knex) => ({
  insert: async (row: LinkageIncidentRow): Promise<void> => void (await db('linkage_incident').insert(row)),

  get: async (tenantId: string, id: string): Promise<LinkageIncidentRow | undefined> => {
    const row = (await db('linkage_incident').where({ tenant_id: tenantId, id }).first()) as LinkageIncidentRow | undefined
    return row && readIncident(row)
  },

  byNo: async (tenantId: string, incidentNo: string): Promise<LinkageIncidentRow | undefined> => {
    const row = (await db('linkage_incident').where({ tenant_id: tenantId, incident_no: incidentNo }).first()) as
      LinkageIncidentRow | undefined
    return row && readIncident(row)
  },

  update: async (tenantId: string, id: string, patch: Partial<LinkageIncidentRow>): Promise<void> =>
    void (await db('linkage_incident').where({ tenant_id: tenantId, id }).update(patch)),

  /** Adds one to a number of it. */
  count: async (tenantId: string, id: string, column: 'redispatches' | 'reworks' | 'reopenings'): Promise<void> =>
    void (await db('linkage_incident').where({ tenant_id: tenantId, id }).increment(column, 1)),

  /** Newest first. */
  list: async (query: IncidentQuery): Promise<{ rows: LinkageIncidentRow[]; next: string | null }> => {
    const limit = Math.min(query.limit, MAX_INCIDENTS)
    const place = query.after === undefined ? null : parseKeyset(query.after)
    const builder = filtered(db, query)
    if (place)
      void builder.where((beyond) =>
        beyond
          .where('linkage_incident.reported_at', '<', place.at)
          .orWhere((same) => same.where('linkage_incident.reported_at', place.at).andWhere('linkage_incident.id', '<', place.id)),
      )
    const rows = (
      (await builder
        .orderBy([
          { column: 'linkage_incident.reported_at', order: 'desc' },
          { column: 'linkage_incident.id', order: 'desc' },
        ])
        .limit(limit)
        .select('linkage_incident.*')) as LinkageIncidentRow[]
    ).map(readIncident)
    const last = rows.at(-1)
    return { rows, next: last && rows.length === limit ? keysetOf(last.reported_at, last.id) : null }
  },

  /** Those of a category in a box, reported since; for the hint of duplicates. At most 50, newest first. */
  near: async (tenantId: string, category: string, box: Box, since: number): Promise<LinkageIncidentRow[]> =>
    (
      (await db('linkage_incident')
        .where({ tenant_id: tenantId, category })
        .whereNotIn('state', ['invalid', 'rejected', 'withdrawn', 'duplicate'])
        .whereBetween('latitude', [box.south, box.north])
        .whereBetween('longitude', [box.west, box.east])
        .where('reported_at', '>=', since)
        .orderBy([
          { column: 'reported_at', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .limit(50)) as LinkageIncidentRow[]
    ).map(readIncident),

  /** Those that were linked to it. */
  linkedTo: async (tenantId: string, id: string): Promise<LinkageIncidentRow[]> =>
    ((await db('linkage_incident').where({ tenant_id: tenantId, duplicate_of: id }).orderBy('reported_at')) as LinkageIncidentRow[]).map(
      readIncident,
    ),

  /** Reported in [from, to), for figures. */
  reportedIn: async (tenantId: string, from: number, to: number): Promise<LinkageIncidentRow[]> =>
    (
      (await db('linkage_incident')
        .where({ tenant_id: tenantId })
        .where('reported_at', '>=', from)
        .where('reported_at', '<', to)) as LinkageIncidentRow[]
    ).map(readIncident),

  addTargets: async (rows: readonly LinkageTargetRow[]): Promise<void> => {
    if (rows.length > 0) await db('linkage_target').insert([...rows])
  },

  target: async (tenantId: string, id: string): Promise<LinkageTargetRow | undefined> => {
    const row = (await db('linkage_target').where({ tenant_id: tenantId, id }).first()) as LinkageTargetRow | undefined
    return row && readTarget(row)
  },

  targetsOf: async (tenantId: string, incidentIds: readonly string[]): Promise<LinkageTargetRow[]> =>
    (
      (await db('linkage_target')
        .where({ tenant_id: tenantId })
        .whereIn('incident_id', [...incidentIds])
        .orderBy(['incident_id', 'round', 'seq'])) as LinkageTargetRow[]
    ).map(readTarget),

  /** 缓办、挂账 that are going on, longest first. */
  deferredTargets: async (tenantId: string, limit: number): Promise<LinkageTargetRow[]> =>
    (
      (await db('linkage_target')
        .where({ tenant_id: tenantId, state: 'deferred' })
        .orderBy(['deferred_at', 'id'])
        .limit(limit)) as LinkageTargetRow[]
    ).map(readTarget),

  updateTarget: async (tenantId: string, id: string, patch: Partial<LinkageTargetRow>): Promise<void> =>
    void (await db('linkage_target').where({ tenant_id: tenantId, id }).update(patch)),

  /** What was dispatched before is dispatched anew. */
  cancelOpenTargets: async (tenantId: string, incidentId: string): Promise<void> =>
    void (await db('linkage_target')
      .where({ tenant_id: tenantId, incident_id: incidentId })
      .whereIn('state', ['open', 'deferred'])
      .update({ state: 'canceled' })),

  addDeed: async (row: LinkageDeedRow): Promise<void> => void (await db('linkage_deed').insert(row)),

  deedsOf: async (tenantId: string, incidentIds: readonly string[]): Promise<LinkageDeedRow[]> =>
    (
      (await db('linkage_deed')
        .where({ tenant_id: tenantId })
        .whereIn('incident_id', [...incidentIds])
        .orderBy(['at', 'id'])) as LinkageDeedRow[]
    ).map((row) => ({ ...row, at: Number(row.at) })),

  precedent: async (tenantId: string, category: string, town: string): Promise<LinkagePrecedentRow | undefined> =>
    (await db('linkage_precedent').where({ tenant_id: tenantId, category, town }).first()) as LinkagePrecedentRow | undefined,

  precedents: async (tenantId: string): Promise<LinkagePrecedentRow[]> =>
    ((await db('linkage_precedent').where({ tenant_id: tenantId }).orderBy('at', 'desc')) as LinkagePrecedentRow[]).map((row) => ({
      ...row,
      at: Number(row.at),
    })),

  /** The newest ruling counts. */
  putPrecedent: async (row: LinkagePrecedentRow): Promise<void> =>
    void (await db('linkage_precedent').insert(row).onConflict(['tenant_id', 'category', 'town']).merge()),
})

function filtered(db: Knex, { tenantId, ids, states, category, town, organ, overdueAt, restrict }: IncidentQuery): Knex.QueryBuilder {
  const builder = db('linkage_incident').where('linkage_incident.tenant_id', tenantId)
  if (restrict)
    void builder
      .join('case_file', (on) => on.on('case_file.tenant_id', 'linkage_incident.tenant_id').on('case_file.id', 'linkage_incident.id'))
      .where((inner) => restrict(inner))
  if (ids) void builder.whereIn('linkage_incident.id', [...ids])
  if (states) void builder.whereIn('linkage_incident.state', [...states])
  if (category !== undefined) void builder.where('linkage_incident.category', category)
  if (town !== undefined) void builder.where('linkage_incident.town', town)
  if (overdueAt !== undefined)
    void builder.whereNull('linkage_incident.closed_at').whereExists((late) => {
      void late
        .select('t.id')
        .from('linkage_target as t')
        .where({ 't.tenant_id': tenantId, 't.state': 'open' })
        .where('t.due_at', '<', overdueAt)
        .whereRaw('t.incident_id = linkage_incident.id')
    })
  if (organ !== undefined)
    void builder.whereExists((inner) =>
      inner
        .select(db.raw('1'))
        .from('linkage_target')
        .whereRaw('linkage_target.tenant_id = linkage_incident.tenant_id and linkage_target.incident_id = linkage_incident.id')
        .where('linkage_target.organ', organ)
        .whereNot('linkage_target.state', 'canceled'),
    )
  return builder
}

const numberOr = (value: number | string | null): number | null => (value === null ? null : Number(value))

const readIncident = (row: LinkageIncidentRow): LinkageIncidentRow => ({
  ...row,
  forced: Boolean(row.forced),
  reported_at: Number(row.reported_at),
  filed_at: numberOr(row.filed_at),
  dispatched_at: numberOr(row.dispatched_at),
  due_at: numberOr(row.due_at),
  closed_at: numberOr(row.closed_at),
})

const readTarget = (row: LinkageTargetRow): LinkageTargetRow => ({
  ...row,
  from_at: Number(row.from_at),
  due_at: Number(row.due_at),
  done_at: numberOr(row.done_at),
  deferred_at: numberOr(row.deferred_at),
})
