import type { UserTaskRow } from '@lianban/storage'
import type { Context } from 'koa'
import type { ExecutableProcess } from '../index.ts'
import type { Definition } from '../runtime/definitions.ts'
import { wireTenant } from './context.ts'
import { wireDate } from './dates.ts'

/** camunda:formRef of a task's model; null if it has none. */
export function formRefOf(row: UserTaskRow, process: ExecutableProcess): { key: string; binding: string; version: number | null } | null {
  const node = process.nodes[row.element_id]
  const ref = node?.kind === 'userTask' ? node.formRef : null
  if (!ref || ref.key.kind !== 'literal') return null
  return { key: ref.key.text, binding: ref.binding, version: ref.version?.kind === 'literal' ? Number(ref.version.text) : null }
}

/** Camunda's TaskDto. */
export const presentTask = (row: UserTaskRow, formRef: ReturnType<typeof formRefOf> = null) => ({
  id: row.id,
  name: row.name,
  assignee: row.assignee,
  created: wireDate(row.created_at),
  due: wireDate(row.due_at),
  followUp: wireDate(row.follow_up_at),
  lastUpdated: wireDate(row.updated_at),
  delegationState: row.delegation_state,
  description: row.description,
  executionId: row.id,
  owner: row.owner,
  parentTaskId: null,
  priority: row.priority,
  processDefinitionId: row.definition_id,
  processInstanceId: row.instance_id,
  caseExecutionId: null,
  caseDefinitionId: null,
  caseInstanceId: null,
  taskDefinitionKey: row.element_id,
  suspended: row.suspended === 1,
  formKey: row.form_key,
  camundaFormRef: formRef,
  tenantId: wireTenant(row.tenant_id),
  taskState: row.updated_at === null ? 'Created' : 'Updated',
})
export type TaskDto = ReturnType<typeof presentTask>

const HAL = 'application/hal+json'

/** Camunda's own web applications ask for this form. */
export const wantsHal = (ctx: Context): boolean => ctx.accepts(['application/json', HAL]) === HAL

export function answerHal(ctx: Context, body: object): void {
  ctx.status = 200
  ctx.body = JSON.stringify(body)
  ctx.set('Content-Type', HAL)
}

const link = (path: string, id: string | null) => (id === null ? null : { href: `/${path}/${id}` })

const halTask = (task: TaskDto) => ({
  _links: {
    self: link('task', task.id),
    assignee: link('user', task.assignee),
    owner: link('user', task.owner),
    execution: link('execution', task.executionId),
    identityLink: { href: `/task/${task.id}/identity-links` },
    processDefinition: link('process-definition', task.processDefinitionId),
    processInstance: link('process-instance', task.processInstanceId),
  },
  ...task,
})

const halDefinition = ({ id, key, name, version, deploymentId, resourceName, tenantId }: Definition) => ({
  _links: {
    self: link('process-definition', id),
    deployment: link('deployment', deploymentId),
    resource: { href: `/deployment/${deploymentId}/resources/${encodeURIComponent(resourceName)}` },
  },
  _embedded: null,
  id,
  key,
  name,
  version,
  deploymentId,
  resource: resourceName,
  tenantId: wireTenant(tenantId),
  category: null,
  description: null,
  suspended: false,
  contextPath: null,
})

/** One task with its definition. */
export const halOne = (task: TaskDto, definition: Definition | null): object => ({
  ...halTask(task),
  _embedded: { processDefinition: definition ? [halDefinition(definition)] : [] },
})

/** @param count all that there are, not only the page */
export const halList = (tasks: TaskDto[], count: number, definitions: Definition[]): object => ({
  _links: { self: { href: '/task' } },
  _embedded: { task: tasks.map((task) => ({ ...halTask(task), _embedded: null })), processDefinition: definitions.map(halDefinition) },
  count,
})
