import { useState } from 'react'

export type Row<T> = T & { key: number }

/**
 * Rows of a list that is written in: each keeps its key, and with it what its fields hold, while others are added and
 * taken away.
 * @param initial what the list begins with   @param onChange told of every change, with all rows
 */
export function useRows<T extends object>(initial: T[], onChange: (rows: T[]) => void) {
  const [rows, setRows] = useState<Row<T>[]>(() => initial.map((row, key) => ({ ...row, key })))
  const [nextKey, setNextKey] = useState(initial.length)
  const take = (next: Row<T>[]) => {
    setRows(next)
    onChange(next)
  }
  return {
    rows,
    add: (row: T) => {
      setNextKey(nextKey + 1)
      take([...rows, { ...row, key: nextKey }])
    },
    put: (key: number, part: Partial<T>) => take(rows.map((row) => (row.key === key ? { ...row, ...part } : row))),
    remove: (key: number) => take(rows.filter((row) => row.key !== key)),
  }
}
