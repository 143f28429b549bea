import { useCallback, useRef, useState } from 'react'
import { asApiError, type ApiError } from '../api/api-error.ts'
import { newKey } from '../api/new-key.ts'

export interface Once<A extends unknown[], R> {
  /** Runs the work unless it is running; undefined when it failed (see `error`) or was running already. */
  run: (...args: A) => Promise<R | undefined>
  busy: boolean
  error: ApiError | null
  clearError: () => void
}

/**
 * Work that must not happen twice: a second click while it runs does nothing, and every attempt until success carries the
 * same idempotency key, so that a repeat after a lost answer is the same request to the server.
 * @param initialKey a key kept with the form's draft, so that even a reload repeats the same request
 */
export function useOnce<A extends unknown[], R>(work: (key: string, ...args: A) => Promise<R>, initialKey?: string): Once<A, R> {
  const key = useRef(initialKey ?? null)
  const running = useRef(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)

  const run = useCallback(
    async (...args: A): Promise<R | undefined> => {
      if (running.current) return undefined
      running.current = true
      setBusy(true)
      setError(null)
      key.current ??= newKey()
      try {
        const result = await work(key.current, ...args)
        key.current = null
        return result
      } catch (thrown) {
        setError(asApiError(thrown))
        return undefined
      } finally {
        running.current = false
        setBusy(false)
      }
    },
    [work],
  )
  return { run, busy, error, clearError: useCallback(() => setError(null), []) }
}
