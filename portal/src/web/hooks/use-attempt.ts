import { useRef, useState } from 'react'
import { asApiError, type ApiError } from '../api/api-error.ts'

/** One try of something that may be refused: whether it is under way, and how the last one failed. A second click meanwhile does nothing. */
export function useAttempt<A extends unknown[]>(work: (...args: A) => Promise<unknown>) {
  const [error, setError] = useState<ApiError | null>(null)
  const [busy, setBusy] = useState(false)
  const running = useRef(false)
  const run = async (...args: A): Promise<boolean> => {
    if (running.current) return false
    running.current = true
    setBusy(true)
    setError(null)
    try {
      await work(...args)
      return true
    } catch (thrown) {
      setError(asApiError(thrown))
      return false
    } finally {
      running.current = false
      setBusy(false)
    }
  }
  return { run, busy, error }
}
