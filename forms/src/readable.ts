import type { KnownOptions } from './options.ts'
import { type Field, type Option, sourceOf } from './schema/form-schema.ts'
import { isPlainObject } from './schema/report.ts'

/**
 * A value as people read it, for screens and documents: labels instead of codes, days in Chinese, money with its unit.
 * A code whose label is not known shows itself: better odd than silent.
 * @param options labels of what comes from a source, see loadOptions
 */
export function readableValue(field: Field, value: unknown, options?: KnownOptions): string {
  if (Array.isArray(value)) return value.map((it: unknown) => readableValue(field, it, options)).join('、')
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (isPlainObject(value)) return field.kind === 'record' ? readableRecord(value) : String(value['name'] ?? '')
  const text = String(value)
  const { enum: listed, 'x-component-props': props } = field.schema
  if (listed) return optionPath(listed, value) ?? text
  const source = sourceOf(field.schema)
  if (source) return itemPath(options?.get(source, text)) ?? text
  const component = field.component
  if (component === 'DatePicker') return readableDay(text)
  if (component === 'MoneyInput') return readableMoney(text)
  const suffix = props?.['suffix']
  return typeof suffix === 'string' ? `${text} ${suffix}` : text
}

/** `2026-10-08` → `2026年10月8日`; other text stays. */
export const readableDay = (day: string): string => day.replace(/^(\d{4})-0?(\d+)-0?(\d+)$/, '$1年$2月$3日')

/** `128000.50` → `128,000.50 元`. */
export const readableMoney = (yuan: string): string => `${yuan.replace(/\B(?=(\d{3})+\.)/g, ',')} 元`

/** What a coordinate is called, with the five places (about a metre) that people can use. */
export const readablePoint = (longitude: number, latitude: number): string => `东经 ${longitude.toFixed(5)}°,北纬 ${latitude.toFixed(5)}°`

function readableRecord({ start, end, address, longitude, latitude }: Record<string, unknown>): string {
  if (start !== undefined || end !== undefined) return [start, end].map((it) => readableDay(String(it ?? ''))).join('至')
  const point = typeof longitude === 'number' && typeof latitude === 'number' ? `(${readablePoint(longitude, latitude)})` : ''
  return `${typeof address === 'string' ? address : ''}${point}`
}

/** The label of a listed option behind those of the options above it. */
function optionPath(options: readonly Option[], value: unknown): string | null {
  const option = options.find((it) => it.value === value)
  if (!option) return null
  return option.parent === undefined ? option.label : `${optionPath(options, option.parent) ?? ''} / ${option.label}`
}

function itemPath(item: { label: string; above?: string[] } | null | undefined): string | null {
  return item ? [...(item.above ?? []), item.label].join(' / ') : null
}
