import { addDuration, parseDuration, parseInstant } from '../expression/iso-time.ts'

/** A clock that stands until it is moved. */
export interface VirtualClock {
  (): number
  /** To an instant, epoch milliseconds or ISO 8601. */
  set(at: number | string): void
  /** By milliseconds or an ISO 8601 duration. */
  advance(by: number | string): void
}

/** @param start epoch milliseconds or ISO 8601; a Monday morning if not given */
export function virtualClock(start: number | string = '2025-03-03T09:00:00+08:00'): VirtualClock {
  let now = instantOf(start)
  return Object.assign(() => now, {
    set(at: number | string) {
      now = instantOf(at)
    },
    advance(by: number | string) {
      now = typeof by === 'number' ? now + by : after(now, by)
    },
  })
}

/** @throws RangeError if the text is no ISO 8601 instant */
export function instantOf(at: number | string): number {
  const instant = typeof at === 'number' ? at : parseInstant(at)
  if (instant === null) throw new RangeError(`${at} is no ISO 8601 instant`)
  return instant
}

function after(now: number, text: string): number {
  const duration = parseDuration(text)
  const later = duration && addDuration(now, duration)
  if (later === null) throw new RangeError(`${text} is no ISO 8601 duration`)
  return later
}
