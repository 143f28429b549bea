import type { JsonValue } from '@lianban/engine'
import { caseClocks, type CaseRow, type Tx } from '@lianban/storage'
import {
  caseClockOf,
  closeOfBusiness,
  dayOf,
  sameOrNextWorkday,
  SUSPENSION_KINDS,
  type CaseClock,
  type Day,
  type SuspensionKind,
} from '../../clock/index.ts'
import type { CaseContext } from '../context.ts'
import { freshClock, movedClock } from '../move-clock.ts'
import type { LoadedCase } from '../resources.ts'
import type { EffectEntry, EffectInput } from './effect.ts'

/** What moves the clock of a case: variables for the timers, changes of the case file, what supervision is told. */
export interface ClockMove {
  variables: { clock: JsonValue }
  patch: Partial<CaseRow>
  entries: EffectEntry[]
}

/** The clock stands still from now on, until the close of business of the planned day or of the next workday at the latest. */
export async function stopClock(
  tx: Tx,
  { context, caller, loaded, at }: EffectInput,
  { kind, plannedEnd, suspensionId, number }: { kind: SuspensionKind; plannedEnd: Day; suspensionId: string; number: string },
): Promise<ClockMove & { plannedEndAt: number }> {
  const { row } = loaded
  const calendar = context.calendarOf(row.tenant_id)
  const before = caseClockOf((await freshClock(tx, row, at)).clock)
  const clock: CaseClock = { ...before, stops: [...before.stops, { kind, from: at, to: null }] }
  const plannedEndAt = closeOfBusiness(sameOrNextWorkday(plannedEnd, calendar), calendar)
  const payload = { kind: SUSPENSION_KINDS[kind], plannedEndAt, approvedBy: caller.userId, number }
  return {
    plannedEndAt,
    variables: { clock: clock as unknown as JsonValue },
    patch: { ...movedClock(row, loaded.matter, clock, calendar), suspended_at: at },
    entries: [
      { action: 'clock.suspended', payload: { kind, plannedEndAt, plannedEnd, suspension: suspensionId } },
      { action: 'special-procedure.opened', payload },
    ],
  }
}

/** The open suspension of a case, or undefined. */
export const openSuspensionOf = async (db: Tx, { row }: LoadedCase) =>
  (await caseClocks(db).suspensions(row.tenant_id, row.id)).find(({ state }) => state === 'open')

/** The clock goes on from the next day; the suspension is closed with what came out of it. */
export async function resumeClock(
  tx: Tx,
  { context, caller, loaded, at }: { context: CaseContext; caller: EffectInput['caller']; loaded: LoadedCase; at: number },
  result: string,
): Promise<ClockMove> {
  const { row, matter } = loaded
  const open = await openSuspensionOf(tx, loaded)
  if (!open) throw new Error(`case ${row.id}: no suspension is open`)
  const before = caseClockOf((await freshClock(tx, row, at)).clock)
  const clock: CaseClock = { ...before, stops: before.stops.map((stop) => ({ ...stop, to: stop.to ?? at })) }
  const ended = { state: 'closed', ended_by: caller.userId, ended_by_name: caller.name, ended_at: at, result } as const
  await caseClocks(tx).updateSuspension(row.tenant_id, open.id, ended)
  return {
    variables: { clock: clock as unknown as JsonValue },
    patch: { ...movedClock(row, matter, clock, context.calendarOf(row.tenant_id)), suspended_at: null },
    entries: [
      { action: 'clock.resumed', payload: { kind: open.kind, suspension: open.id, overran: open.planned_end < dayOf(at) } },
      { action: 'special-procedure.closed', payload: { kind: SUSPENSION_KINDS[open.kind as SuspensionKind], result } },
    ],
  }
}
