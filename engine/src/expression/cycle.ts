import type { Cron } from './cron.ts'
import { nextCron, parseCron } from './cron.ts'
import type { Duration } from './iso-time.ts'
import { addDuration, parseDuration, parseInstant } from './iso-time.ts'

/** Average length of a month, to guess where in a cycle an instant lies. */
const MONTH_MS = 30.436875 * 86_400_000
/** The guess is less than two steps off; see `firstAfter`. */
const MAX_GUESS_STEPS = 10

/** When a repeating timer is due. Plain JSON. */
export type Cycle = IntervalCycle | { type: 'cron'; cron: Cron }

/**
 * An ISO 8601 repeating interval: due at `anchor + k × every`, `first` ≤ k ≤ `last`, where k may be negative.
 * `anchor` null is the start that `nextDue` is given; `first` or `last` null has no limit.
 */
export interface IntervalCycle {
  type: 'interval'
  anchor: number | null
  every: Duration
  first: number | null
  last: number | null
}

/**
 * A repeating timer's text; null if it is none. Understood:
 * - `R3/PT10H`, `R/PT1M`: 3 times, for ever, counted from the start that `nextDue` is given;
 * - `R3/2025-01-01T00:00:00+08:00/P1D`: due at that instant and 3 times after it;
 * - `R3/P1D/2026-12-31T00:00:00+08:00`: due at that instant and 3 times before it;
 * - `R3/2025-01-01/2025-01-02`: the interval between them, counted from the first;
 * - the same without `R…`, for once;
 * - cron of six fields, seconds first, see `parseCron`.
 */
export function parseCycle(text: string): Cycle | null {
  const trimmed = text.trim()
  if (!/^[RP+-]|^\d{4}-[^/]*\//.test(trimmed)) {
    const cron = parseCron(trimmed)
    return cron && { type: 'cron', cron }
  }
  const [head, ...rest] = trimmed.split('/')
  const repeats = /^R(\d*)$/.exec(head!)
  const parts = repeats ? rest : [head!, ...rest]
  if (parts.length < 1 || parts.length > 2) return null
  const times = repeats && repeats[1] !== '' ? Number(repeats[1]) : null
  if (times !== null && !Number.isSafeInteger(times)) return null
  return parseInterval(parts[0]!, parts[1], repeats ? { times } : null)
}

/**
 * The first due instant strictly after `after`, UTC epoch milliseconds; null when the cycle is used up.
 * A limit counts by date, not by firings: what was missed is not made up for (camunda's rule).
 * @param startAt when the timer began to run, UTC epoch milliseconds
 */
export function nextDue(cycle: Cycle, startAt: number, after: number): number | null {
  return cycle.type === 'cron' ? nextCron(cycle.cron, after) : firstAfter(cycle, cycle.anchor ?? startAt, after)
}

/** @param repeat null: once; `times` null: for ever */
function parseInterval(first: string, second: string | undefined, repeat: { times: number | null } | null): IntervalCycle | null {
  const last = repeat ? repeat.times : 1
  const every = parseDuration(first)
  if (every) {
    if (!isForward(every)) return null
    if (second === undefined) return { type: 'interval', anchor: null, every, first: 1, last }
    const until = parseInstant(second)
    if (until === null) return null
    const first = repeat ? repeat.times && -repeat.times : 0
    return { type: 'interval', anchor: until, every, first, last: 0 }
  }
  const from = parseInstant(first)
  if (from === null || second === undefined) return null
  const until = parseInstant(second)
  const between = until === null ? parseDuration(second) : { months: 0, milliseconds: until - from }
  return between && isForward(between) ? { type: 'interval', anchor: from, every: between, first: repeat ? 0 : 1, last } : null
}

function isForward({ months, milliseconds }: Duration): boolean {
  return months >= 0 && milliseconds >= 0 && months + milliseconds > 0
}

/**
 * Months are counted from the anchor, not from the firing before: P1M from 31 January is due on 28 February and on
 * 31 March.
 */
function firstAfter(cycle: IntervalCycle, anchor: number, after: number): number | null {
  const { months, milliseconds } = cycle.every
  const guess = Math.floor((after - anchor) / (months * MONTH_MS + milliseconds)) - 2
  let step = Math.max(guess, cycle.first ?? guess)
  for (let tries = 0; tries < MAX_GUESS_STEPS && step <= (cycle.last ?? Infinity); tries++, step++) {
    const due = addDuration(anchor, { months: step * months, milliseconds: step * milliseconds })
    if (due === null) return null
    if (due > after) return due
  }
  return null
}
