import { isTemporalValue } from './feel-values.ts'
import { addDuration, parseDuration, parseInstant } from './iso-time.ts'

/**
 * When a computed date or duration is due, UTC epoch milliseconds. Understood: epoch milliseconds, ISO 8601 dates
 * and durations as text, FEEL dates and durations; a duration counts from `now`, a bare day means its 00:00 in
 * Beijing. null if the value is none of these.
 */
export function dueAt(value: unknown, now: number): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.trunc(value) : null
  const text = typeof value === 'string' ? value : isTemporalValue(value) ? value.toString() : null
  if (text === null) return null
  const duration = parseDuration(text)
  return duration ? addDuration(now, duration) : parseInstant(text)
}
