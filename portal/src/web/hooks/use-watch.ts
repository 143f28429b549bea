import { useEffect, useRef, useState } from 'react'
import { asApiError, type ApiError } from '../api/api-error.ts'

/** How often a page asks what became of what it shows. */
const ASK_EVERY_MS = 1500

/**
 * Asks again and again until the answer says that it is over. What fails is asked again.
 * @param ask reads the state of `id`   @param onAnswer hears every answer; its result ends the asking
 */
export function useWatch<T>(
  id: string,
  ask: (id: string, signal: AbortSignal) => Promise<T>,
  onAnswer: (now: T) => boolean,
): { now: T | null; error: ApiError | null } {
  const [now, setNow] = useState<T | null>(null)
  const [error, setError] = useState<ApiError | null>(null)
  const latest = useRef({ ask, onAnswer })
  useEffect(() => {
    latest.current = { ask, onAnswer }
  })
  useEffect(() => {
    const abort = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    const turn = async () => {
      try {
        const answer = await latest.current.ask(id, abort.signal)
        if (abort.signal.aborted) return
        setNow(answer)
        setError(null)
        if (latest.current.onAnswer(answer)) return
      } catch (thrown) {
        if (abort.signal.aborted) return
        setError(asApiError(thrown))
      }
      timer = setTimeout(() => void turn(), ASK_EVERY_MS)
    }
    void turn()
    return () => {
      abort.abort()
      clearTimeout(timer)
    }
  }, [id])
  return { now, error }
}
