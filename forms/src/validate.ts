import { checkShape } from './check-shape.ts'
import { checkValue, notLeaf, type ValueProblem } from './check-value.ts'
import { accessOf, type FieldAccess } from './field-access.ts'
import type { FieldProblem } from './problem.ts'
import type { KnownOptions } from './options.ts'
import { evaluateRules, type RuleEnvironment, type RuleResult } from './rules.ts'
import { compile } from './schema/compile.ts'
import { type Field, type FormSchema, sourceOf } from './schema/form-schema.ts'
import { dayInChina, type FormValues, isBlank, rowPath, rowsOf, valueAt } from './values.ts'

export interface ValidateOptions extends RuleEnvironment {
  /** What this person may do at this step: `required` is added, and what may not be written is not complained about. */
  access?: FieldAccess
  /**
   * The options of the sources that the form names, see loadOptions. Without them a value of such a field is refused:
   * what nobody has looked up is no option. In a browser, which learns of them one by one, `unsure` lets it pass.
   */
  options?: KnownOptions
  /** Whether an option that was not looked up passes for now. @default false */
  unsure?: boolean
}

export type Validation = { ok: true; values: FormValues } | { ok: false; problems: FieldProblem[] }

/**
 * Checks what was handed in, completely, on the server: shape first, then the rules, then every field that is shown.
 * @returns canonical values with computed fields and without hidden ones, fit to be stored; or every problem, in the
 *   order of the form
 * @throws FormSchemaError if the schema is not in the closed subset
 */
export function validateForm(schema: FormSchema, values: unknown, options: ValidateOptions): Validation {
  const shape = checkShape(compile(schema), values)
  if (shape.length > 0) return { ok: false, problems: shape }
  const result = evaluateRules(schema, values, options)
  const problems = fieldProblems(schema, result, options)
  return problems.length === 0 ? { ok: true, values: result.values } : { ok: false, problems }
}

/**
 * The problems of all visible fields, from a result of evaluateRules: what validateForm says after the shape, and what
 * the browser shows. In the order of the form; at most one per field, its failed checks after that.
 */
export function fieldProblems(schema: FormSchema, result: RuleResult, options: ValidateOptions): FieldProblem[] {
  const { now, access } = options
  const form = compile(schema)
  const today = dayInChina(now)
  const problems: FieldProblem[] = []
  const inspect = (field: Field, path: string) => {
    const right = access ? accessOf(form, access, field) : 'write'
    if (!result.visible[path] || right === 'hidden' || right === 'read') return
    const required = result.required[path] === true || (right === 'required' && field.schema['x-computed'] === undefined)
    const stored = valueAt(result.values, path)
    const found =
      checkValue(field, field.kind === 'table' ? rowsOf(stored).length : stored, required, today) ?? checkSource(field, stored, options)
    if (found) problems.push({ path, ...found })
    else if (result.problems.length > 0) problems.push(...result.problems.filter((it) => it.path === path))
  }
  for (const field of form.fields) {
    if (field.kind === 'void' || field.kind === 'object' || field.table !== null) continue
    inspect(field, field.path)
    if (field.kind !== 'table') continue
    const columns = form.children.get(field.path) ?? []
    rowsOf(valueAt(result.values, field.path)).forEach((_, row) => columns.forEach((it) => inspect(it, rowPath(it, row))))
  }
  return problems
}

/** Whether a value that comes from a source is one of its options, and in a tree one with nothing below it. */
function checkSource({ schema, title, component }: Field, value: unknown, { options, unsure }: ValidateOptions): ValueProblem | null {
  const source = isBlank(value) ? null : sourceOf(schema)
  if (source === null) return null
  const tree = component === 'Cascader' || component === 'Region'
  for (const one of Array.isArray(value) ? value : [value]) {
    const item = options?.get(source, String(one))
    if (item === undefined && unsure) continue
    if (!item) return { code: 'OPTION_UNKNOWN', message: `${title}所选的内容不在选项中,请重新选择` }
    if (item.withdrawn) return { code: 'OPTION_WITHDRAWN', message: `${title}所选的“${item.label}”已经停用,请重新选择` }
    if (tree && item.leaf === false) return notLeaf(title)
  }
  return null
}
