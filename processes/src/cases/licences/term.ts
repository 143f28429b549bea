import type { Day } from '../../clock/index.ts'

/** The same day years later; 29 February becomes 1 March where there is none. */
export function yearsLater(day: Day, years: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  return new Date(Date.UTC(year + years, month - 1, date)).toISOString().slice(0, 10)
}
