import { dayInChina, isRealDay } from '@lianban/forms'
import { dayInvalid } from '../errors.ts'

/** A calendar day in China, `YYYY-MM-DD`. Days compare as text. */
export type Day = string

/** First day of what was always so. */
export const FROM_EVER: Day = '0001-01-01'

export const DAY_MS = 86_400_000

/** The day in China at an instant. @param at epoch milliseconds */
export const dayOf = (at: number): Day => dayInChina(at)

/** 00:00 of the day in China, epoch milliseconds. */
export const startOfDay = (day: Day): number => Date.parse(`${day}T00:00:00+08:00`)

/** The day `n` days later (earlier, if negative). */
export const plusDays = (day: Day, n: number): Day => new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY_MS).toISOString().slice(0, 10)

/** @throws DAY_INVALID that names the field */
export function assertDay(day: string, label: string): void {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !isRealDay(day)) throw dayInvalid(label, day)
}
