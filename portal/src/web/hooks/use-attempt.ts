import { useState } from 'react'
import { asApiError, type ApiError } from '../api/api-error.ts'

/** One try of something that may be refused: whether it is under way, and how the last one failed. */
export function useAttempt<A extends unknown[]>(work: (...args: A) => Promise<void>) {
  const [error, setError] = useState<ApiError | null>(null)
  const [busy, setBusy] = useState(false)
  const run = async (...args: A): Promise<boolean> => {
    setBusy(true)
    setError(null)
    try {
      await work(...args)
      return true
    } catch (thrown) {
      setError(asApiError(thrown))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { run, busy, error }
}
