import type { ValueProblem } from './check-value.ts'
import { isRealDay } from './formats/citizen-id.ts'
import { LIMITS } from './limits.ts'
import type { Field } from './schema/form-schema.ts'

/** Degrees between which China lies, with its sea: what stands outside is a slip, mostly both numbers exchanged. */
const LONGITUDES = [73, 136] as const
const LATITUDES = [3, 54] as const

/** Checks the parts of a record that is not blank. */
export function checkRecord(field: Field, value: Record<string, unknown>): ValueProblem | null {
  return field.component === 'DateRange' ? checkDates(field.title, value) : checkPoint(field, value)
}

function checkDates(title: string, { start, end }: Record<string, unknown>): ValueProblem | null {
  if (start === undefined) return { code: 'INCOMPLETE', message: `请选择${title}的开始日期` }
  if (end === undefined) return { code: 'INCOMPLETE', message: `请选择${title}的结束日期` }
  for (const day of [String(start), String(end)]) {
    if (!isRealDay(day)) return { code: 'WRONG_FORMAT', message: `日期“${day.slice(0, 20)}”不存在,请按 2026-01-31 的形式填写` }
  }
  return String(start) <= String(end) ? null : { code: 'WRONG_ORDER', message: `${title}的结束日期早于开始日期,请核对` }
}

function checkPoint({ title, schema }: Field, { address, longitude, latitude }: Record<string, unknown>): ValueProblem | null {
  if (address === undefined) return { code: 'INCOMPLETE', message: `请填写${title}的详细地址` }
  if (/[\p{Cc}\p{Cs}]/u.test(String(address))) return { code: 'UNPRINTABLE', message: `${title}含有无法显示的字符,请删除后重新填写` }
  const length = [...String(address)].length
  if (length > LIMITS.lineChars) {
    return { code: 'TOO_LONG', message: `${title}最多 ${LIMITS.lineChars} 个字,现有 ${length} 个,请删减` }
  }
  if (longitude === undefined && latitude === undefined) {
    const needed = schema['x-component-props']?.['pointRequired'] === true
    return needed ? { code: 'INCOMPLETE', message: `请填写${title}的经度和纬度,或取当前位置` } : null
  }
  return wrongDegrees(title, '经度', longitude, LONGITUDES) ?? wrongDegrees(title, '纬度', latitude, LATITUDES)
}

function wrongDegrees(title: string, name: string, value: unknown, [low, high]: readonly [number, number]): ValueProblem | null {
  if (value === undefined) return { code: 'INCOMPLETE', message: `请填写${title}的${name}` }
  const good = Number(value) >= low && Number(value) <= high
  return good ? null : { code: 'OUT_OF_RANGE', message: `${title}的${name}应在 ${low} 至 ${high} 度之间,请核对经度和纬度是否填反` }
}
