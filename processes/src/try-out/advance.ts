import { addWorkdays, dayOf, DAY_MS, NO_DUE_TIME, startOfDay } from '../clock/index.ts'
import type { CommandOf } from './commands.ts'
import { TryOutError } from './error.ts'
import { advanceParts, inPart } from './parts.ts'
import type { TryOutState } from './state.ts'
import type { Work } from './work.ts'
import { runWorkers } from './workers.ts'

/** Timers that one command may let fire. */
const MAX_TIMERS = 2000

/** A timer that waits. */
export interface OpenTimer {
  subscriptionId: string
  instanceId: string
  elementId: string
  /** Of a joint case: the matter in whose case it waits; null: in the case itself. */
  part: string | null
  /** Epoch milliseconds; null while its clock stands still. */
  dueAt: number | null
}

/** Timers and retries that wait, earliest first; those whose clock stands still last. */
export function timersOf(state: TryOutState): OpenTimer[] {
  const ofParts = Object.entries(state.children).flatMap(([part, child]) => ownTimers(child, part))
  return [...ownTimers(state, null), ...ofParts].sort((a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity))
}

const ownTimers = ({ instances }: TryOutState, part: string | null): OpenTimer[] =>
  Object.entries(instances).flatMap(([instanceId, { status, subscriptions }]) =>
    Object.values(subscriptions).flatMap(({ id, kind, job, dueAt, elementId }): OpenTimer[] =>
      status === 'active' && (kind === 'timer' || job?.type === 'retry') && dueAt !== null
        ? [{ subscriptionId: id, instanceId, elementId, part, dueAt: dueAt >= NO_DUE_TIME ? null : dueAt }]
        : [],
    ),
  )

/** Time passes: every timer on the way fires at its own instant, in order. @throws TryOutError NO_TIMER, BACKWARDS, TOO_MANY_TIMERS */
export function advance(work: Work, { to }: CommandOf<'advance'>): void {
  const end = endOf(work, to)
  if (end < work.state.now) throw new TryOutError('BACKWARDS', '时间只能向前,要回到以前请选择“撤销”')
  for (let fired = 0; fired < MAX_TIMERS; fired++) {
    const next = timersOf(work.state)[0]
    if (!next || next.dueAt === null || next.dueAt > end) return work.change({ now: Math.max(end, work.state.now) })
    work.change({ now: Math.max(next.dueAt, work.state.now) })
    const fire = (at: Work) => {
      at.send(next.instanceId, { type: 'executeJob', subscriptionId: next.subscriptionId })
      runWorkers(at)
    }
    if (next.part === null) fire(work)
    else inPart(work, next.part, fire)
    advanceParts(work)
  }
  throw new TryOutError('TOO_MANY_TIMERS', `这段时间里到期的时限超过 ${MAX_TIMERS} 个,请检查流程中重复的定时事件`)
}

function endOf({ state, setup: { calendar } }: Work, to: CommandOf<'advance'>['to']): number {
  if (to === 'next-timer') {
    const next = timersOf(state)[0]?.dueAt
    if (next == null) throw new TryOutError('NO_TIMER', '现在没有正在计算的时限')
    return next
  }
  if ('instant' in to) return Date.parse(to.instant)
  if ('days' in to) return state.now + to.days * DAY_MS
  // At the same hour of a later day.
  const timeOfDay = state.now - startOfDay(dayOf(state.now))
  return startOfDay(dayOf(addWorkdays(state.now, to.workdays, calendar) - 1)) + timeOfDay
}
