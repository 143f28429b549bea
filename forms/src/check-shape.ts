import { LIMITS } from './limits.ts'
import type { FieldProblem } from './problem.ts'
import type { CompiledForm } from './schema/compile.ts'
import { type Field, partsOf } from './schema/form-schema.ts'
import { isPlainObject } from './schema/report.ts'
import { isBlank } from './values.ts'

/** The problems reported at most: past this it is no mistake but an attack. */
const MAX_PROBLEMS = 50

/**
 * Checks that values handed in have the shape of the form: no key that the schema does not name (so none of
 * JavaScript's own, `__proto__` and the like, either), the right types, no more rows and text than any form may hold.
 * It looks at hidden fields too. Null and '' are blank and fit everywhere.
 * The walk is our own and not ajv's: ajv writes its validators as source text and runs that, which this project does
 * on no side, and the browser's content security policy would forbid.
 */
export function checkShape(form: CompiledForm, values: unknown): FieldProblem[] {
  const problems: FieldProblem[] = []
  if (!isPlainObject(values)) return [{ path: '', code: 'WRONG_TYPE', message: '提交的内容不是表单,请刷新页面后重新填写' }]
  checkObject(form, '', '', values, problems)
  return problems.slice(0, MAX_PROBLEMS)
}

function checkObject(form: CompiledForm, schemaPath: string, path: string, value: object, problems: FieldProblem[]): void {
  const fields = form.byKey.get(schemaPath)
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key]
    if (problems.length >= MAX_PROBLEMS) return
    const at = path === '' ? key : `${path}.${key}`
    const field = fields?.get(key)
    if (!field) problems.push(unknownField(at))
    else if (inner !== undefined && inner !== null && inner !== '') checkValue(form, field, at, inner, problems)
  }
}

/** The problem of a key that the form does not have. */
export function unknownField(path: string): FieldProblem {
  return { path: path.slice(0, 200), code: 'UNKNOWN_FIELD', message: '表单中没有这一项,请刷新页面后重新填写' }
}

function checkValue(form: CompiledForm, field: Field, path: string, value: unknown, problems: FieldProblem[]): void {
  const wrongType = () => problems.push({ path, code: 'WRONG_TYPE', message: `${field.title}的内容类型不对,请重新填写` })
  if (field.kind === 'object') {
    if (isPlainObject(value)) checkObject(form, field.path, path, value, problems)
    else wrongType()
  } else if (field.kind === 'scalar') {
    if (!isScalarOf(field, value)) wrongType()
    else if (typeof value === 'string' && value.length > LIMITS.textCharsMax * 2) {
      problems.push({ path, code: 'TOO_LONG', message: `${field.title}最多 ${LIMITS.textCharsMax} 个字,请删减` })
    }
  } else if (field.kind === 'record') {
    if (!isRecordOf(field, value)) wrongType()
  } else if (!Array.isArray(value)) wrongType()
  else if (value.length > LIMITS.rowsMax) {
    problems.push({ path, code: 'TOO_MANY_ITEMS', message: `${field.title}最多 ${LIMITS.rowsMax} 项,请删减` })
  } else if (field.kind === 'table') {
    value.forEach((row: unknown, index) => {
      if (isPlainObject(row)) checkObject(form, field.path, `${path}.${index}`, row, problems)
      else wrongType()
    })
  } else if (!value.every(field.kind === 'files' ? isFile : isText)) wrongType()
}

function isScalarOf(field: Field, value: unknown): boolean {
  switch (field.schema.type) {
    case 'integer':
      return Number.isSafeInteger(value)
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
    default:
      return typeof value === field.schema.type
  }
}

function isRecordOf({ schema }: Field, value: unknown): boolean {
  const parts = partsOf(schema) ?? {}
  if (!isPlainObject(value)) return false
  return Object.entries(value).every(([key, part]) => {
    if (!Object.hasOwn(parts, key)) return false
    if (isBlank(part)) return true
    return parts[key] === 'degrees' ? Number.isFinite(part) : isText(part)
  })
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.length <= LIMITS.labelChars

function isFile(value: unknown): boolean {
  if (!isPlainObject(value) || Object.keys(value).some((key) => !['fileId', 'name', 'size'].includes(key))) return false
  const { fileId, name, size } = value
  return (
    typeof fileId === 'string' &&
    /^[A-Za-z0-9_-]{1,128}$/.test(fileId) &&
    typeof name === 'string' &&
    name.length > 0 &&
    name.length <= LIMITS.fileNameChars &&
    Number.isSafeInteger(size) &&
    Number(size) >= 0
  )
}
