import type { Composition } from '../server/compose.ts'
import { CHORES } from '../server/chores.ts'
import { plusDays } from '@lianban/processes'
import { jobs } from '@lianban/storage'

/** Timers, deadlines of rules and duties on the way to one instant; a day of several hundred cases has some dozens. */
const MAX_STEPS = 5_000
/** Real time between looks whether the papers are made, milliseconds. */
const LOOK_MS = 15
/** Papers of one round that are not made by then never will be, milliseconds of real time. */
const PAPERS_MS = 15 * 60_000
/** Simulated time after which what could not be made is tried again by the workers, milliseconds. */
const RETRY_MS = 30_000

/** The year of the last day that is played. @param until the first that is not, `YYYY-MM-DD` */
export const yearPlayed = (until: string): number => Number(plusDays(until, -1).slice(0, 4))

/** A clock that stands until it is moved, and never goes back. UTC epoch milliseconds. */
export interface SimulatedClock {
  (): number
  moveTo(at: number): void
}

export function simulatedClock(startAt: number): SimulatedClock {
  let now = startAt
  return Object.assign(() => now, { moveTo: (at: number) => void (now = Math.max(now, at)) })
}

/**
 * Lets time pass until `at`. Whatever a running server would have done on the way is done at its own instant: timers of the
 * engine, deadlines that the rules watch, debts and checks that fall due.
 */
export async function passTime(services: Composition, clock: SimulatedClock, tenantId: string, at: number): Promise<void> {
  const { database, supervision, cases } = services
  for (let step = 0; step < MAX_STEPS; step++) {
    const timer = await jobs(database).nextAvailableAt()
    const deadline = await supervision.nextDeadline(tenantId)
    const duty = await cases.nextOverdueAt(tenantId)
    const next = Math.min(timer ?? Infinity, deadline ?? Infinity, duty ?? Infinity)
    if (next > at) return clock.moveTo(at)
    clock.moveTo(next)
    await settle(services, clock, tenantId)
  }
  throw new Error(`more than ${MAX_STEPS} timers and deadlines before ${new Date(at).toISOString()}`)
}

/** All that follows at this instant of what was done: due jobs, papers, duties, and the rules that read of it in the log. */
export async function settle(services: Composition, clock: SimulatedClock, tenantId: string): Promise<void> {
  do {
    await services.engine.runDueJobs()
    await CHORES.duties(services)
    await CHORES.archives(services)
    await CHORES.supervision(services)
  } while (await papersAreMade(services, clock, tenantId))
}

/** Waits for the workers. @returns whether there was anything to wait for */
async function papersAreMade({ engine }: Composition, clock: SimulatedClock, tenantId: string): Promise<boolean> {
  const waiting = { tenantId, retriesLeft: true }
  const until = performance.now() + PAPERS_MS
  let isFirst = true
  let looks = 0
  while ((await engine.externalTasks.count(waiting)) > 0) {
    isFirst = false
    if (performance.now() > until) throw new Error('the papers of this round are not made: see the log of the workers')
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    // What failed waits for a later instant, and time stands still.
    if (++looks % 400 === 0) clock.moveTo(clock() + RETRY_MS)
  }
  return !isFirst
}
