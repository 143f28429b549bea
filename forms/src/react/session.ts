import { createForm, type Form, type GeneralField, onFieldInputValueChange, onFormValuesChange } from '@formily/core'
import { batch, define, observable, toJS } from '@formily/reactive'
import {
  type Access,
  canonicalValue,
  defaultRow,
  defaultValues,
  evaluateRules,
  type Field,
  type FieldAccess,
  type FieldProblem,
  fieldProblems,
  fieldAt,
  fieldsOf,
  type FormSchema,
  type FormValues,
  isBlank,
  type OptionsSource,
  resolveAccess,
  type RuleResult,
  sectionsOf,
  submittable,
  valueAt,
} from '@lianban/forms'
import { OptionsClient } from './options-client.ts'
import { moveRows } from './row-paths.ts'

export interface SessionOptions {
  schema: FormSchema
  initialValues?: FormValues
  access?: FieldAccess
  readOnly?: boolean
  optionsSource?: OptionsSource
  /** Epoch milliseconds. */
  clock: () => number
}

/**
 * One filling-in of a form. Formily holds values and fields; what is shown, required, computed and wrong comes from the
 * same pure functions as on the server, run after each change.
 */
export class FormSession {
  readonly schema: FormSchema
  readonly access: Record<string, Access>
  readonly form: Form
  readonly fields: ReadonlyMap<string, Field>
  /** Options that stand in tables elsewhere, as far as they were asked for. */
  readonly options: OptionsClient
  result: RuleResult
  /** What is shown as wrong now: of fields that were left or handed in, and what the server said. */
  problems: FieldProblem[] = []
  /** Paths of Uploads that are still sending. */
  uploading: string[] = []
  /** What is open: the section of each Tabs, true or false for each group that can be shut. By path. */
  opened: Record<string, string | boolean> = {}

  private readonly steps: ReadonlySet<string>
  private readonly given: SessionOptions
  /** Fields whose problem, if there is one, is shown. */
  private touched = new Set<string>()
  private readonly listeners = new Set<(values: FormValues) => void>()
  /** Whether it was tried to hand in while files were being sent. */
  private attempted = false
  private server: { problem: FieldProblem; value: unknown }[] = []

  constructor(options: SessionOptions) {
    const { schema } = options
    this.given = options
    this.options = new OptionsClient(options.optionsSource)
    this.schema = schema
    this.access = options.readOnly ? readOnly(resolveAccess(schema, options.access)) : resolveAccess(schema, options.access)
    this.fields = new Map(fieldsOf(schema).map((it) => [it.path, it]))
    this.steps = new Set(sectionsOf(schema).map((it) => it.path))
    const values = structuredClone(options.initialValues ?? defaultValues(schema))
    this.result = this.evaluate(values)
    this.form = createForm({
      values: { ...values },
      effects: () => {
        onFormValuesChange(() => this.refresh())
        onFieldInputValueChange('*', (field) => this.onInput(field.path.toString()))
      },
    })
    define(this, { result: observable.ref, problems: observable.ref, uploading: observable.ref, opened: observable.ref })
    this.refresh()
    void this.options.learn(schema, values).then(() => this.showProblems())
  }

  /** Formily's reaction of every field: display, pattern and required follow the rules and the rights. */
  readonly react = (field: GeneralField): void => {
    const path = field.path.toString()
    field.display = this.result.visible[path] === false ? 'none' : 'visible'
    if (field.displayName === 'VoidField' || field.displayName === 'ObjectField') return
    const schemaPath = schemaPathOf(path)
    field.pattern = this.mayWrite(schemaPath) ? 'editable' : 'readPretty'
    if ('required' in field) field.required = this.isRequired(path, schemaPath)
  }

  /** Whether the person may change a field: the right to it, and not computed. */
  mayWrite(schemaPath: string): boolean {
    const right = this.access[schemaPath]
    return (right === 'write' || right === 'required') && this.fields.get(schemaPath)?.schema['x-computed'] === undefined
  }

  private isRequired(path: string, schemaPath: string): boolean {
    return this.mayWrite(schemaPath) && (this.result.required[path] === true || this.access[schemaPath] === 'required')
  }

  problemAt(path: string): FieldProblem | undefined {
    return this.problems.find((it) => it.path === path)
  }

  /** A field was left, or something was chosen in it: write its value in the one way, and say what is wrong with it. */
  leave(path: string): void {
    const field = this.fields.get(schemaPathOf(path))
    const value: unknown = toJS(this.form.getValuesIn(path))
    if (!field || isBlank(value)) return
    const canonical = canonicalValue(field.schema, value)
    if (typeof value === 'string' && canonical !== value) this.form.setValuesIn(path, canonical)
    this.touched.add(path)
    this.showProblems()
  }

  /** Checks everything and shows what is wrong. Returns the values to hand in, or null. */
  submit(within?: (field: Field) => boolean): FormValues | null {
    const problems = this.findProblems().filter((it) => !within || within(this.fieldAt(it.path)))
    this.server = []
    this.attempted = true
    for (const { path } of problems) this.touched.add(path)
    this.showProblems()
    return problems.length === 0 ? this.values() : null
  }

  /** What the server found wrong: shown at its field until that field changes. */
  setServerProblems(problems: FieldProblem[]): void {
    this.server = problems.map((problem) => ({ problem, value: valueAt(this.result.values, problem.path) }))
    this.showProblems()
  }

  /** The values as they would be handed in now, checked or not. */
  values(): FormValues {
    return submittable(this.schema, this.result.values, this.given.access)
  }

  /** Calls back after every change; returns what ends that. */
  onChange(listener: (values: FormValues) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Paths of the sections, objects and table around a field, nearest first. */
  containersOf(path: string): string[] {
    return this.fields.get(schemaPathOf(path))?.containers ?? []
  }

  /** Whether a section is one of the steps of the form. */
  isStep(path: string): boolean {
    return this.steps.has(path)
  }

  /** Opens what a field stands in, so that it can be seen: tabs and groups. */
  reveal(path: string): void {
    const around = this.containersOf(path)
    const next = { ...this.opened }
    around.forEach((container, at) => {
      const parent = around[at + 1]
      const component = fieldAt(this.schema, container)?.component
      if (component === 'Group') next[container] = true
      if (parent !== undefined && fieldAt(this.schema, parent)?.component === 'Tabs') next[parent] = container
    })
    this.opened = next
  }

  open(path: string, what: string | boolean): void {
    this.opened = { ...this.opened, [path]: what }
  }

  /** Whether a section holds anything that this person sees. */
  hasFields(section: string): boolean {
    return [...this.fields.values()].some(
      (it) => it.containers.includes(section) && this.access[it.path] !== 'hidden' && it.component !== 'Hidden',
    )
  }

  setUploading(path: string, busy: boolean): void {
    this.uploading = busy ? [...this.uploading, path] : this.uploading.filter((it) => it !== path)
    if (this.uploading.length === 0) this.attempted = false
    this.showProblems()
  }

  addRow(table: Field): void {
    const rows = rowsIn(this.form, table)
    this.form.setValuesIn(table.path, [...rows, defaultRow(this.schema, table)])
  }

  removeRow(table: Field, index: number): void {
    batch(() => {
      this.touched = new Set(moveRows([...this.touched], table.path, index))
      this.server = this.server.filter((it) => !it.problem.path.startsWith(`${table.path}.`))
      const rows = rowsIn(this.form, table)
      this.form.setValuesIn(
        table.path,
        rows.filter((_, at) => at !== index),
      )
    })
    this.showProblems()
  }

  private fieldAt(path: string): Field {
    const field = this.fields.get(schemaPathOf(path))
    if (!field) throw new Error(`no field at ${path}`)
    return field
  }

  private onInput(path: string): void {
    // While somebody types in a field that was right, nothing turns red before the field is left.
    if (!this.problemAt(path)) this.touched.delete(path)
  }

  private evaluate(values: unknown): RuleResult {
    return evaluateRules(this.schema, values, { now: this.given.clock() })
  }

  private refresh(): void {
    this.result = this.evaluate(toJS(this.form.values))
    for (const field of this.fields.values()) {
      if (field.schema['x-computed'] === undefined) continue
      for (const path of Object.keys(this.result.required).filter((it) => schemaPathOf(it) === field.path)) {
        const value = valueAt(this.result.values, path)
        if (toJS(this.form.getValuesIn(path)) !== value) this.form.setValuesIn(path, value)
      }
    }
    this.showProblems()
    for (const listener of this.listeners) listener(this.values())
  }

  private findProblems(): FieldProblem[] {
    const found = fieldProblems(this.schema, this.result, {
      now: this.given.clock(),
      access: this.rights(),
      options: this.options,
      unsure: true,
    })
    const busy = this.uploading.map((path) => ({
      path,
      code: UNFINISHED,
      message: '文件正在上传,请等上传完成后再提交',
    }))
    return [...found.filter((it) => !this.uploading.includes(it.path)), ...busy]
  }

  private rights(): FieldAccess | undefined {
    return this.given.readOnly ? { '*': 'read' } : this.given.access
  }

  private showProblems(): void {
    this.server = this.server.filter((it) => sameJson(it.value, valueAt(this.result.values, it.problem.path)))
    const server = this.server.map((it) => it.problem)
    const own = this.findProblems().filter(
      (it) => this.touched.has(it.path) && (this.attempted || it.code !== UNFINISHED) && !server.some((other) => other.path === it.path),
    )
    const next = [...server, ...own]
    if (!sameJson(next, this.problems)) this.problems = next
  }
}

const UNFINISHED = 'UPLOAD_UNFINISHED'

/** `staff.0.name` → `staff.name`. */
export const schemaPathOf = (path: string): string => path.replace(/\.\d+(?=\.|$)/g, '')

function rowsIn(form: Form, table: Field): FormValues[] {
  const rows: unknown = toJS(form.getValuesIn(table.path))
  return Array.isArray(rows) ? (rows as FormValues[]) : []
}

function readOnly(access: Record<string, Access>): Record<string, Access> {
  return Object.fromEntries(Object.entries(access).map(([path, it]) => [path, it === 'hidden' ? it : 'read']))
}

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
