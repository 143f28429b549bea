import type { ReactNode } from 'react'
import type { Page } from '../api/page.ts'
import type { Pages } from '../hooks/use-pages.ts'
import { ErrorResult } from './error-result.tsx'
import { LoadMore } from './load-more.tsx'
import { TableSkeleton } from './table-skeleton.tsx'

/** The four states of a list: on its way, failed, empty, there. */
export function ListStates<T>({
  pages,
  empty,
  children,
}: {
  pages: Pages<T, Page<T>>
  empty: ReactNode
  children: (items: T[]) => ReactNode
}) {
  if (pages.loading) return <TableSkeleton />
  if (!pages.first) return pages.error && <ErrorResult error={pages.error} onRetry={pages.reload} />
  if (pages.items.length === 0) return empty
  return (
    <>
      {children(pages.items)}
      <LoadMore pages={pages} />
    </>
  )
}
