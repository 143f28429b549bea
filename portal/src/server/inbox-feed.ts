/** Who is looking at an inbox now, and how to tell them that it may have changed. */
export interface InboxFeed {
  /** Calls `notify` after every change in the tenant that may concern an inbox; the answer ends it. */
  subscribe(tenantId: string, notify: () => void): () => void
  changed(tenantId: string): void
}

/** Within one process; with several, each is told by the commits that its own engine sees and by the page's slow poll. */
export function createInboxFeed(): InboxFeed {
  const listeners = new Map<string, Set<() => void>>()
  return {
    subscribe(tenantId, notify) {
      const set = listeners.get(tenantId) ?? new Set()
      listeners.set(tenantId, set.add(notify))
      return () => void set.delete(notify)
    },
    changed(tenantId) {
      for (const notify of listeners.get(tenantId) ?? []) notify()
    },
  }
}
