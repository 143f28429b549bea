import { ClockError } from './clock-error.ts'

/**
 * A calendar day in China, `YYYY-MM-DD`. Days compare as text.
 *
 * Asia/Shanghai has been UTC+08:00 without daylight saving since 1991, and no case reaches back further, so a day is
 * plain arithmetic on epoch milliseconds; nothing here depends on the zone of the machine or on its zone database.
 */
export type Day = string

const OFFSET_MS = 8 * 3_600_000
export const DAY_MS = 86_400_000
/** 1 January 1970 was a Thursday. */
const EPOCH_WEEKDAY = 4
const DAY_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/
const TIME_PATTERN = /^([01]\d|2[0-3]):([0-5]\d)$/
const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六']

/** Days that are remembered: some decades. Rules and limits ask for the same ones again and again. */
const MAX_REMEMBERED = 20_000
const dayOfNumber = new Map<number, Day>()
const startOf = new Map<Day, number>()

/** The day in China at an instant. @param at epoch milliseconds @throws RangeError if it is none */
export function dayOf(at: number): Day {
  const number = Math.floor((at + OFFSET_MS) / DAY_MS)
  return dayOfNumber.get(number) ?? remember(dayOfNumber, number, new Date(at + OFFSET_MS).toISOString().slice(0, 10))
}

/** 00:00 of the day in China, epoch milliseconds. @throws ClockError LIMIT_INVALID if it is not a real day */
export function startOfDay(day: Day): number {
  const known = startOf.get(day)
  if (known !== undefined) return known
  const at = DAY_PATTERN.test(day) ? Date.parse(`${day}T00:00:00.000Z`) : NaN
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day) {
    throw new ClockError('LIMIT_INVALID', `"${day}" is not a day (YYYY-MM-DD)`)
  }
  return remember(startOf, day, at - OFFSET_MS)
}

function remember<K, V>(known: Map<K, V>, key: K, value: V): V {
  if (known.size >= MAX_REMEMBERED) known.clear()
  known.set(key, value)
  return value
}

/** 24:00 of the day in China, epoch milliseconds: the same instant as 00:00 of the next day. */
export const endOfDay = (day: Day): number => startOfDay(day) + DAY_MS

/** A time of the day in China, epoch milliseconds. @param time `HH:MM` */
export function timeOfDay(day: Day, time: string): number {
  const match = TIME_PATTERN.exec(time)
  if (!match) throw new ClockError('CALENDAR_INVALID', `工作日历有误：“${time}”不是时刻（HH:MM）`)
  return startOfDay(day) + (Number(match[1]) * 60 + Number(match[2])) * 60_000
}

/** The day `n` days later (earlier, if negative). */
export const plusDays = (day: Day, n: number): Day => dayOf(startOfDay(day) + n * DAY_MS)

/** 0 = Sunday … 6 = Saturday. */
export function weekdayOf(day: Day): number {
  const days = (startOfDay(day) + OFFSET_MS) / DAY_MS
  return (((days + EPOCH_WEEKDAY) % 7) + 7) % 7
}

export const yearOf = (day: Day): number => Number(day.slice(0, 4))

/** `2026年9月18日`: no leading zeros, as official documents write days (GB/T 9704-2012, 7.3.5.4). */
export function chineseDay(day: Day): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

/** `9月18日`. */
export const chineseMonthDay = (day: Day): string => chineseDay(day).slice(5)

/** `周五`. */
export const chineseWeekday = (day: Day): string => `周${WEEKDAYS[weekdayOf(day)]}`
