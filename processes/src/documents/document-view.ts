import { chineseDay, dayOf } from '../clock/index.ts'
import { chineseCount } from './chinese-count.ts'

const DAY_PATTERN = /^\d{4}-\d{2}-\d{2}$/
/** Names of instants: `receivedAt`, `notifiedAt`… */
const INSTANT_NAME = /At$/
const COUNT_NAME = /(Days|Months|Years)$/
const EIGHT_HOURS_MS = 8 * 3_600_000

/**
 * What a template sees: the variables, and beside those that a document writes differently a text made from them.
 * - a day `2026-09-18` (`decidedOn`) or an instant (`receivedAt`, epoch milliseconds, ISO or Date) → `decidedOnText` `2026年9月18日`
 * - an instant also with its time: `heldAtTimeText` `2026年10月12日9时30分`
 * - a whole number of days, months or years (`limitDays`) → `limitDaysText` `五`
 * - a list of texts or of `{text}` (`items`) → `itemsText` joined by 、 and `itemsLines`, each with `no` and `text`
 * - a text of several lines (`reasons`) → `reasonsLines`, each with `no` and `text`, empty lines left out
 * Pure; applies to objects inside objects too.
 */
export function documentView(variables: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(variables).flatMap(([name, value]) => entriesOf(name, value)))
}

function entriesOf(name: string, value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return [[name, value], ...listEntries(name, value)]
  if (value !== null && typeof value === 'object' && !(value instanceof Date))
    return [[name, documentView(value as Record<string, unknown>)]]
  if (COUNT_NAME.test(name) && Number.isInteger(value))
    return [
      [name, value],
      [`${name}Text`, chineseCount(value as number)],
    ]
  const day = dayText(name, value)
  if (day !== null) return [[name, value], [`${name}Text`, day], ...timeEntry(name, value)]
  return typeof value === 'string'
    ? [
        [name, value],
        linesEntry(
          name,
          value
            .split('\n')
            .map((line) => line.trim())
            .filter(Boolean),
        ),
      ]
    : [[name, value]]
}

function listEntries(name: string, values: unknown[]): [string, unknown][] {
  const texts = values.map((value) => (typeof value === 'string' ? value : (value as { text?: unknown } | null)?.text))
  if (!texts.every((text): text is string => typeof text === 'string')) return []
  return [[`${name}Text`, texts.join('、')], linesEntry(name, texts)]
}

const linesEntry = (name: string, texts: string[]): [string, unknown] => [
  `${name}Lines`,
  texts.map((text, index) => ({ no: index + 1, text })),
]

function dayText(name: string, value: unknown): string | null {
  if (typeof value === 'string' && DAY_PATTERN.test(value)) return chineseDay(value)
  const at = instantOf(name, value)
  return at === null ? null : chineseDay(dayOf(at))
}

function timeEntry(name: string, value: unknown): [string, unknown][] {
  const at = typeof value === 'string' && DAY_PATTERN.test(value) ? null : instantOf(name, value)
  if (at === null) return []
  const local = new Date(at + EIGHT_HOURS_MS)
  const minutes = local.getUTCMinutes()
  return [[`${name}TimeText`, `${chineseDay(dayOf(at))}${local.getUTCHours()}时${minutes === 0 ? '' : `${minutes}分`}`]]
}

/** Epoch milliseconds of an instant, by its name or its kind; null for everything else. */
function instantOf(name: string, value: unknown): number | null {
  if (value instanceof Date) return value.getTime()
  if (!INSTANT_NAME.test(name)) return null
  const at = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : NaN
  return Number.isNaN(at) ? null : at
}
