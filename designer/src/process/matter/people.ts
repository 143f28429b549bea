import type { MatterLike, TaskLike } from '../draft.ts'
import { changeTask } from './tasks.ts'

/** A field of a step's form in which its people name others. */
export interface NamingField {
  field: string
  /** The named person must hold it. */
  post: string
  taskId: string
}

/** Every field that names persons. */
export const namingFields = ({ tasks = {} }: MatterLike): NamingField[] =>
  Object.entries(tasks).flatMap(([taskId, { people = {} }]) => Object.entries(people).map(([field, post]) => ({ field, post, taskId })))

/** A field that names holders of a post; without a post it names nobody any more. It becomes a variable, which the model reads. */
export function withPerson(task: TaskLike, field: string, post: string | undefined): Partial<TaskLike> {
  const { [field]: _, ...others } = task.people ?? {}
  const people = post === undefined ? others : { ...others, [field]: post }
  const distinct = (task.distinct ?? []).map((fields) => fields.filter((one) => one in people)).filter((fields) => fields.length > 1)
  const rest = (task.variables ?? []).filter((one) => one !== field)
  const variables = post === undefined ? rest : [...rest, field]
  return { people: filled(people), distinct: filled(distinct), variables: filled(variables) }
}

/** A field that names organs, one of `organs` each; none: it names none any more. */
export function withOrgans(task: TaskLike, field: string, organs: readonly string[]): Partial<TaskLike> {
  const { [field]: _, ...others } = task.organs ?? {}
  return { organs: filled(organs.length > 0 ? { ...others, [field]: [...organs] } : others) }
}

/** Fields whose persons must differ from each other; fewer than two say nothing. */
export const withDistinct = (fields: readonly string[]): Partial<TaskLike> => ({ distinct: fields.length > 1 ? [[...fields]] : undefined })

/** The step taken by whom an earlier step's form names: he holds the post that the form asks for. */
export function withAssignedBy(matter: MatterLike, id: string, field: string | undefined): MatterLike {
  const named = namingFields(matter).find((one) => one.field === field)
  if (!named) return changeTask(matter, id, { assignedBy: undefined })
  const variables = matter.tasks![named.taskId]!.variables ?? []
  const told = variables.includes(named.field) ? matter : changeTask(matter, named.taskId, { variables: [...variables, named.field] })
  return changeTask(told, id, { assignedBy: named.field, post: named.post, approval: undefined, take: undefined })
}

/** Nothing instead of an empty list or record. */
const filled = <T extends object>(value: T): T | undefined => (Object.keys(value).length > 0 ? value : undefined)
