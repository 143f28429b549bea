import { createHash } from 'node:crypto'
import type { LockOut } from './lock-out.ts'

interface Count {
  failures: number
  lockedUntil: number
}

/** Names remembered at a time; the oldest goes first. */
const MAX_NAMES = 10_000

/**
 * Answers for names that nobody has as for names that somebody has: locked after as many wrong passwords, for as long.
 * Else whoever tries five times learns which accounts there are. Kept in memory; a restart forgets it.
 */
export function createUnknownNames({ maxFailures, lockMs }: LockOut, clock: () => number) {
  const counts = new Map<string, Count>()
  const keyOf = (tenantId: string, name: string): string => createHash('sha256').update(`${tenantId}\0${name}`).digest('base64')
  return {
    lockedUntil: (tenantId: string, name: string): number | null => {
      const until = counts.get(keyOf(tenantId, name))?.lockedUntil ?? 0
      return until > clock() ? until : null
    },

    /** @returns until when the name is locked now, if this attempt locked it */
    countFailure: (tenantId: string, name: string): number | null => {
      const key = keyOf(tenantId, name)
      const failures = (counts.get(key)?.failures ?? 0) + 1
      const isLocked = failures >= maxFailures
      const count = { failures: isLocked ? 0 : failures, lockedUntil: isLocked ? clock() + lockMs : 0 }
      counts.delete(key)
      counts.set(key, count)
      if (counts.size > MAX_NAMES) counts.delete(counts.keys().next().value!)
      return isLocked ? count.lockedUntil : null
    },
  }
}
