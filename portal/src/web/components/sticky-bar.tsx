import type { ReactNode } from 'react'

/** The bar at the lower edge: a word on the left, the few buttons of this step on the right. */
export function StickyBar({ note, children }: { note?: ReactNode; children: ReactNode }) {
  return (
    <div className="sticky-bar" role="region" aria-label="操作">
      <div className="sticky-bar-row">
        <div className="grow quiet">{note}</div>
        <div className="row sticky-bar-actions">{children}</div>
      </div>
    </div>
  )
}
