import { useCallback, useEffect, useState } from 'react'
import { asApiError, type ApiError } from '../api/api-error.ts'
import { request } from '../api/client.ts'

/** Answers kept so that going back shows the list as it was, with its scroll, while it is fetched anew. */
const MAX_KEPT = 60
const kept = new Map<string, unknown>()

function keep(key: string, value: unknown): void {
  kept.delete(key)
  kept.set(key, value)
  if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value!)
}

/** Forgets everything: another person may sit down at this desk. */
export const forgetResources = (): void => kept.clear()

export interface Resource<T> {
  data: T | undefined
  error: ApiError | null
  /** Nothing to show yet. */
  loading: boolean
  /** Fetches again; what is shown stays until the answer is there. */
  reload: () => void
  /** Grows with every answer after the first: the version of whatever else is to be read anew when this was. */
  revision: number
}

interface Settled<T> {
  path: string
  data?: T
  error: ApiError | null
  revision: number
}

/**
 * Reads `path` of the API, and again when `path` or `version` changes; null reads nothing. A failed refresh keeps the
 * data that is there.
 */
export function useResource<T>(path: string | null, version: number | string = 0): Resource<T> {
  const [settled, setSettled] = useState<Settled<T> | null>(null)
  const [round, setRound] = useState(0)

  useEffect(() => {
    if (path === null) return
    const abort = new AbortController()
    request<T>(path, { signal: abort.signal }).then(
      (data) => {
        if (abort.signal.aborted) return
        keep(path, data)
        setSettled((before) => ({ path, data, error: null, revision: before?.path === path ? before.revision + 1 : 0 }))
      },
      (thrown: unknown) => {
        if (abort.signal.aborted) return
        const error = asApiError(thrown)
        // What the server no longer gives is no longer shown.
        if (error.status === 404 || error.status === 403) kept.delete(path)
        setSettled((before) => ({
          path,
          data: kept.get(path) as T | undefined,
          error,
          revision: before?.path === path ? before.revision : 0,
        }))
      },
    )
    return () => abort.abort()
  }, [path, version, round])

  const current = settled?.path === path ? settled : null
  const data = current?.data ?? (path !== null ? (kept.get(path) as T | undefined) : undefined)
  const error = current?.error ?? null
  const reload = useCallback(() => setRound((n) => n + 1), [])
  return {
    data,
    error,
    loading: path !== null && data === undefined && error === null,
    reload,
    revision: current?.revision ?? 0,
  }
}
