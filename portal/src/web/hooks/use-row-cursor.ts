import { useState } from 'react'
import { useKeys } from './use-keys.ts'

/**
 * A list moved through by keys: `j`/`k` or the arrows move, Enter opens, `x` ticks where rows can be ticked.
 * @returns the key of the row that the cursor is on, null before the first key
 */
export function useRowCursor<T extends { key: string }>(rows: T[], open: (row: T) => void, tick?: (row: T) => void): string | null {
  const [key, setKey] = useState<string | null>(null)
  const index = rows.findIndex((row) => row.key === key)

  const moveTo = (to: number) => {
    const row = rows[Math.min(Math.max(to, 0), rows.length - 1)]
    if (!row) return
    setKey(row.key)
    document.querySelector(`[data-row-key="${CSS.escape(row.key)}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  useKeys({
    j: () => moveTo(index + 1),
    k: () => moveTo(index - 1),
    ArrowDown: () => moveTo(index + 1),
    ArrowUp: () => moveTo(index - 1),
    Enter: () => rows[index] && open(rows[index]),
    ...(tick && { x: () => rows[index] && tick(rows[index]) }),
  })
  return index < 0 ? null : key
}
