import { date, dateAndTime, FeelDate, FeelDateTime } from 'feelin'
import { answerOf } from './answers.ts'
import { buildValues } from './build.ts'
import { isRealDay } from './formats/citizen-id.ts'
import { yuanText } from './formats/fen.ts'
import { LIMITS } from './limits.ts'
import type { FieldProblem } from './problem.ts'
import { type CompiledForm, compile } from './schema/compile.ts'
import { type Field, type FormSchema, partsOf } from './schema/form-schema.ts'
import { isPlainObject } from './schema/report.ts'
import type { FieldRules, Rule } from './schema/rule.ts'
import { canonicalValue, dayInChina, type FormValues, rowPath, rowsOf, valueAt } from './values.ts'

export interface RuleEnvironment {
  /** Epoch milliseconds. */
  now: number
}

export interface RuleResult {
  /** Canonical values with computed fields, without anything hidden and without unknown keys. */
  values: FormValues
  /** Every field and section, columns per row: `staff.0.name`. */
  visible: Record<string, boolean>
  /** Every visible field that takes a value. */
  required: Record<string, boolean>
  /** Checks that failed, on visible fields. */
  problems: FieldProblem[]
}

type Context = Record<string, unknown>

/**
 * Runs the rules of a form once, in the order of their dependencies: visibility, computed values, what is required,
 * checks. Pure and the same in browser and server; run on its own result it gives the same again.
 *
 * In expressions a DatePicker's value is a FEEL date, a MoneyInput's a number (yuan), a record a context (`leave.start`),
 * a missing list [], a missing boolean false, anything else missing null. A column sees its own row first, then the form; `root` is the whole form.
 * A condition holds only when it is true: null (something is not filled in yet) means hidden, not required, not wrong.
 * @throws FormSchemaError if the schema is not in the closed subset
 */
export function evaluateRules(schema: FormSchema, values: unknown, env: RuleEnvironment): RuleResult {
  const form = compile(schema)
  const run = new Run(form, values, env)
  for (const field of form.order) run.settle(field)
  return {
    values: buildValues(
      form,
      (field, row) => run.value(field, row),
      (table) => run.rows(table),
    ),
    visible: run.visible,
    ...run.conclude(),
  }
}

/** One evaluation: what has been settled so far, and the FEEL context that mirrors it. */
class Run {
  readonly visible: Record<string, boolean> = {}
  private readonly form: CompiledForm
  private readonly input: unknown
  private readonly settled = new Map<string, unknown>()
  private readonly context: Context
  /** What every expression sees besides the fields, before and after them. */
  private readonly own: Context
  private readonly functions: Context = { number: toNumber }

  constructor(form: CompiledForm, input: unknown, env: RuleEnvironment) {
    this.form = form
    this.input = input
    this.context = emptyContext(form, '')
    // Made when the first rule asks for them: most forms never do.
    let today: ReturnType<typeof date> = null
    let now: ReturnType<typeof dateAndTime> = null
    this.own = {
      today: () => (today ??= date(dayInChina(env.now))),
      now: () => (now ??= dateAndTime(`${new Date(env.now + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`)),
      root: this.context,
    }
  }

  value(field: Field, row: number | null): unknown {
    return this.settled.get(row === null ? field.path : rowPath(field, row))
  }

  rows(table: Field): number {
    return Number(this.settled.get(table.path) ?? 0)
  }

  /** Decides whether the field is shown and what its value is. All it depends on has been settled. */
  settle(field: Field): void {
    this.eachRow(field, (path, row) => {
      const { visibleIf } = this.rulesOf(field)
      const shown =
        (field.containers[0] === undefined || this.visible[field.containers[0]] === true) &&
        (visibleIf === null || this.evaluate(visibleIf, row) === true)
      this.visible[path] = shown
      if (field.kind === 'table') this.settleTable(field, shown)
      else if (field.kind !== 'void' && field.kind !== 'object') this.settleValue(field, path, row, shown)
    })
  }

  private settleTable(field: Field, shown: boolean): void {
    const count = shown ? Math.min(rowsOf(valueAt(this.input, field.path)).length, LIMITS.rowsMax) : 0
    this.settled.set(field.path, count)
    this.write(
      field.path,
      Array.from({ length: count }, () => emptyContext(this.form, field.path)),
    )
  }

  private settleValue(field: Field, path: string, row: Context | null, shown: boolean): void {
    const { computed } = this.rulesOf(field)
    const value = !shown
      ? undefined
      : computed === null
        ? canonicalValue(field.schema, this.read(field, path))
        : canonicalValue(field.schema, coerce(field, this.evaluate(computed, row)))
    this.settled.set(path, value)
    this.write(path, feelValue(field, value))
  }

  /** Rows that are no objects are passed over, so a row's index counts the real ones. */
  private read(field: Field, path: string): unknown {
    if (field.table === null) return valueAt(this.input, path)
    const index = Number(path.slice(field.table.length + 1).split('.')[0])
    return valueAt(rowsOf(valueAt(this.input, field.table))[index], field.key)
  }

  /** What is required and which checks fail, once every value is settled. */
  conclude(): Pick<RuleResult, 'required' | 'problems'> {
    const required: Record<string, boolean> = {}
    const problems: FieldProblem[] = []
    for (const field of this.form.fields) {
      if (field.kind === 'void' || field.kind === 'object') continue
      this.eachRow(field, (path, row) => {
        if (!this.visible[path]) return
        const { requiredIf, checks } = this.rulesOf(field)
        required[path] = field.schema.required === true || (requiredIf !== null && this.evaluate(requiredIf, row) === true)
        for (const { when, message } of checks) {
          if (this.evaluate(when, row) === true) problems.push({ path, code: 'CHECK_FAILED', message })
        }
      })
    }
    return { required, problems }
  }

  private eachRow(field: Field, visit: (path: string, row: Context | null) => void): void {
    if (field.table === null) return visit(field.path, null)
    const rows = valueAt(this.context, field.table) as Context[]
    rows.forEach((row, index) => visit(rowPath(field, index), row))
  }

  private rulesOf(field: Field): FieldRules {
    return this.form.rules.get(field)!
  }

  private evaluate(rule: Rule, row: Context | null): unknown {
    return rule.run(row ? [this.own, row, this.context, this.functions] : [this.own, this.context, this.functions])
  }

  private write(path: string, value: unknown): void {
    const dot = path.lastIndexOf('.')
    const owner = dot < 0 ? this.context : (valueAt(this.context, path.slice(0, dot)) as Context)
    owner[path.slice(dot + 1)] = value
  }
}

/** Every name below `path` with the value of a blank field, so that a rule can tell blank from misspelt. */
function emptyContext(form: CompiledForm, path: string): Context {
  const context: Context = {}
  for (const field of form.children.get(path) ?? []) {
    context[field.key] = field.kind === 'object' ? emptyContext(form, field.path) : feelValue(field, undefined)
  }
  return context
}

/** The answer, with its days as FEEL dates. */
function feelValue(field: Field, value: unknown): unknown {
  const answer = answerOf(field, value)
  if (field.component === 'DatePicker') return feelDate(answer)
  if (field.kind !== 'record' || !isPlainObject(answer)) return answer
  const kinds = partsOf(field.schema) ?? {}
  return Object.fromEntries(Object.entries(answer).map(([key, part]) => [key, kinds[key] === 'date' ? feelDate(part) : part]))
}

const feelDate = (day: unknown): unknown => (typeof day === 'string' && isRealDay(day) ? date(day) : null)

/** FEEL's own number() takes text only; MoneyInput values are numbers already. */
function toNumber(from: unknown): number | null {
  if (typeof from === 'number') return from
  if (typeof from !== 'string' || !/^[+-]?(\d+\.?\d*|\.\d+)$/.test(from.trim())) return null
  return Number(from)
}

/** A computed value as the field holds it; what does not fit is blank. */
function coerce(field: Field, value: unknown): unknown {
  const type = field.schema.type
  if (type === 'boolean') return typeof value === 'boolean' ? value : undefined
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value) ? value : undefined
  if (type === 'integer') return Number.isSafeInteger(value) ? value : undefined
  if (typeof value === 'number' && Number.isFinite(value)) {
    return field.component === 'MoneyInput' ? yuanText(value) : String(value)
  }
  if (value instanceof FeelDate || value instanceof FeelDateTime) return value.toString()
  return typeof value === 'string' ? value : undefined
}
