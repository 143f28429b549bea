const FIRST_MS = 60_000
const LONGEST_MS = 3_600_000

/** What has failed and is to be tried again later, twice as late each time: after 1, 2, 4 … minutes, an hour at most. */
export interface Backoff {
  isDue(key: string): boolean
  failed(key: string): void
  done(key: string): void
}

/** In memory: after a restart all is tried at once. It holds what fails and nothing else. */
export function backoff(clock: () => number): Backoff {
  const waiting = new Map<string, { until: number; delayMs: number }>()
  return {
    isDue: (key) => (waiting.get(key)?.until ?? 0) <= clock(),
    failed(key) {
      const delayMs = Math.min((waiting.get(key)?.delayMs ?? FIRST_MS / 2) * 2, LONGEST_MS)
      waiting.set(key, { until: clock() + delayMs, delayMs })
    },
    done: (key) => void waiting.delete(key),
  }
}
