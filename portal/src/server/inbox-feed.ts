import { setImmediate as nextTurn } from 'node:timers/promises'

/** Who is looking at an inbox now, and how to tell them that it may have changed. */
export interface InboxFeed {
  /** Calls `notify` after changes in the tenant that may concern an inbox; the answer ends it. */
  subscribe(tenantId: string, notify: () => void): () => void
  changed(tenantId: string): void
}

/** Each who is told counts anew: with hundreds of clerks, once for several changes is soon enough. */
const REST_MS = 2_000

/**
 * Within one process; with several, each is told by the commits that its own engine sees and by the page's slow poll.
 * The first change is told at once, one listener in each turn of the loop; what changes until `REST_MS` later is told together then.
 */
export function createInboxFeed(): InboxFeed {
  const listeners = new Map<string, Set<() => void>>()
  /** Tenant → whether something has changed since it was told. */
  const resting = new Map<string, boolean>()
  const tell = async (tenantId: string): Promise<void> => {
    resting.set(tenantId, false)
    const told = listeners.get(tenantId) ?? new Set()
    for (const notify of [...told]) {
      if (told.has(notify)) notify()
      await nextTurn()
    }
    setTimeout(() => {
      const isChanged = resting.get(tenantId)
      resting.delete(tenantId)
      if (isChanged) void tell(tenantId)
    }, REST_MS).unref()
  }
  return {
    subscribe(tenantId, notify) {
      const set = listeners.get(tenantId) ?? new Set()
      listeners.set(tenantId, set.add(notify))
      return () => void set.delete(notify)
    },
    changed(tenantId) {
      if (resting.has(tenantId)) resting.set(tenantId, true)
      else void tell(tenantId)
    },
  }
}
