import type { JsonValue } from '@lianban/engine'
import { caseEvents, cases, type CaseWithLamp, type JointChildRow, type Tx } from '@lianban/storage'
import { caseClockOf, type CaseClock, type Suspension } from '../../clock/index.ts'
import type { Matter } from '../../matters/matter-definition.ts'
import { caseLine } from '../case-lines.ts'
import type { CaseContext } from '../context.ts'
import { SYSTEM_ACTOR, systemEntry } from '../log-entries.ts'
import { freshClock } from '../move-clock.ts'
import { followedClock, isRunning, isSameStops, stopsIn } from './rules.ts'

interface Whole {
  context: CaseContext
  parent: CaseWithLamp
  matter: Matter
  children: readonly JointChildRow[]
}

/** Another matter's clock was moved meanwhile: whoever moved it follows, or the next sweep. */
class Overtaken extends Error {}

/**
 * The clock of a joint case stands still while that of one of its matters does: the time of a special procedure counts neither
 * for the matter nor for the whole. Does nothing where it stands as it should. Source: 行政许可法 articles 26, 42, 45.
 */
export async function followClocks(whole: Whole): Promise<void> {
  const { context, parent } = whole
  const { tenant_id: tenantId, instance_id: instanceId } = parent
  if (!isRunning(parent)) return
  const before = caseClockOf(parent.clock)
  const stops = await stopsOf(context.database, whole)
  if (isSameStops(before.stops, stops)) return
  const clock: CaseClock = { ...before, stops }
  await context.engine
    .recalculateTimers({
      tenantId,
      instanceId,
      actor: { userId: SYSTEM_ACTOR.userId },
      variables: { clock: clock as unknown as JsonValue },
      within: (tx, step) => follow(tx, whole, { clock, at: step.command.now }),
    })
    .catch((error: unknown) => {
      if (!(error instanceof Overtaken) && (error as { code?: string }).code !== 'INSTANCE_NOT_FOUND') throw error
    })
}

async function follow(tx: Tx, whole: Whole, { clock, at }: { clock: CaseClock; at: number }): Promise<void> {
  const { context, parent, matter } = whole
  const row = await freshClock(tx, parent, at)
  const found = caseClockOf(row.clock)
  const isAsSeen = found.extension === clock.extension && isSameStops(found.stops, caseClockOf(parent.clock).stops)
  if (!isRunning(row) || !isAsSeen || !isSameStops(await stopsOf(tx, whole), clock.stops)) throw new Overtaken()
  const { patch, isStopped, kind, said } = followedClock(row, matter, clock, context.calendarOf(row.tenant_id))
  await cases(tx).update(row.tenant_id, row.id, patch)
  if (!said) return
  await caseEvents(tx).insert([caseLine({ tenant_id: row.tenant_id, case_id: row.id, at, ...said })])
  await context.tenants.supervision.record(tx, row.tenant_id, [
    systemEntry(isStopped ? 'clock.suspended' : 'clock.resumed', {
      caseId: row.id,
      organId: row.organ_id,
      payload: { kind, plannedEndAt: null, because: 'joint' },
    }),
  ])
}

/** What stopped the clocks of the matters. */
async function stopsOf(db: Tx, { context, parent, children }: Whole): Promise<Suspension[]> {
  const ids = children.flatMap(({ case_id }) => case_id ?? [])
  return stopsIn(await cases(db).getMany(parent.tenant_id, ids, context.clock()))
}
