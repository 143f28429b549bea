import { FeelFunction, isRange } from 'feelin'

/**
 * Bounds what one FEEL evaluation may cost, by counting and not by a clock, so that the same expression always ends
 * at the same place. A unit is about 50 nanoseconds of the interpreter's work.
 */
const MAX_UNITS = 10_000_000
/** One turn of a loop, one call of a function. */
const STEP_UNITS = 50
/** One evaluation, and one that has to parse anew. */
const EVALUATION_UNITS = 500
export const PARSE_UNITS = 20_000
/** One item of a list that a path goes through, one item of a value that is compared or handed on. */
const PATH_UNITS = 5
const ITEM_UNITS = 2
/** A date, time or duration that is computed with. */
const TEMPORAL_UNITS = 300
/** Largest value that may be built: an item, or 16 characters of text, is one unit. */
const MAX_VALUE_UNITS = 500_000
const CHARACTERS_PER_UNIT = 16
/** Deepest nesting of lists and contexts. */
const MAX_DEPTH = 500
/** Deepest nesting of evaluations, e.g. of a decision's function that calls itself. */
const MAX_NESTED_EVALUATIONS = 100

export const TOO_LONG = 'it takes too long: too many loop turns or calls'
export const TOO_LARGE = 'its value is too large'

/** An evaluation was ended by the meter. */
export class MeterError extends Error {}

let units = 0
let nested = 0

/** Runs an evaluation; one inside another shares the outer one's budget. @throws MeterError */
export function metered<T>(evaluate: () => T): T {
  if (nested === 0) units = 0
  if (nested >= MAX_NESTED_EVALUATIONS) throw new MeterError('it calls itself too deeply')
  nested++
  try {
    charge(EVALUATION_UNITS)
    return evaluate()
  } finally {
    nested--
  }
}

/** @throws MeterError */
export function charge(cost: number): void {
  units += cost
  if (!(units <= MAX_UNITS)) throw new MeterError(TOO_LONG)
}

const sizes = new WeakMap<object, { size: number; length: number }>()

/**
 * How large a value is, everything in it counted as often as it is reached. Remembered for each list and context, so
 * that a value which holds another twice, ten levels deep, is measured at once.
 * @throws MeterError if it is larger than any may be
 */
export function sizeOf(value: unknown, depth = 0): number {
  if (typeof value === 'string') return 1 + Math.floor(value.length / CHARACTERS_PER_UNIT)
  if (typeof value !== 'object' || value === null) return 1
  const isList = Array.isArray(value)
  if (!isList && !isPlain(value)) return TEMPORAL_UNITS
  const length = isList ? value.length : -1
  const known = sizes.get(value)
  // the list `partial` of a loop grows
  if (known && known.length === length) return known.size
  if (depth > MAX_DEPTH) throw new MeterError(TOO_LARGE)
  let size = 1
  for (const item of isList ? (value as unknown[]) : Object.values(value)) {
    size += sizeOf(item, depth + 1)
    if (size > MAX_VALUE_UNITS) throw new MeterError(TOO_LARGE)
  }
  sizes.set(value, { size, length })
  return size
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/**
 * What `rewriteFeel` puts around parts of an expression. Each gives its value through; the order of this object is
 * the order of the parameters.
 */
export const GUARDS: Record<string, (...values: unknown[]) => unknown> = {
  /** A call of a function. */
  meter__step: () => {
    charge(STEP_UNITS)
    return true
  },
  /** What a loop or filter runs over. */
  meter__each: (list) => {
    if (isRange(list)) return itemsOf(list.start, list.end, list['start included'], list['end included'])
    charge(Array.isArray(list) ? list.length * STEP_UNITS : STEP_UNITS)
    return list
  },
  /** `from .. to` of a loop. */
  meter__range: (from, to) => (to === null || to === undefined ? from : itemsOf(from, to, true, true)),
  /** The target of a path: a list is walked through. */
  meter__path: (target) => {
    if (Array.isArray(target)) charge(target.length * PATH_UNITS)
    return target
  },
  /** An argument, an operand, a result. */
  meter__value: (value) => {
    if (typeof value === 'number' || typeof value === 'boolean') return value
    const size = sizeOf(value)
    if (size > MAX_VALUE_UNITS) throw new MeterError(TOO_LARGE)
    charge(size * ITEM_UNITS)
    return value
  },
  /** An argument whose items are compared with each other. */
  meter__pairs: (value) => {
    if (Array.isArray(value)) charge(value.filter((item) => typeof item === 'object' && item !== null).length * sizeOf(value))
    return value
  },
}

const CHARACTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** The items of a range, up or down; feelin itself would never reach an end that is no whole step away. */
function itemsOf(from: unknown, to: unknown, fromIncluded: boolean, toIncluded: boolean): unknown[] {
  if (from === null && to === null) return []
  const numbers = typeof from === 'number' && typeof to === 'number'
  const start = numbers ? from : characterIndex(from)
  const end = numbers ? to : characterIndex(to)
  if (start === null || end === null) throw new Error(`a loop cannot run over ${String(from)}..${String(to)}`)
  const count = Math.floor(Math.abs(end - start)) + 1
  charge(count * STEP_UNITS)
  const items = Array.from({ length: count }, (_, index) => (end < start ? start - index : start + index))
  if (!toIncluded && items.at(-1) === end) items.pop()
  if (!fromIncluded) items.shift()
  return numbers ? items : items.map((index) => CHARACTERS[index])
}

function characterIndex(value: unknown): number | null {
  const index = typeof value === 'string' && value.length === 1 ? CHARACTERS.indexOf(value) : -1
  return index < 0 ? null : index
}

/** A function for feelin that takes its arguments by position, and named ones in the order they were written. */
export class OpenFunction extends FeelFunction {
  constructor(call: (...values: never[]) => unknown) {
    super(call as (...values: unknown[]) => unknown, [])
  }

  override invoke(values: unknown[] | Record<string, unknown>): unknown {
    const list = Array.isArray(values) ? values : Object.values(values)
    return (this.fn as (...values: unknown[]) => unknown)(...list) ?? null
  }
}
