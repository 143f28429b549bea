import { caseClocks, type Tx } from '@lianban/storage'
import type { CaseContext } from '../context.ts'
import { freshClock } from '../move-clock.ts'
import type { LoadedCase } from '../resources.ts'
import type { EffectInput } from './effect.ts'
import { clockResumed, type ClockMove } from './outcomes/clock.ts'

export type { ClockMove } from './outcomes/clock.ts'

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
  const calendar = context.calendarOf(row.tenant_id)
  const move = clockResumed({ row: await freshClock(tx, row, at), matter, calendar, at }, open, result)
  const ended = { state: 'closed', ended_by: caller.userId, ended_by_name: caller.name, ended_at: at, result } as const
  await caseClocks(tx).updateSuspension(row.tenant_id, open.id, ended)
  return move
}
