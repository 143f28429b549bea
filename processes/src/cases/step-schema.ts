import type { FieldSchema, FormSchema } from '@lianban/forms'
import type { TaskManifest } from '../manifest.ts'
import { formOf, type Matter } from '../matters/matter-definition.ts'

/* The forms of a step as they are filled in: choices among people, organs and materials are put in. Pure. */

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
export function actionSchema({ matter }: { matter: Matter }, formKey: string): FormSchema {
  const schema = formOf(matter, formKey)
  const missing = schema.properties.missing
  const items = missing?.items
  if (!missing || !items?.properties?.key) return schema
  const materials = matter.matter.materials.map(({ key, name }) => ({ label: name, value: key }))
  const key: FieldSchema = { ...items.properties.key, enum: [...materials, ...(items.properties.key.enum ?? [])] }
  const withKey = { ...items, properties: { ...items.properties, key } }
  return withFields(schema, { missing: { ...missing, items: withKey } })
}

/** Field of a step's form → who may be named in it. */
export type PeopleOf = Record<string, { id: string; name: string }[]>

/** The step's form: a field that names a person, or an organ, is a choice. @param organs names by id */
export const stepSchema = (
  schema: FormSchema,
  manifest: TaskManifest,
  { people, organs }: { people: PeopleOf; organs: Readonly<Record<string, string>> },
): FormSchema => withOrgans(withPeople(schema, manifest, people), manifest, organs)

/** A field that names organs becomes a choice among those that may be asked. */
function withOrgans(schema: FormSchema, manifest: TaskManifest, names: Readonly<Record<string, string>>): FormSchema {
  const fields: Record<string, FieldSchema> = {}
  for (const [field, organs] of Object.entries(manifest.organs ?? {})) {
    const choice = schema.properties[field]
    if (choice) fields[field] = { ...choice, enum: organs.map((id) => ({ label: names[id] ?? id, value: id })) }
  }
  return withFields(schema, fields)
}

function withPeople(schema: FormSchema, manifest: TaskManifest, peopleOf: PeopleOf): FormSchema {
  const fields: Record<string, FieldSchema> = {}
  for (const field of Object.keys(manifest.people ?? {})) {
    const people = peopleOf[field] ?? []
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
