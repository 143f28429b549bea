import { useEffect } from 'react'

/**
 * Fetches what may be needed next once a page has stood for a while, unless the person asked the device to save data. What fails is
 * fetched again when it is needed.
 * @param load null: not now; else the same function each time
 * @param after milliseconds
 */
export function useAtRest(load: (() => Promise<unknown>) | null, after: number): void {
  useEffect(() => {
    const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } }
    if (load === null || connection?.saveData) return
    const timer = setTimeout(() => void load().catch(() => undefined), after)
    return () => clearTimeout(timer)
  }, [load, after])
}
