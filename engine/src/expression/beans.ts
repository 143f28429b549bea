import type { Writes } from './bean.ts'
import { Bean, lastWrite } from './bean.ts'
import { dueAt } from './due.ts'
import { show, toText } from './juel-coerce.ts'

/** Most changes that one expression may ask for. */
const MAX_WRITES = 1_000

export interface VariableAccess {
  /** Visible variables, the nearest scope's value where a name occurs twice. */
  variables: Readonly<Record<string, unknown>>
  /** Those of the expression's own scope. @default {} */
  localVariables?: Readonly<Record<string, unknown>>
  /** Where changes are recorded. The same list in `EvaluationContext.writes` lets `${x}` see them, too. */
  writes: Writes
}

/** What `execution` shows; a field left out is unknown there. */
export interface ExecutionData {
  id?: string
  processInstanceId: string
  processDefinitionId?: string
  processBusinessKey: string | null
  currentActivityId: string
  currentActivityName?: string | null
  currentTransitionId?: string | null
  activityInstanceId?: string | null
  eventName?: string | null
  tenantId?: string | null
}

/** `execution` of JUEL: reads its data and variables, and records changes of variables. */
export function executionBean(data: ExecutionData, access: VariableAccess): Bean {
  return new Bean({ ...data, businessKey: data.processBusinessKey }, variableMethods(access))
}

/** What `task` shows in a task listener. `dueDate` and `followUpDate` are ISO 8601 text. */
export interface TaskData {
  id: string
  name: string | null
  description?: string | null
  assignee: string | null
  owner?: string | null
  priority?: number
  dueDate?: string | null
  followUpDate?: string | null
  createTime?: string
  /** create, assignment, update, complete, delete, timeout. */
  eventName: string
  taskDefinitionKey: string
  executionId?: string
  processInstanceId?: string
  processDefinitionId?: string
  deleteReason?: string | null
  tenantId?: string | null
}

/** A change of a task that a listener asks for. Instants are UTC epoch milliseconds. */
export type TaskChange =
  | { type: 'set'; property: 'name' | 'description' | 'assignee' | 'owner'; value: string | null }
  | { type: 'set'; property: 'priority'; value: number }
  | { type: 'set'; property: 'dueAt' | 'followUpAt'; value: number | null }
  | { type: 'addCandidate' | 'deleteCandidate'; of: 'user' | 'group'; id: string }

/**
 * `task` of JUEL: reads its data and variables; setters are recorded in `changes`, and later reads see them.
 * @param now what a due date given as a duration counts from, UTC epoch milliseconds
 */
export function taskBean(data: TaskData, access: VariableAccess & { changes: TaskChange[]; now: number; execution?: Bean }): Bean {
  const properties: Record<string, unknown> = { ...data, ...(access.execution ? { execution: access.execution } : {}) }
  const record = (change: TaskChange) => push(access.changes, change)
  const setText = (property: 'name' | 'description' | 'assignee' | 'owner') => (value: unknown) => {
    const text = isBlank(value) ? null : toText(value)
    record({ type: 'set', property, value: text })
    properties[property] = text
    return null
  }
  const setDate = (property: 'dueAt' | 'followUpAt', shown: string) => (value: unknown) => {
    const due = isBlank(value) ? null : dueAt(value, access.now)
    if (due === null && !isBlank(value)) throw new Error(`${show(value)} is neither a date nor a duration (ISO 8601)`)
    record({ type: 'set', property, value: due })
    properties[shown] = value ?? null
    return null
  }
  const candidate = (type: 'addCandidate' | 'deleteCandidate', of: 'user' | 'group') => (value: unknown) => {
    for (const id of Array.isArray(value) ? value : [value]) {
      if (isBlank(id)) throw new Error(`a candidate ${of} is empty`)
      record({ type, of, id: toText(id) })
    }
    return null
  }
  const setPriority = (value: unknown) => {
    const priority = Number(value)
    if (isBlank(value) || !Number.isSafeInteger(priority)) throw new Error(`${show(value)} is not a whole number`)
    record({ type: 'set', property: 'priority', value: priority })
    properties.priority = priority
    return null
  }
  return new Bean(properties, {
    ...variableMethods(access),
    setName: setText('name'),
    setDescription: setText('description'),
    setAssignee: setText('assignee'),
    setOwner: setText('owner'),
    setDueDate: setDate('dueAt', 'dueDate'),
    setFollowUpDate: setDate('followUpAt', 'followUpDate'),
    setPriority,
    addCandidateUser: candidate('addCandidate', 'user'),
    addCandidateUsers: candidate('addCandidate', 'user'),
    addCandidateGroup: candidate('addCandidate', 'group'),
    addCandidateGroups: candidate('addCandidate', 'group'),
    deleteCandidateUser: candidate('deleteCandidate', 'user'),
    deleteCandidateGroup: candidate('deleteCandidate', 'group'),
  })
}

/** What `externalTask` shows in the error expressions of an external task. */
export interface ExternalTaskShown {
  id: string
  topicName: string
  workerId: string | null
  errorMessage: string | null
  errorDetails: string | null
  /** null until a worker has said a number. */
  retries: number | null
  priority?: number
  activityId?: string
  processInstanceId?: string
  businessKey?: string | null
}

export function externalTaskBean(data: ExternalTaskShown): Bean {
  return new Bean({ ...data })
}

/** The methods of a variable scope (camunda's VariableScope). */
function variableMethods({ variables, localVariables = {}, writes }: VariableAccess): Bean['methods'] {
  const read = (source: Readonly<Record<string, unknown>>, name: string, ofScope?: 'local') => {
    const write = lastWrite(ofScope ? writes.filter(({ scope }) => scope === ofScope) : writes, name)
    if (write) return 'value' in write ? { value: write.value } : null
    return Object.hasOwn(source, name) ? { value: source[name] ?? null } : null
  }
  const all = (source: Readonly<Record<string, unknown>>, ofScope?: 'local') => {
    const names = new Set([...Object.keys(source), ...writes.map(({ name }) => name)])
    return Object.fromEntries(
      [...names].flatMap((name) => (read(source, name, ofScope) ? [[name, read(source, name, ofScope)!.value]] : [])),
    )
  }
  const set = (scope: 'local' | 'nearest') => (name: unknown, value: unknown) => {
    push(writes, { scope, name: nameOf(name), value: value ?? null })
    return null
  }
  const remove = (scope: 'local' | 'nearest') => (name: unknown) => {
    push(writes, { scope, name: nameOf(name), removed: true })
    return null
  }
  return {
    getVariable: (name) => read(variables, nameOf(name))?.value ?? null,
    getVariables: () => all(variables),
    hasVariable: (name) => read(variables, nameOf(name)) !== null,
    getVariableLocal: (name) => read(localVariables, nameOf(name), 'local')?.value ?? null,
    getVariablesLocal: () => all(localVariables, 'local'),
    hasVariableLocal: (name) => read(localVariables, nameOf(name), 'local') !== null,
    setVariable: set('nearest'),
    setVariableLocal: set('local'),
    removeVariable: remove('nearest'),
    removeVariableLocal: remove('local'),
  }
}

function push<T>(list: T[], item: T): void {
  if (list.length >= MAX_WRITES) throw new Error(`more than ${MAX_WRITES} changes`)
  list.push(item)
}

function nameOf(name: unknown): string {
  if (typeof name !== 'string' || name === '') throw new Error(`${show(name)} is no variable name`)
  return name
}

function isBlank(value: unknown): boolean {
  return value === null || value === undefined || value === ''
}
