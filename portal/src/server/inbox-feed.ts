import { setImmediate as nextTurn } from 'node:timers/promises'

/** Who is looking at something now, at the inboxes of a tenant or the queue of a hall, and how to tell them that it may have changed. */
export interface InboxFeed {
  /** Calls `notify` after changes of what the key names; the answer ends it. */
  subscribe(key: string, notify: () => void): () => void
  changed(key: string): void
}

/** Each who is told counts anew: with hundreds of clerks, once for several changes is soon enough. */
const REST_MS = 2_000

/**
 * Within one process; with several, each is told by the commits that its own engine sees and by the page's slow poll.
 * The first change is told at once, one listener in each turn of the loop; what changes until `REST_MS` later is told together then.
 */
export function createInboxFeed(): InboxFeed {
  const listeners = new Map<string, Set<() => void>>()
  /** Key → whether something has changed since it was told. */
  const resting = new Map<string, boolean>()
  const tell = async (key: string): Promise<void> => {
    resting.set(key, false)
    const told = listeners.get(key) ?? new Set()
    for (const notify of [...told]) {
      if (told.has(notify)) notify()
      await nextTurn()
    }
    setTimeout(() => {
      const isChanged = resting.get(key)
      resting.delete(key)
      if (isChanged) void tell(key)
    }, REST_MS).unref()
  }
  return {
    subscribe(key, notify) {
      const set = listeners.get(key) ?? new Set()
      listeners.set(key, set.add(notify))
      return () => void set.delete(notify)
    },
    changed(key) {
      if (resting.has(key)) resting.set(key, true)
      else void tell(key)
    },
  }
}
