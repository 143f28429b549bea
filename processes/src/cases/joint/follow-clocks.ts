import type { JsonValue } from '@lianban/engine'
import { caseEvents, cases, type CaseRow, type CaseWithLamp, type JointChildRow, type Tx } from '@lianban/storage'
import { caseClockOf, SUSPENSION_KINDS, type CaseClock, type Suspension } from '../../clock/index.ts'
import type { Matter } from '../../matters/matter-definition.ts'
import { caseLine } from '../case-lines.ts'
import type { CaseContext } from '../context.ts'
import { SYSTEM_ACTOR, systemEntry } from '../log-entries.ts'
import { freshClock } from '../move-clock.ts'
import { movedClock } from '../moved-clock.ts'

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
  if (isSame(before.stops, stops)) return
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
  const isAsSeen = found.extension === clock.extension && isSame(found.stops, caseClockOf(parent.clock).stops)
  if (!isRunning(row) || !isAsSeen || !isSame(await stopsOf(tx, whole), clock.stops)) throw new Overtaken()
  const open = openStops(clock.stops)
  const since = open.length === 0 ? null : Math.min(...open.map(({ from }) => from))
  const patch = { ...movedClock(row, matter, clock, context.calendarOf(row.tenant_id)), suspended_at: since }
  await cases(tx).update(row.tenant_id, row.id, patch)
  const stood = openStops(found.stops)
  // Of several that stand still at once, the first stops the whole and the last lets it go on.
  if (stood.length > 0 === open.length > 0) return
  const { kind } = (open[0] ?? stood[0])!
  await caseEvents(tx).insert([
    caseLine({
      ...{
        tenant_id: row.tenant_id,
        case_id: row.id,
        at,
        type: open.length > 0 ? 'clock-stopped' : 'clock-resumed',
        step_name: '并联办理',
      },
      action_text: open.length > 0 ? `其中有事项进行${SUSPENSION_KINDS[kind]},整体时限暂停计算` : '特别程序结束,整体时限恢复计算',
      ...{ started_at: row.suspended_at ?? row.accepted_at, actor_name: SYSTEM_ACTOR.name },
    }),
  ])
  await context.tenants.supervision.record(tx, row.tenant_id, [
    systemEntry(open.length > 0 ? 'clock.suspended' : 'clock.resumed', {
      caseId: row.id,
      organId: row.organ_id,
      payload: { kind, plannedEndAt: null, because: 'joint' },
    }),
  ])
}

const isRunning = ({ accepted_at, decided_at, closed_at }: Pick<CaseRow, 'accepted_at' | 'decided_at' | 'closed_at'>): boolean =>
  accepted_at !== null && decided_at === null && closed_at === null

/** What stopped the clocks of the matters; of one that has ended meanwhile until its end. */
async function stopsOf(db: Tx, { context, parent, children }: Whole): Promise<Suspension[]> {
  const ids = children.flatMap(({ case_id }) => case_id ?? [])
  const rows = await cases(db).getMany(parent.tenant_id, ids, context.clock())
  const stops = rows.flatMap(({ clock, decided_at, closed_at }) =>
    caseClockOf(clock).stops.map((stop) => ({ ...stop, to: stop.to ?? decided_at ?? closed_at })),
  )
  return stops.sort((a, b) => a.from - b.from || (a.to ?? Infinity) - (b.to ?? Infinity))
}

const openStops = (stops: readonly Suspension[]): Suspension[] => stops.filter(({ to }) => to === null)

const isSame = (a: readonly Suspension[], b: readonly Suspension[]): boolean =>
  a.length === b.length && a.every(({ kind, from, to }, at) => kind === b[at]!.kind && from === b[at]!.from && to === b[at]!.to)
