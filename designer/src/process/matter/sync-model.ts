import type { MatterLike, TaskLike } from '../draft.ts'
import { create, type Moddle } from '../model/moddle.ts'
import { stepDueDate } from './limits.ts'
import { namingFields } from './people.ts'
import { stepOf } from './tasks.ts'

/**
 * Makes a user task of the model say what the matter says of it: who gets it, by when, and how often it is done. What a
 * modeller has said in another way (a person named by a field, a date of its own) is left alone.
 */
export function syncTask(element: Moddle, matter: MatterLike): void {
  const task = matter.tasks?.[element.id]
  if (!task || matter.isPlain) return
  const step = stepOf(matter, element.id)
  const due = element.get<string | undefined>('camunda:dueDate')
  if (step && (!due || OUR_DUE_DATE.test(due))) {
    const rest = /(,[^)]*)\)$/.exec(due ?? '')?.[1] ?? ''
    const named = /stepLimits\.([\w-]+)/.exec(due ?? '')?.[1] ?? element.id
    element.set(
      'camunda:dueDate',
      stepDueDate(named === element.id || !due ? element.id : named, step.limit.unit).replace(/\)$/, `${rest})`),
    )
  }
  if (!step && due?.includes(`stepLimits.${element.id}`)) element.set('camunda:dueDate', undefined)
  syncApproval(element, task)
  syncAssignee(element, task, matter)
  syncPost(element, task)
}

/** Whoever a form names is named to the model by the variable of that field. */
function syncAssignee(element: Moddle, { assignedBy }: TaskLike, matter: MatterLike): void {
  const assignee = element.get<string | undefined>('camunda:assignee')
  const [, variable] = /^\$\{(\w+)\}$/.exec(assignee ?? '') ?? []
  if (assignedBy !== undefined) {
    if (assignee !== undefined && (variable === undefined || variable === assignedBy)) return
    element.set('camunda:assignee', `\${${assignedBy}}`)
    element.set('camunda:candidateGroups', undefined)
  } else if (variable !== undefined && namingFields(matter).some(({ field }) => field === variable))
    element.set('camunda:assignee', undefined)
}

const OUR_DUE_DATE = /^=(?:workdays|days|workhours|urgentHours|minutes)\((?:stepLimits\.[\w-]+|\d+)(?:, ?[\w., ]+)?\)$/
const ORGAN_AND_POST = /^([^:,]*):([\w-]*)$/
/** Variable with the organ in charge of the case. */
export const ORGAN_IN_CHARGE = '${organ}'

function syncPost(element: Moddle, task: TaskLike): void {
  if (element.get('camunda:assignee') && !isMultiple(task)) return
  const groups = element.get<string | undefined>('camunda:candidateGroups')
  const [, organ] = ORGAN_AND_POST.exec(groups ?? '') ?? []
  if (groups && organ === undefined) return
  const isVariable = organ?.startsWith('${')
  const wanted = task.organ ?? (isVariable ? organ : ORGAN_IN_CHARGE)
  element.set('camunda:candidateGroups', isMultiple(task) ? undefined : `${wanted}:${task.post}`)
}

const isMultiple = (task: TaskLike): boolean => task.approval !== undefined

/** A step that several decide is drawn as one: a loop over its approvers, ended by the rule of its mode. */
function syncApproval(element: Moddle, task: TaskLike): void {
  const loop = element.get<Moddle | undefined>('loopCharacteristics')
  const isOurs = loop?.get<string | undefined>('camunda:collection')?.startsWith('=approvers(') ?? false
  if (!task.approval) {
    if (!isOurs) return
    element.set('loopCharacteristics', undefined)
    if (element.get('camunda:assignee') === APPROVER) element.set('camunda:assignee', undefined)
    return
  }
  const made = isOurs ? loop! : create('bpmn:MultiInstanceLoopCharacteristics', {}, element)
  made.set('isSequential', task.approval.mode === 'sequential')
  made.set('camunda:collection', `=approvers(caseId, "${element.id}")`)
  made.set('camunda:elementVariable', 'approver')
  made.set('loopDataOutputRef', { id: 'votes' })
  made.set('outputDataItem', create('bpmn:DataOutput', { name: 'vote' }, made))
  const condition = create('bpmn:FormalExpression', { body: `=approvalDecided(caseId, "${element.id}", votes, pendingItems)` }, made)
  made.set('completionCondition', condition)
  element.set('loopCharacteristics', made)
  element.set('camunda:assignee', APPROVER)
}

const APPROVER = '=approver.userId'
