import { inTransaction, newId, organChanges, policies, type OrganChangeKind, type OrganChangeRow, type Tx } from '@lianban/storage'
import { dayInvalid } from '../errors.ts'
import type { JsonValue } from '../json.ts'
import type { ByWhom } from '../supervision/supervision.ts'
import { assertDay, dayOf, type Day } from './days.ts'
import { carryOut } from './organ-carry.ts'
import { checkedReason } from '../checked-reason.ts'
import { OrgansOn, type NewOrgan } from './organ-checks.ts'
import type { OrgansOptions } from './organs.ts'

/** A change that is to hold from a day on, today, later, or for names and places earlier; the reason is recorded. */
export interface PlannedChange {
  tenantId: string
  /** First day on which it holds, YYYY-MM-DD. */
  on: Day
  reason: string
  by: ByWhom
}

/** One successor of an organ that is split up. */
export interface SplitPart {
  organ: NewOrgan | { id: string }
  /** Takes over open cases, matters, and whoever and whatever is not named. Exactly one of all parts. */
  heir: boolean
  /** Persons whose posts go here. */
  people: readonly string[]
  /** Organs under the old one that go here. */
  children: readonly string[]
}

/** What a planned merge or split needs on its day, and what taking it back must undo. */
export interface ReformDetails {
  sources: string[]
  heir: string
  /** Organs that the change itself made. */
  created: string[]
  /** Organ under one of the sources → its new parent. */
  children: Record<string, string | null>
  /** Person → the organ where his posts go; all others go to the heir. */
  people: Record<string, string>
}

/** What a kind of change writes for its day. */
export type PlanWork = (tx: Tx, tree: OrgansOn) => Promise<{ organId: string; details: JsonValue }>
export type Plan = (change: PlannedChange, kind: OrganChangeKind, work: PlanWork) => Promise<string>

/** Plans a change, and carries it out at once if it holds today already. It answers with the id of the change. */
export function createPlan(options: OrgansOptions): Plan {
  const { database, clock, record, onChanged, onPostsEnded } = options
  return async (change, kind, work) => {
    const { tenantId, on, reason, by } = change
    assertDay(on, '生效日期')
    checkedReason(reason)
    const today = dayOf(clock())
    const id = newId()
    await inTransaction(database, async (tx) => {
      const { organId, details } = await work(tx, await OrgansOn.read(tx, tenantId, on))
      const created_by = by.actor.userId
      const base = { tenant_id: tenantId, id, kind, organ_id: organId, on_day: on, details, reason: reason.trim() }
      const row: OrganChangeRow = {
        ...base,
        state: 'planned',
        created_by,
        created_by_name: by.actor.name ?? null,
        created_at: clock(),
        done_at: null,
      }
      await organChanges(tx).insert(row)
      const payload = { kind, on, reason: reason.trim(), details }
      const entry = { subject: `organ:${organId}`, organId, ...by, payload }
      await record(tx, tenantId, [{ action: 'organ.change-planned', ...entry }])
      if (on <= today) await carryOut(tx, options, row, by)
      else await policies(tx).bumpVersion(tenantId, clock())
    })
    await onChanged(tenantId)
    if (on <= today) await onPostsEnded(tenantId)
    return id
  }
}

/** Posts and tasks go over at a moment that has not passed. */
export function notBefore(on: Day, today: Day): void {
  if (on < today) throw dayInvalid('合并、拆分、撤销的生效日期不能早于今天:', on)
}
