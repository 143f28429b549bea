/**
 * ISO 8601 instants and durations, exactly and without a library.
 *
 * The county's civil time is Beijing time (Asia/Shanghai), UTC+8 without summer time since 1991, so a fixed offset
 * is exact. A date or time without an offset is read in it, and months and years are counted on its calendar:
 * 2025-01-31T09:00 + P1M = 2025-02-28T09:00 (the day is cut to the month's last), then weeks, days and time are
 * added as multiples of 24 hours, which equals calendar days because the offset never changes.
 */
const CIVIL_OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

const DURATION =
  /^([+-])?P(?!$)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d{1,9}))?S)?)?$/
const INSTANT =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?(?:\[[\w/+-]+\]|@[\w/+-]+)?)?)?)?$/

/** Latest instant of JavaScript's Date, ±100 million days from 1970. */
const MAX_INSTANT_MS = 8_640_000_000_000_000

export interface Duration {
  /** Years and months together. */
  months: number
  /** Weeks, days and time together. */
  milliseconds: number
}

/** An ISO 8601 duration, e.g. `P1Y2M3DT4H5M6.5S`, `P2W`, `-PT5M`; null if the text is none. */
export function parseDuration(text: string): Duration | null {
  const match = DURATION.exec(text.trim())
  if (!match) return null
  const [, sign, ...digits] = match
  const number = (index: number) => Number(digits[index] ?? 0)
  const factor = sign === '-' ? -1 : 1
  const seconds = ((number(2) * 7 + number(3)) * 24 + number(4)) * 3600 + number(5) * 60 + number(6)
  const duration = {
    months: factor * (number(0) * 12 + number(1)) || 0,
    milliseconds: factor * (seconds * 1000 + fraction(digits[7])) || 0,
  }
  return Number.isSafeInteger(duration.months) && Number.isSafeInteger(duration.milliseconds) ? duration : null
}

/**
 * An ISO 8601 instant as UTC epoch milliseconds: `2025-03-03T09:00:00+08:00`, `2025-03-03T01:00Z`, `2025-03-03`;
 * time, day and month may be missing from the right (camunda's rule). Without an offset: Beijing time.
 * null if the text is none, or names a day or time that does not exist.
 */
export function parseInstant(text: string): number | null {
  const match = INSTANT.exec(text.trim())
  if (!match) return null
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', decimals, zone] = match
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day))
  const date = new Date(midnight)
  if (Number(year) < 100 || date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null
  const endOfDay = hour === '24' && Number(minute) === 0 && Number(second) === 0 && fraction(decimals) === 0
  if ((Number(hour) > 23 && !endOfDay) || Number(minute) > 59 || Number(second) > 59) return null
  const offset = zoneOffset(zone)
  if (offset === null) return null
  return midnight + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + fraction(decimals) - offset
}

/** `from` plus a duration, UTC epoch milliseconds; null if the result is out of JavaScript's calendar. */
export function addDuration(from: number, duration: Duration): number | null {
  const due = addMonths(from, duration.months) + duration.milliseconds
  return Math.abs(due) <= MAX_INSTANT_MS ? due : null
}

/** The instant as ISO text in Beijing time, with offset. */
export function localInstant(at: number): string {
  return `${new Date(at + CIVIL_OFFSET_MS).toISOString().slice(0, -1)}+08:00`
}

/** The day of the instant in Beijing, `YYYY-MM-DD`. */
export function localDay(at: number): string {
  return new Date(at + CIVIL_OFFSET_MS).toISOString().slice(0, 10)
}

/** The civil date in Beijing at an instant; month 1 to 12. */
export function civilFields(at: number): { year: number; month: number; day: number } {
  const local = new Date(at + CIVIL_OFFSET_MS)
  return { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() }
}

/** 00:00 of a day in Beijing, UTC epoch milliseconds; month 1 to 12. */
export function civilInstant(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) - CIVIL_OFFSET_MS
}

/** 28 to 31; month 1 to 12. */
export function daysOfMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function addMonths(from: number, months: number): number {
  if (months === 0) return from
  const local = new Date(from + CIVIL_OFFSET_MS)
  const first = Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + months, 1)
  const lastDay = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + months + 1, 0)).getUTCDate()
  const timeOfDay = ((local.getTime() % DAY_MS) + DAY_MS) % DAY_MS
  return first + (Math.min(local.getUTCDate(), lastDay) - 1) * DAY_MS + timeOfDay - CIVIL_OFFSET_MS
}

/** Decimals of a second in milliseconds; finer ones are cut. */
function fraction(digits: string | undefined): number {
  return digits ? Number(digits.padEnd(3, '0').slice(0, 3)) : 0
}

function zoneOffset(zone: string | undefined): number | null {
  if (zone === undefined) return CIVIL_OFFSET_MS
  if (zone === 'Z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(3).replace(':', '') || 0)
  if (hours > 18 || minutes > 59) return null
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}
