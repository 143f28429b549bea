/** Who is looking at something now, at the inboxes of a tenant or the queue of a hall, and how to tell them that it may have changed. */
export interface InboxFeed {
  /** Calls `notify` after every change of what the key names; the answer ends it. */
  subscribe(key: string, notify: () => void): () => void
  changed(key: string): void
}

/** Within one process; with several, each is told by the commits that its own engine sees and by the page's slow poll. */
export function createInboxFeed(): InboxFeed {
  const listeners = new Map<string, Set<() => void>>()
  return {
    subscribe(key, notify) {
      const set = listeners.get(key) ?? new Set()
      listeners.set(key, set.add(notify))
      return () => void set.delete(notify)
    },
    changed(key) {
      for (const notify of listeners.get(key) ?? []) notify()
    },
  }
}
