import { useCallback, useMemo, useState } from 'react'
import { asApiError, type ApiError } from '../api/api-error.ts'
import { request } from '../api/client.ts'
import type { Page } from '../api/page.ts'
import { useResource } from './use-resource.ts'

export interface Pages<T, P extends Page<T>> {
  items: T[]
  /** The first page as it came, with what it has beside the items. */
  first: P | undefined
  error: ApiError | null
  loading: boolean
  hasMore: boolean
  loadingMore: boolean
  loadMore: () => void
  reload: () => void
}

interface More<T> {
  path: string
  /** The cursor after which these pages follow; another first page makes them stale. */
  from: string
  items: T[]
  next: string | null
  error: ApiError | null
}

/** Further pages of the lists looked at last, so that going back shows as much of a list as there was, with its scroll. */
const MAX_KEPT = 10
const kept = new Map<string, More<unknown>>()

function keep(more: More<unknown>): void {
  kept.delete(more.path)
  kept.set(more.path, more)
  if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value!)
}

/** Forgets everything: another person may sit down at this desk. */
export const forgetPages = (): void => kept.clear()

/** A keyset list: the first page is live, further pages are appended on request. */
export function usePages<T, P extends Page<T> = Page<T>>(path: string | null, version: number | string = 0): Pages<T, P> {
  const { data: first, error, loading, reload } = useResource<P>(path, version)
  const [loaded, setLoaded] = useState<More<T> | null>(null)
  const [loadingMore, setLoadingMore] = useState(false)
  const more = loaded?.path === path ? loaded : path === null ? null : ((kept.get(path) as More<T> | undefined) ?? null)
  const valid = more && first && more.path === path && more.from === first.next ? more : null
  const next = valid ? valid.next : (first?.next ?? null)

  const loadMore = useCallback(() => {
    if (path === null || !next || !first?.next || loadingMore) return
    const from = first.next
    const before = valid?.items ?? []
    setLoadingMore(true)
    request<Page<T>>(`${path}${path.includes('?') ? '&' : '?'}after=${encodeURIComponent(next)}`)
      .then((page) => {
        const now: More<T> = { path, from, items: [...before, ...page.items], next: page.next, error: null }
        keep(now)
        setLoaded(now)
      })
      .catch((thrown: unknown) => setLoaded({ path, from, items: before, next, error: asApiError(thrown) }))
      .finally(() => setLoadingMore(false))
  }, [path, next, first, valid, loadingMore])

  const items = useMemo(() => [...(first?.items ?? []), ...(valid?.items ?? [])], [first, valid])
  return { items, first, error: error ?? valid?.error ?? null, loading, hasMore: next !== null, loadingMore, loadMore, reload }
}
