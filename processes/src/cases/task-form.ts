import { caseEvents } from '@lianban/storage'
import type { FieldSchema, FormSchema } from '@lianban/forms'
import type { TaskManifest } from '../manifest.ts'
import { formOf } from '../matters/matter-definition.ts'
import type { CaseContext } from './context.ts'
import type { StepRecord } from './get-case.ts'
import { holders } from './people.ts'
import type { LoadedTask } from './resources.ts'
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
  const schema = formOf(loaded.matter, formKey)
  const properties = { ...schema.properties }
  for (const [field, post] of Object.entries(taskManifest(loaded).people ?? {})) {
    const people = await holders(context, loaded.row.tenant_id, loaded.row.organ_id, post)
    const choice: FieldSchema | undefined = properties[field]
    if (!choice || people.length === 0) continue
    const { maxLength: _, ...rest } = choice
    properties[field] = { ...rest, 'x-component': 'Select', enum: people.map(({ id, name }) => ({ label: name, value: id })) }
  }
  return { ...schema, properties }
}
