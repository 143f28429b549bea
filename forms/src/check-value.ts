import { MONEY_PATTERN } from './formats/chinese-amount.ts'
import { FORMATS } from './formats/index.ts'
import { LIMITS } from './limits.ts'
import { checkRecord } from './check-record.ts'
import { componentOf, type Field, type FieldSchema, kindOf, sourceOf } from './schema/form-schema.ts'
import { isBlank } from './values.ts'

/** What is wrong with the value of one field. */
export interface ValueProblem {
  code: string
  /** Chinese: what is wrong and what to do. */
  message: string
}

/** A line feed and a tab may stand in a TextArea; every other control character and half a surrogate pair nowhere. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u

/**
 * Checks the canonical value of one field that is shown: required, options, length, pattern, format, bounds, number of
 * items. The same function answers on leaving a field in the browser and on the server.
 * @param value canonical, of the right type; for a table the number of rows   @param today `YYYY-MM-DD`
 */
export function checkValue(field: Field, value: unknown, required: boolean, today: string): ValueProblem | null {
  const { schema, title, kind } = field
  if (isBlank(value) || (kind === 'table' && value === 0)) return required ? missing(field) : checkCount(schema, title, 0)
  if (required && schema.type === 'boolean' && field.component === 'Checkbox' && value !== true) return missing(field)
  if (kind === 'table') return checkCount(schema, title, Number(value))
  if (kind === 'record') return checkRecord(field, value as Record<string, unknown>)
  if (Array.isArray(value)) return checkCount(schema, title, value.length) ?? checkItems(field, value)
  if (schema.enum && !schema.enum.some((it) => it.value === value)) return notAnOption(title)
  if (schema.enum?.some((it) => it.parent !== undefined && it.parent === value)) return notLeaf(title)
  if (typeof value === 'number') return checkNumber(schema, title, value)
  return typeof value === 'string' ? checkText(field, value, today) : null
}

/** Components in which one chooses rather than writes. */
const CHOSEN: ReadonlySet<string> = new Set(['DatePicker', 'DateRange'])
const rowUnit = (schema: FieldSchema): string => (componentOf(schema) === 'CardList' ? '项' : '行')

/** What to say when a required field is blank: the verb is that of the hand's movement. */
function missing({ schema, title, kind, component }: Field): ValueProblem {
  const code = 'REQUIRED'
  if (kind === 'table') return { code, message: `请至少填写 1 ${rowUnit(schema)}${title}` }
  if (component === 'Signature') return { code, message: `请签署${title}` }
  if (kind === 'files') return { code, message: `请上传${title}` }
  if (schema.type === 'boolean') return { code, message: `请确认并勾选“${title}”` }
  const choice = kind === 'choices' || schema.enum !== undefined || sourceOf(schema) !== null || CHOSEN.has(component ?? '')
  return { code, message: choice ? `请选择${title}` : `请填写${title}` }
}

const notAnOption = (title: string): ValueProblem => ({
  code: 'NOT_AN_OPTION',
  message: `${title}所选的内容不在选项中,请重新选择`,
})

/** In a tree of options the answer is one with nothing below it. */
export const notLeaf = (title: string): ValueProblem => ({ code: 'OPTION_NOT_LEAF', message: `请选择${title}的下一级` })

function checkCount(schema: FieldSchema, title: string, count: number): ValueProblem | null {
  if (schema.type !== 'array') return null
  const files = kindOf(schema) === 'files'
  const [least, most] = [schema.minItems ?? 0, mostItems(schema)]
  const unit = files ? '个文件' : kindOf(schema) === 'table' ? rowUnit(schema) : '项'
  // Nothing at all is a question of `required`; the least number counts for those who give something.
  if (count > 0 && count < least) {
    return { code: 'TOO_FEW_ITEMS', message: `${title}至少 ${least} ${unit},现有 ${count} ${unit},请补齐` }
  }
  return count > most ? { code: 'TOO_MANY_ITEMS', message: `${title}最多 ${most} ${unit},现有 ${count} ${unit},请删减` } : null
}

/** How many files, rows or choices a field takes. */
export function mostItems(schema: FieldSchema): number {
  if (componentOf(schema) === 'Signature') return 1
  const [fallback, ceiling] = kindOf(schema) === 'files' ? [LIMITS.files, LIMITS.filesMax] : [LIMITS.rows, LIMITS.rowsMax]
  return Math.min(schema.maxItems ?? (schema.enum ? ceiling : fallback), ceiling)
}

function checkItems({ schema, title, kind }: Field, items: unknown[]): ValueProblem | null {
  if (kind === 'files') return checkFiles(schema, title, items as { name: string; size: number }[])
  const values = schema.enum && new Set<unknown>(schema.enum.map((it) => it.value))
  const known = items.every((it) => values?.has(it) ?? true)
  return known && new Set(items).size === items.length ? null : notAnOption(title)
}

/** Name and size as the client says them; the server's upload has looked at the bytes. */
export function checkFiles(schema: FieldSchema, title: string, files: { name: string; size: number }[]): ValueProblem | null {
  const { accept, maxBytes } = schema['x-component-props'] ?? {}
  for (const { name, size } of files) {
    if (Array.isArray(accept) && !accept.some((it) => name.toLowerCase().endsWith(it))) {
      return { code: 'FILE_TYPE_NOT_ALLOWED', message: `${title}只接收 ${accept.join('、')} 文件,请更换“${name}”` }
    }
    if (typeof maxBytes === 'number' && size > maxBytes) {
      return {
        code: 'FILE_TOO_LARGE',
        message: `“${name}”为 ${readableSize(size)},超过 ${readableSize(maxBytes)},请压缩后重新上传`,
      }
    }
  }
  return null
}

/** Bytes as people read them, `1.5 MB`. */
export function readableSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${Math.ceil(bytes / 1024)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, '')} MB`
}

function checkNumber({ minimum, maximum, multipleOf }: FieldSchema, title: string, value: number): ValueProblem | null {
  if (minimum !== undefined && value < minimum) return { code: 'TOO_SMALL', message: `${title}不应小于 ${minimum},请核对` }
  if (maximum !== undefined && value > maximum) return { code: 'TOO_LARGE', message: `${title}不应大于 ${maximum},请核对` }
  if (multipleOf === undefined) return null
  const steps = value / multipleOf
  // 0.3 / 0.1 is not 3 in binary; a billionth of a step is no step.
  return Math.abs(steps - Math.round(steps)) < 1e-9 * Math.max(1, Math.abs(steps))
    ? null
    : { code: 'WRONG_STEP', message: `${title}应为 ${multipleOf} 的倍数,请核对` }
}

function checkText({ schema, title, component, format }: Field, value: string, today: string): ValueProblem | null {
  const long = component === 'TextArea'
  if (UNPRINTABLE.test(long ? value.replace(/[\n\r\t]/g, '') : value)) {
    return { code: 'UNPRINTABLE', message: `${title}含有无法显示的字符,请删除后重新填写` }
  }
  const wrong = format && FORMATS[format](value, today)
  if (wrong) return { code: 'WRONG_FORMAT', message: wrong }
  if (component === 'MoneyInput') return checkMoney(schema, title, value)
  const length = countCharacters(value)
  const most = Math.min(schema.maxLength ?? (long ? LIMITS.textChars : LIMITS.lineChars), LIMITS.textCharsMax)
  if (length > most) return { code: 'TOO_LONG', message: `${title}最多 ${most} 个字,现有 ${length} 个,请删减` }
  if (schema.minLength !== undefined && length < schema.minLength) {
    return { code: 'TOO_SHORT', message: `${title}至少 ${schema.minLength} 个字,现有 ${length} 个,请补充` }
  }
  if (schema.pattern === undefined || matcher(schema.pattern).test(value)) return null
  const example = schema['x-example'] ? `,例如 ${schema['x-example']}` : ''
  return { code: 'WRONG_PATTERN', message: `${title}的格式不对,请核对${example}` }
}

/** Characters as people count them: one outside the first plane is two units of UTF-16. */
const countCharacters = (text: string): number => (/[\ud800-\udfff]/.test(text) ? [...text].length : text.length)

/** Compiled patterns kept; when so many are there, all are forgotten. */
const MAX_MATCHERS = 1_000
const matchers = new Map<string, RegExp>()

function matcher(pattern: string): RegExp {
  const known = matchers.get(pattern)
  if (known) return known
  if (matchers.size >= MAX_MATCHERS) matchers.clear()
  const made = new RegExp(pattern, 'u')
  matchers.set(pattern, made)
  return made
}

function checkMoney(schema: FieldSchema, title: string, value: string): ValueProblem | null {
  if (!MONEY_PATTERN.test(value)) {
    return { code: 'WRONG_FORMAT', message: `${title}应为金额,单位为元,最多两位小数,例如 1250.00` }
  }
  return checkNumber(schema, title, Number(value))
}
