import type { AccessMap, AccessValue, KnownField, MatterLike, TaskLike } from '../draft.ts'

/*
 * The matrix field × step: what each step sees and may write of the application form and of its own form. It is kept as
 * the manifest keeps it: `*` for all fields, a table's or section's path for what is in it, a field's own path for itself.
 */

export const ACCESS_WORDS: Record<AccessValue, string> = { hidden: '隐藏', read: '只读', write: '可填', required: '必填' }
export const ACCESS_VALUES: AccessValue[] = ['hidden', 'read', 'write', 'required']

/** Which of a task's two maps: what it sees of the application, or of its own form. */
export type Half = 'applicationAccess' | 'formAccess'

/** What is around a field, nearest first: tables by its path, sections as the form says. */
const around = ({ path, containers }: KnownField): string[] =>
  containers ??
  path
    .split('.')
    .slice(0, -1)
    .map((_, index, parts) => parts.slice(0, parts.length - index).join('.'))

/**
 * Access that holds for a field: its own, else that of the nearest table or section around it, else that of all. The
 * rule is the forms' own: what nobody names is hidden, and a table that must have rows lets its columns be written.
 */
export function accessOf(map: AccessMap | undefined, field: KnownField): AccessValue {
  if (!map) return 'write'
  for (const path of [field.path, ...around(field)])
    for (const key of [path, `${path}.*`]) {
      const value = map[key]
      if (value) return value === 'required' && path !== field.path && field.path.startsWith(`${path}.`) ? 'write' : value
    }
  return map['*'] ?? 'hidden'
}

/**
 * The map with the access of some fields changed. A field that would say what holds for it anyway is left out, so that
 * the manifest stays as short as a person would write it; a table takes its columns with it.
 */
export function withAccess(map: AccessMap | undefined, fields: readonly KnownField[], value: AccessValue): AccessMap {
  const result: AccessMap = { ...(map ?? allWith('write')) }
  for (const field of fields) {
    for (const key of Object.keys(result)) if (key === field.path || key.startsWith(`${field.path}.`)) delete result[key]
    if (accessOf(result, field) !== value) result[field.path] = value
  }
  return result
}

/** The map in which one access holds for every field of the form. */
export const allWith = (value: AccessValue): AccessMap => ({ '*': value })

export interface MatrixRow {
  half: Half
  /** Key of the step's own form; null: the application form. */
  form: string | null
  field: KnownField
  /** How deep in tables. */
  depth: number
}

export interface MatrixColumn {
  taskId: string
  name: string
  task: TaskLike
}

/** Whether the row says anything about the step: its own form is only its own. */
export const appliesTo = (row: MatrixRow, { task }: MatrixColumn): boolean => row.form === null || task.form === row.form

/** Rows of the matrix: the application form first, then each form that a step has of its own. */
export function rowsOf(matter: MatterLike, forms: readonly { key: string; fields: KnownField[] }[]): MatrixRow[] {
  const own = [...new Set(Object.values(matter.tasks ?? {}).flatMap(({ form }) => form ?? []))]
  const rows = (key: string | undefined, half: Half, form: string | null): MatrixRow[] => {
    const fields = forms.find((one) => one.key === key)?.fields ?? []
    return fields.map((field) => ({ half, form, field, depth: fields.filter(({ path }) => field.path.startsWith(`${path}.`)).length }))
  }
  return [...rows(matter.applicationForm, 'applicationAccess', null), ...own.flatMap((key) => rows(key, 'formAccess', key))]
}

/** One access for rows × steps, as one change of the matter. */
export function setAccess(matter: MatterLike, rows: readonly MatrixRow[], taskIds: readonly string[], value: AccessValue): MatterLike {
  const tasks = { ...matter.tasks }
  for (const id of taskIds) {
    const task = tasks[id]
    if (!task) continue
    const changed: TaskLike = { ...task }
    for (const half of ['applicationAccess', 'formAccess'] as const) {
      const fields = rows.filter((row) => row.half === half && appliesTo(row, { taskId: id, name: '', task })).map(({ field }) => field)
      if (fields.length > 0) changed[half] = withAccess(changed[half], fields, value)
    }
    tasks[id] = changed
  }
  return { ...matter, tasks }
}
