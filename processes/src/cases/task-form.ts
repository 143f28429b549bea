import { visibleVariables, type InstanceState } from '@lianban/engine'
import { caseEvents } from '@lianban/storage'
import { project, type FormSchema } from '@lianban/forms'
import type { TaskManifest } from '../manifest.ts'
import { dayOf } from '../clock/index.ts'
import { formOf } from '../matters/matter-definition.ts'
import { carriedOver } from './carried-over.ts'
import type { CaseContext } from './context.ts'
import type { StepRecord } from './get-case.ts'
import { nameable, personName } from './people.ts'
import type { LoadedCase, LoadedTask } from './resources.ts'
import { stepSchema, type PeopleOf } from './step-schema.ts'
import type { FormView } from './views.ts'

/** What the manifest says of the task. @throws Error if it says nothing: `checkPackage` finds that before deployment */
export function taskManifest({ task, matter }: Pick<LoadedTask, 'task' | 'matter'>): TaskManifest {
  const found = matter.matter.tasks[task.element_id]
  if (!found) throw new Error(`matter ${matter.matter.key} says nothing of ${task.element_id}`)
  return found
}

/** What the application says, where that is the form that the step changes 修改申报. */
export const storedForm = (loaded: LoadedTask): Record<string, unknown> | undefined =>
  taskManifest(loaded).form === loaded.matter.matter.applicationForm ? loaded.row.form : undefined

/**
 * The step's own form with the people who may be named in it, or null. Values: what the process proposes,
 * else what the same step put on record before, else what the application says already. Where several do the step side by side,
 * each sees only what he himself put on record: experts and judges do not copy from each other.
 */
export async function taskForm(context: CaseContext, loaded: LoadedTask): Promise<FormView | null> {
  const manifest = taskManifest(loaded)
  if (manifest.form === undefined) return null
  const { row, matter } = loaded
  const schema = await taskSchema(context, loaded, manifest.form)
  const access = manifest.formAccess ?? { '*': 'write' }
  const applied = formOf(matter, matter.matter.applicationForm)
  // What is hidden from this step is not carried over to it either.
  const application = { schema: applied, values: project(applied, row.form, manifest.applicationAccess) }
  const given = storedForm(loaded) ?? (manifest.proposal === undefined ? undefined : await proposal(context, loaded, manifest.proposal))
  if (given) return { schema, values: project(schema, given, access), access }
  const before = await recordedBefore(context, loaded)
  return { schema, values: before?.form?.values ?? carriedOver(schema, access, application), access }
}

/** What the step put on record last; the engine is asked whether several do it only where something is on record. */
async function recordedBefore(context: CaseContext, { row, task }: LoadedTask): Promise<StepRecord | null | undefined> {
  const events = await caseEvents(context.database).forCase(row.tenant_id, row.id)
  const done = events.filter(({ element_id }) => element_id === task.element_id)
  if (done.length === 0) return undefined
  const isOwn = (person: string | null) => person !== null && person === task.assignee
  const isAlone = !isOneOfSeveral(await context.engine.instances.state(row.tenant_id, row.instance_id), task.id)
  const seen = isAlone ? done : done.filter(({ actor_id, on_behalf_of }) => isOwn(on_behalf_of) || isOwn(actor_id))
  return seen.at(-1)?.data as StepRecord | null | undefined
}

/** Whether the task, or what it is a part of, is done once for each of a collection. */
function isOneOfSeveral({ tokens, scopes }: InstanceState, taskId: string): boolean {
  let scope = scopes[tokens[taskId]?.scopeId ?? '']
  while (scope && (scope.loop?.total ?? null) === null) scope = scope.parentId === null ? undefined : scopes[scope.parentId]
  return scope !== undefined
}

/** What the process proposes for the form, if it does. */
async function proposal(context: CaseContext, { row, task }: LoadedTask, name: string): Promise<Record<string, unknown> | undefined> {
  const value = visibleVariables(await context.engine.instances.state(row.tenant_id, row.instance_id), task.id)[name]
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
}

/** The schema of the step's form: a field that names a person becomes a choice among those who hold the post. */
export async function taskSchema(context: CaseContext, loaded: LoadedTask, formKey: string): Promise<FormSchema> {
  const manifest = taskManifest(loaded)
  const people: PeopleOf = {}
  for (const [field, post] of Object.entries(manifest.people ?? {})) people[field] = await nameable(context, loaded, post)
  return stepSchema(formOf(loaded.matter, formKey), manifest, { people, organs: await organNames(context, loaded, manifest) })
}

/** The same for what is on record: the person named then, whether or not he still holds the post. */
export async function recordSchema(
  context: CaseContext,
  { row, matter }: LoadedCase,
  elementId: string,
  form: NonNullable<StepRecord['form']>,
): Promise<FormSchema> {
  const manifest = matter.matter.tasks[elementId]
  if (!manifest) return formOf(matter, form.key)
  const people: PeopleOf = {}
  for (const field of Object.keys(manifest.people ?? {})) {
    const ids = [form.values[field]].flat().filter((id): id is string => typeof id === 'string')
    people[field] = await Promise.all(ids.map(async (id) => ({ id, name: await personName(context, row.tenant_id, id) })))
  }
  return stepSchema(formOf(matter, form.key), manifest, { people, organs: await organNames(context, { row }, manifest) })
}

/** Names of the organs that a step may ask, by id. */
async function organNames(
  context: CaseContext,
  { row }: Pick<LoadedCase, 'row'>,
  { organs = {} }: TaskManifest,
): Promise<Record<string, string>> {
  const today = dayOf(context.clock())
  const names = Object.values(organs)
    .flat()
    .map(async (id) => [id, await context.tenants.organs.nameOn(row.tenant_id, id, today)] as const)
  return Object.fromEntries(await Promise.all(names))
}
