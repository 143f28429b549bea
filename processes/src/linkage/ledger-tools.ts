import type { JsonValue } from '@lianban/engine'
import {
  linkageCategories,
  linkageIncidents,
  newId,
  type Database,
  type LinkageDeedRow,
  type LinkageIncidentRow,
  type LinkageTargetRow,
  type Tx,
} from '@lianban/storage'
import { CaseError } from '../cases/errors.ts'
import type { EffectEntry, EffectInput } from '../cases/effects/effect.ts'
import type { LedgerInput } from '../ledgers/ledger.ts'
import { CategoryContent, type Category } from './category.ts'
import { COUNTY_CATEGORIES } from './county-categories.ts'
import type { PlannedTarget } from './targets.ts'

/** What the ledger does not allow now; `reason` is stable. */
export const refused = (reason: string, message: string): CaseError => new CaseError('LEDGER_REFUSED', message, { reason })

/** The incident of a step's case. */
export async function incidentOf(db: Database | Tx, { loaded: { row } }: Pick<EffectInput, 'loaded'>): Promise<LinkageIncidentRow> {
  const found = await linkageIncidents(db).get(row.tenant_id, row.id)
  if (!found) throw new Error(`case ${row.id} has no incident`)
  return found
}

/** The categories that a county comes with, where it has none yet. */
export async function ensureCategories(db: Database | Tx, tenantId: string, at: number): Promise<void> {
  if ((await linkageCategories(db).current(tenantId)).length > 0) return
  await linkageCategories(db).insertMissing(
    COUNTY_CATEGORIES.map(({ code, content }) => ({
      ...{ tenant_id: tenantId, code, version: 1, current: true, content },
      ...{ reason: null, changed_by: null, changed_by_name: null, changed_at: at },
    })),
  )
}

/** A category as it is now, or in the version given; undefined: there is none. */
export async function categoryOf(db: Database | Tx, tenantId: string, code: string, version?: number): Promise<Category | undefined> {
  const row = await linkageCategories(db).get(tenantId, code, version)
  return row && { ...CategoryContent.parse(row.content), code: row.code, version: row.version }
}

/** The target that a task inside 逐项处置 is about. */
export async function targetOf(db: Database | Tx, { loaded: { row, task }, variables }: LedgerInput): Promise<LinkageTargetRow> {
  const { target } = variables as { target?: { id?: string } }
  const found = target?.id === undefined ? undefined : await linkageIncidents(db).target(row.tenant_id, target.id)
  if (!found) throw new Error(`task ${task.id} is about no target`)
  return found
}

/** Puts on record what was done. */
export async function addDeed(
  tx: Tx,
  { caller, loaded: { row }, at }: Pick<EffectInput, 'caller' | 'loaded' | 'at'>,
  deed: Pick<LinkageDeedRow, 'kind'> & Partial<Pick<LinkageDeedRow, 'target_id' | 'organ' | 'code' | 'text'>>,
): Promise<void> {
  await linkageIncidents(tx).addDeed({
    ...{ tenant_id: row.tenant_id, id: newId(), incident_id: row.id, target_id: null, organ: null, code: null, text: null },
    ...deed,
    ...{ by_id: caller.userId, by_name: caller.name, at },
  })
}

export const entry = (action: string, payload: { [key: string]: JsonValue }): EffectEntry => ({ action: `linkage.${action}`, payload })

/** Targets written to the ledger. @returns the rows */
export async function writeTargets(tx: Tx, incident: LinkageIncidentRow, planned: readonly PlannedTarget[]): Promise<LinkageTargetRow[]> {
  const rows = planned.map((target): LinkageTargetRow => ({
    ...{ tenant_id: incident.tenant_id, id: newId(), incident_id: incident.id },
    ...target,
    ...{ extended: null, done_at: null, deferred_at: null, state: 'open' as const },
  }))
  await linkageIncidents(tx).addTargets(rows)
  return rows
}

/** What the process knows of a target: whose it is, and until when. */
export const targetVariable = ({ id, name, organ, from_at, due_at, unit }: LinkageTargetRow) => ({
  ...{ id, name, organ, unit },
  from: new Date(from_at).toISOString(),
  dueAt: new Date(due_at).toISOString(),
})

/** Variables of 逐项处置. */
export const targetsVariable = (rows: readonly LinkageTargetRow[]): JsonValue => rows.map(targetVariable)
