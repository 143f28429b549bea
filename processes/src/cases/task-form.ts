import { caseEvents } from '@lianban/storage'
import type { FieldSchema, FormSchema } from '@lianban/forms'
import type { TaskManifest } from '../manifest.ts'
import { dayOf } from '../clock/index.ts'
import { formOf } from '../matters/matter-definition.ts'
import type { CaseContext } from './context.ts'
import type { StepRecord } from './get-case.ts'
import { holders, personName } from './people.ts'
import type { LoadedCase, LoadedTask } from './resources.ts'
import type { FormView } from './views.ts'

/** What the manifest says of the task. @throws Error if it says nothing: `checkPackage` finds that before deployment */
export function taskManifest({ task, matter }: Pick<LoadedTask, 'task' | 'matter'>): TaskManifest {
  const found = matter.matter.tasks[task.element_id]
  if (!found) throw new Error(`matter ${matter.matter.key} says nothing of ${task.element_id}`)
  return found
}

/** The step's own form with the people who may be named in it, or null. Values: what the same step put on record before. */
export async function taskForm(context: CaseContext, loaded: LoadedTask): Promise<FormView | null> {
  const manifest = taskManifest(loaded)
  if (manifest.form === undefined) return null
  const events = await caseEvents(context.database).forCase(loaded.row.tenant_id, loaded.row.id)
  const before = events.filter((event) => event.element_id === loaded.task.element_id).at(-1)?.data as StepRecord | null | undefined
  return {
    schema: await taskSchema(context, loaded, manifest.form),
    values: before?.form?.values ?? {},
    access: manifest.formAccess ?? { '*': 'write' },
  }
}

/** The schema of the step's form: a field that names a person becomes a choice among those who hold the post. */
export async function taskSchema(context: CaseContext, loaded: LoadedTask, formKey: string): Promise<FormSchema> {
  const { tenant_id, organ_id } = loaded.row
  const manifest = taskManifest(loaded)
  const schema = await withPeople(formOf(loaded.matter, formKey), manifest, (_field, post) => holders(context, tenant_id, organ_id, post))
  return withOrgans(schema, manifest, (id) => context.tenants.organs.nameOn(tenant_id, id, dayOf(context.clock())))
}

/** Schemas that were made from one of a matter; each is compiled once, and people change rarely. */
const MAX_DERIVED = 50
const derived = new WeakMap<FormSchema, Map<string, FormSchema>>()

/** The schema with these fields instead of its own; the same one for the same fields, so that it is compiled once. */
function withFields(schema: FormSchema, fields: Readonly<Record<string, FieldSchema>>): FormSchema {
  if (Object.keys(fields).length === 0) return schema
  const known = derived.get(schema) ?? new Map<string, FormSchema>()
  derived.set(schema, known)
  const name = JSON.stringify(fields)
  const found = known.get(name)
  if (found) return found
  if (known.size >= MAX_DERIVED) known.clear()
  const made = { ...schema, properties: { ...schema.properties, ...fields } }
  known.set(name, made)
  return made
}

/** The form of an action's own fields; where it asks which material is meant, those of the matter are the choice. */
export function actionSchema({ matter }: Pick<LoadedTask, 'matter'>, formKey: string): FormSchema {
  const schema = formOf(matter, formKey)
  const missing = schema.properties.missing
  const items = missing?.items
  if (!missing || !items?.properties?.key) return schema
  const materials = matter.matter.materials.map(({ key, name }) => ({ label: name, value: key }))
  const key: FieldSchema = { ...items.properties.key, enum: [...materials, ...(items.properties.key.enum ?? [])] }
  const withKey = { ...items, properties: { ...items.properties, key } }
  return withFields(schema, { missing: { ...missing, items: withKey } })
}

/** A field that names organs becomes a choice among those that may be asked. */
async function withOrgans(schema: FormSchema, manifest: TaskManifest, nameOf: (organId: string) => Promise<string>): Promise<FormSchema> {
  const fields: Record<string, FieldSchema> = {}
  for (const [field, organs] of Object.entries(manifest.organs ?? {})) {
    const choice = schema.properties[field]
    if (choice) fields[field] = { ...choice, enum: await Promise.all(organs.map(async (id) => ({ label: await nameOf(id), value: id }))) }
  }
  return withFields(schema, fields)
}

/** The same for what is on record: the person named then, whether or not he still holds the post. */
export async function recordSchema(
  context: CaseContext,
  { row, matter }: LoadedCase,
  elementId: string,
  form: NonNullable<StepRecord['form']>,
): Promise<FormSchema> {
  const named = async (field: string) => {
    const ids = [form.values[field]].flat().filter((id): id is string => typeof id === 'string')
    return Promise.all(ids.map(async (id) => ({ id, name: await personName(context, row.tenant_id, id) })))
  }
  const schema = await withPeople(formOf(matter, form.key), matter.matter.tasks[elementId], named)
  const manifest = matter.matter.tasks[elementId]
  const nameOf = (id: string) => context.tenants.organs.nameOn(row.tenant_id, id, dayOf(context.clock()))
  return manifest ? withOrgans(schema, manifest, nameOf) : schema
}

async function withPeople(
  schema: FormSchema,
  manifest: TaskManifest | undefined,
  peopleOf: (field: string, post: string) => Promise<{ id: string; name: string }[]>,
): Promise<FormSchema> {
  const fields: Record<string, FieldSchema> = {}
  for (const [field, post] of Object.entries(manifest?.people ?? {})) {
    const people = await peopleOf(field, post)
    const choice: FieldSchema | undefined = schema.properties[field]
    if (!choice || people.length === 0) continue
    const { maxLength: _, ...rest } = choice
    fields[field] = {
      ...rest,
      ...(rest.type === 'string' && { 'x-component': 'Select' }),
      enum: people.map(({ id, name }) => ({ label: name, value: id })),
    }
  }
  return withFields(schema, fields)
}
