/** Does something again and again, never twice at once. @param work says itself what fails; it is done again all the same */
export function every(ms: number, work: () => Promise<void>): NodeJS.Timeout {
  const once = neverTwice(work)
  return setInterval(once, ms).unref()
}

/** The same, and at once. */
export function nowAndEvery(ms: number, work: () => Promise<void>): NodeJS.Timeout {
  const once = neverTwice(work)
  once()
  return setInterval(once, ms).unref()
}

function neverTwice(work: () => Promise<void>): () => void {
  let busy = false
  return () => {
    if (busy) return
    busy = true
    void work().finally(() => (busy = false))
  }
}
