import type { ReactNode } from 'react'

/** Nothing here: says why, and what to do. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty-state" data-testid="empty">
      <svg viewBox="0 0 64 48" width="64" height="48" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.5">
        <rect x="12" y="6" width="40" height="36" rx="3" />
        <path d="M20 17h24M20 24h24M20 31h14" />
      </svg>
      <strong>{title}</strong>
      {children && <span>{children}</span>}
    </div>
  )
}
