import { isProvince } from './region-code.ts'

const NAME = '公民身份号码'
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const CHECK_CHARACTERS = '10X98765432'

/**
 * Citizen identity number, GB 11643-1999: region (6, GB/T 2260), birth date (8), sequence (3, odd = male), check
 * character (ISO 7064 MOD 11-2). Residence permits of Hong Kong, Macao and Taiwan residents follow the same rule.
 * @param value 18 characters, `X` in upper case   @param today `YYYY-MM-DD`; nobody is born later
 * @returns Chinese: which part is wrong and what to do; null when the number is good
 */
export function wrongCitizenId(value: string, today: string): string | null {
  if (value.length !== 18) return `${NAME}应为 18 位,现为 ${value.length} 位,请核对身份证`
  const bad = [...value].findIndex((it, at) => !(at === 17 ? /[0-9X]/ : /[0-9]/).test(it))
  if (bad >= 0) return `${NAME}第 ${bad + 1} 位“${value[bad] ?? ''}”应为数字${bad === 17 ? '或 X' : ''},请核对身份证`
  if (!isProvince(value.slice(0, 2))) return `${NAME}第 1 至 2 位“${value.slice(0, 2)}”不是有效的行政区划代码,请核对身份证`
  const birth = `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`
  if (!isRealDay(birth)) return `${NAME}第 7 至 14 位出生日期“${value.slice(6, 14)}”不存在,请核对身份证`
  if (birth > today) return `${NAME}第 7 至 14 位出生日期“${value.slice(6, 14)}”晚于今天,请核对身份证`
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(value[at]), 0)
  return CHECK_CHARACTERS[sum % 11] === value[17] ? null : `${NAME}第 18 位校验不符,请核对身份证`
}

/** Whether `YYYY-MM-DD` is a day of the Gregorian calendar from the year 1800 on. */
export function isRealDay(day: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return false
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8))]
  return year >= 1800 && month >= 1 && month <= 12 && date >= 1 && date <= daysOf(year, month)
}

function daysOf(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}
