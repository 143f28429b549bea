import { evaluateCondition, type ExecutableProcess, type Expression, type Flow } from '@lianban/engine'
import type { CheckedMatter, CheckedModel } from './check-package.ts'

/** Every user task has its entry in the manifest and the other way round; what the manifest names of the model is there. */
export function checkTasks(checked: CheckedMatter): void {
  const { matter, process, processPackage, report } = checked
  const place = `manifest.json /matters/${matter.key}`
  const nodes = Object.values(process.nodes)
  for (const { id, kind } of nodes)
    if (kind === 'userTask' && !matter.tasks[id]) report(place, 'TASK_MISSING', `user task ${id} has no entry in tasks`)
  const exists = (id: string, kind: string, where: string) => {
    if (process.nodes[id]?.kind !== kind) report(`${place}/${where}`, 'ELEMENT_MISSING', `the model has no ${kind} ${id}`)
  }
  for (const [id, task] of Object.entries(matter.tasks)) {
    exists(id, 'userTask', `tasks/${id}`)
    if (!processPackage.manifest.roles[task.post])
      report(`${place}/tasks/${id}`, 'ROLE_MISSING', `post ${task.post} is not among the package's roles`)
    for (const { key, next } of task.actions) if ('task' in next) exists(next.task, 'userTask', `tasks/${id}/actions/${key}`)
    checkAssignment(checked, id)
    checkActionFlows(process, { taskId: id, actions: task.actions, place: `${place}/tasks/${id}/actions` }, report)
  }
  for (const { task } of matter.steps) exists(task, 'userTask', 'steps')
  for (const id of Object.keys(matter.outcomes)) exists(id, 'endEvent', 'outcomes')
  for (const id of Object.keys(matter.timers)) exists(id, 'boundaryEvent', 'timers')
  const messages = nodes.flatMap((node) =>
    node.kind === 'intermediateCatchEvent' && node.trigger.type === 'message' && node.trigger.name.kind === 'literal'
      ? [node.trigger.name.text]
      : [],
  )
  const { supplement, statement } = matter.messages
  // What a theme lacks, the matters ask for.
  for (const name of [matter.joint?.decided ?? supplement, statement])
    if (name !== undefined && !messages.includes(name))
      report(`${place}/messages`, 'MESSAGE_MISSING', `nothing in the model waits for message ${name}`)
}

/** A task given to somebody by name says which field named him: separation of duties is judged when he is named. */
function checkAssignment({ matter, process, report }: CheckedMatter, id: string): void {
  const { assignedBy } = matter.tasks[id]!
  const naming = new Set(Object.values(matter.tasks).flatMap(({ people }) => Object.keys(people ?? {})))
  const node = process.nodes[id]
  const given = node?.kind === 'userTask' ? [...naming].filter((field) => mentions(node.assignee, new Set([field]))) : []
  const place = `manifest.json /matters/${matter.key}/tasks/${id}/assignedBy`
  if (assignedBy !== undefined && !naming.has(assignedBy))
    report(place, 'ASSIGNED_BY_MISSING', `no step's form names a person in ${assignedBy}`)
  if (given.some((field) => field !== assignedBy))
    report(place, 'ASSIGNED_BY_MISSING', `the model gives ${id} to whoever ${given.join(', ')} names`)
}

/** Behind the task, every action opens exactly one flow of each exclusive gateway it reaches, as far as its own variables decide. */
export function checkActionFlows(
  process: ExecutableProcess,
  { taskId, actions, place }: { taskId: string; actions: readonly { key: string; set: Record<string, unknown> }[]; place: string },
  report: CheckedModel['report'],
): void {
  const gateway = gatewayBehind(process, taskId)
  const set = new Set(actions.flatMap((action) => Object.keys(action.set)))
  // A gateway that reads what an earlier step set is judged where that step is.
  if (!gateway || !gateway.flows.some((flow) => reads(flow, set))) return
  for (const action of actions) {
    const open = gateway.flows.filter((flow) => flow.condition === null || isOpen(flow, action.set))
    const chosen = open.length > 0 ? open.length : gateway.hasDefault ? 1 : 0
    if (chosen !== 1)
      report(`${place}/${action.key}`, 'ACTION_LEADS_NOWHERE', `at ${gateway.id} the action opens ${open.length} flows, not one`)
  }
}

function gatewayBehind(process: ExecutableProcess, taskId: string): { id: string; flows: Flow[]; hasDefault: boolean } | null {
  const [flowId, ...more] = process.nodes[taskId]?.outgoing ?? []
  const node = flowId === undefined || more.length > 0 ? undefined : process.nodes[process.flows[flowId]!.target]
  if (node?.kind !== 'exclusiveGateway') return null
  const flows = node.outgoing.filter((id) => id !== node.defaultFlow).map((id) => process.flows[id]!)
  return node.outgoing.length > 1 ? { id: node.id, flows, hasDefault: node.defaultFlow !== null } : null
}

const reads = ({ condition }: Flow, names: Set<string>): boolean => mentions(condition, names)

function mentions(expression: Expression | null, names: Set<string>): boolean {
  const source = expression === null || expression.kind === 'literal' ? '' : expression.source
  return (source.match(/[A-Za-z_]\w*/g) ?? []).some((name) => names.has(name))
}

function isOpen(flow: Flow, variables: Record<string, unknown>): boolean {
  const execution = { processInstanceId: '', processBusinessKey: null, currentActivityId: flow.source }
  try {
    return evaluateCondition(flow.condition!, { variables, functions: {}, now: 0, execution })
  } catch {
    return false
  }
}
