import { candidateCondition, type Condition, type Inbox, type OrderBy } from '@lianban/storage'
import { tokenOfActivityInstance } from './activity-tree.ts'
import { livingVariables } from './living-variables.ts'
import {
  after,
  atLeast,
  atMost,
  before,
  equals,
  flag,
  is,
  isNot,
  isNull,
  isSet,
  like,
  noneOf,
  notLike,
  ofRelated,
  on,
  oneOf,
  option,
  refused,
  tenantParameters,
} from './parameters.ts'
import { querySpec, type ListQuery, type Parameter, type SortKey, type Values } from './query.ts'
import type { Kind, ValueOf } from './query-values.ts'

const EXPRESSIONS = [
  'processInstanceBusinessKeyExpression',
  'processInstanceBusinessKeyLikeExpression',
  'assigneeExpression',
  'assigneeLikeExpression',
  'ownerExpression',
  'candidateUserExpression',
  'candidateGroupExpression',
  'candidateGroupsExpression',
  'involvedUserExpression',
  'dueDateExpression',
  'dueAfterExpression',
  'dueBeforeExpression',
  'followUpDateExpression',
  'followUpAfterExpression',
  'followUpBeforeExpression',
  'followUpBeforeOrNotExistentExpression',
  'createdOnExpression',
  'createdAfterExpression',
  'createdBeforeExpression',
  'updatedAfterExpression',
] as const
const CASES = [
  'caseInstanceId',
  'caseInstanceBusinessKey',
  'caseInstanceBusinessKeyLike',
  'caseDefinitionId',
  'caseDefinitionKey',
  'caseDefinitionName',
  'caseDefinitionNameLike',
  'caseExecutionId',
  'caseInstanceVariables',
  'parentTaskId',
] as const

const refuseAll = <Name extends string>(names: readonly Name[], reason: string) =>
  Object.fromEntries(names.map((name) => [name, refused(`${name}: ${reason}`)])) as Record<Name, Parameter<'string'>>

/** Who may take a task sees those that nobody has taken, unless told otherwise. */
const candidate = <K extends Kind>(kind: K, where: (value: ValueOf<K>) => Condition[]): Parameter<K> => ({
  kind,
  where: (value, all: Values) => [
    ...where(value),
    ...(all.includeAssignedTasks === true ? [] : [{ column: 'assignee', op: 'null' as const }]),
  ],
})
const anyCandidate = (kind: 'user' | 'group', where: Condition[] = []): Condition => ({
  related: 'candidate',
  where: [{ column: 'kind', op: '=', value: kind }, ...where],
})

const involved = (userId: string): Condition => ({
  any: [
    [{ column: 'assignee', op: '=', value: userId }],
    [{ column: 'owner', op: '=', value: userId }],
    candidateCondition({ candidateUser: userId }),
  ],
})

/** Sorting by a variable names it and its type in `parameters`. */
const byVariable =
  (relation: string): SortKey =>
  (order, { variable, type }): OrderBy => ({
    column: String(type).toLowerCase() === 'string' ? 'text_value' : 'number_value',
    order,
    related: { name: relation, where: [{ column: 'name', op: '=', value: String(variable ?? '') }] },
  })

const people = {
  assignee: is('assignee'),
  assigneeLike: like('assignee'),
  assigneeIn: oneOf('assignee'),
  assigneeNotIn: noneOf('assignee'),
  owner: is('owner'),
  assigned: isSet('assignee'),
  unassigned: isNull('assignee'),
  candidateUser: candidate('string', (candidateUser) => candidateCondition({ candidateUser })),
  candidateGroup: candidate('string', (group) => candidateCondition({ candidateGroups: [group] })),
  candidateGroups: candidate('stringList', (candidateGroups) => candidateCondition({ candidateGroups })),
  candidateGroupLike: candidate('string', (value) => [anyCandidate('group', [{ column: 'candidate', op: 'like', value }])]),
  withCandidateGroups: candidate('flag', () => [anyCandidate('group')]),
  withCandidateUsers: candidate('flag', () => [anyCandidate('user')]),
  withoutCandidateGroups: flag({ not: [anyCandidate('group')] }),
  withoutCandidateUsers: flag({ not: [anyCandidate('user')] }),
  includeAssignedTasks: option('boolean'),
  involvedUser: { kind: 'string', where: (userId) => [involved(userId)] } satisfies Parameter<'string'>,
}

const times = {
  createdOn: on('created_at'),
  createdBefore: before('created_at'),
  createdAfter: after('created_at'),
  updatedAfter: {
    kind: 'date',
    where: (value) => [
      {
        any: [
          [{ column: 'updated_at', op: '>', value }],
          [
            { column: 'updated_at', op: 'null' },
            { column: 'created_at', op: '>', value },
          ],
        ],
      },
    ],
  } satisfies Parameter<'date'>,
  dueDate: on('due_at'),
  dueBefore: before('due_at'),
  dueAfter: after('due_at'),
  withoutDueDate: isNull('due_at'),
  followUpDate: on('follow_up_at'),
  followUpBefore: before('follow_up_at'),
  followUpAfter: after('follow_up_at'),
  followUpBeforeOrNotExistent: {
    kind: 'date',
    where: (value) => [{ any: [[{ column: 'follow_up_at', op: '<', value }], [{ column: 'follow_up_at', op: 'null' }]] }],
  } satisfies Parameter<'date'>,
}

const processes = {
  processInstanceId: is('instance_id'),
  processInstanceIdIn: oneOf('instance_id'),
  processInstanceBusinessKey: is('business_key'),
  processInstanceBusinessKeyIn: oneOf('business_key'),
  processInstanceBusinessKeyLike: like('business_key'),
  processDefinitionId: is('definition_id'),
  processDefinitionKey: is('definition_key'),
  processDefinitionKeyIn: oneOf('definition_key'),
  processDefinitionName: ofRelated('definition', is('name')),
  processDefinitionNameLike: ofRelated('definition', like('name')),
  executionId: is('id'),
  activityInstanceIdIn: {
    kind: 'stringList',
    where: (ids) => [{ column: 'id', op: 'in', values: ids.map(tokenOfActivityInstance) }],
  } satisfies Parameter<'stringList'>,
  active: flag({ column: 'suspended', op: '=', value: 0 }),
  suspended: flag({ column: 'suspended', op: '=', value: 1 }),
  processVariables: livingVariables('processVariable'),
  taskVariables: livingVariables('taskVariable'),
  variableNamesIgnoreCase: option('boolean'),
  variableValuesIgnoreCase: option('boolean'),
}

/** Camunda's task query. */
export const TASKS = querySpec({
  parameters: {
    taskId: is('id'),
    taskIdIn: oneOf('id'),
    taskDefinitionKey: is('element_id'),
    taskDefinitionKeyIn: oneOf('element_id'),
    taskDefinitionKeyNotIn: noneOf('element_id'),
    taskDefinitionKeyLike: like('element_id'),
    name: is('name'),
    nameNotEqual: isNot('name'),
    nameLike: like('name', { ignoreCase: true }),
    nameNotLike: notLike('name', { ignoreCase: true }),
    description: is('description'),
    descriptionLike: like('description', { ignoreCase: true }),
    priority: equals('priority'),
    minPriority: atLeast('priority'),
    maxPriority: atMost('priority'),
    delegationState: {
      kind: 'string',
      where: (value) => [{ column: 'delegation_state', op: '=', value: value.toUpperCase() }],
    } satisfies Parameter<'string'>,
    ...people,
    ...times,
    ...processes,
    ...tenantParameters,
    withTaskVariablesInReturn: option('boolean'),
    withTaskLocalVariablesInReturn: option('boolean'),
    withCommentAttachmentInfo: option('boolean'),
    ...refuseAll(EXPRESSIONS, 'expressions in queries are not evaluated by this engine; send the value itself'),
    ...refuseAll(CASES, 'CMMN cases and sub-tasks are not executed by this engine'),
  },
  sortKeys: {
    created: 'created_at',
    lastUpdated: 'updated_at',
    dueDate: 'due_rank',
    followUpDate: 'follow_up_at',
    priority: 'priority',
    name: 'name',
    nameCaseInsensitive: 'name',
    description: 'description',
    assignee: 'assignee',
    id: 'id',
    instanceId: 'instance_id',
    executionId: 'id',
    tenantId: 'tenant_id',
    processVariable: byVariable('processVariable'),
    executionVariable: byVariable('processVariable'),
    taskVariable: byVariable('taskVariable'),
  },
  order: [
    { column: 'created_at', order: 'asc' },
    { column: 'id', order: 'asc' },
  ],
  orQueries: true,
})

export type TaskListQuery = ListQuery<(typeof TASKS)['parameters']>

const INBOX_SORTS: Record<string, 'created' | 'due' | 'priority'> = { created_at: 'created', due_rank: 'due', priority: 'priority' }
const INBOX_PARAMETERS = ['candidateUser', 'candidateGroup', 'candidateGroups', 'includeAssignedTasks']

/** If the query asks for one candidate's list and nothing else, it is read from the index that is in its order. */
export function inboxOf({
  values,
  where,
  order,
}: TaskListQuery): { inbox: Inbox; sort: 'created' | 'due' | 'priority'; descending: boolean } | null {
  const names = Object.keys(values)
  const [first] = order
  const sort = first && 'column' in first && !first.related ? INBOX_SORTS[first.column] : undefined
  const isPlain = names.every((name) => INBOX_PARAMETERS.includes(name)) && !where.some((condition) => 'any' in condition)
  const {
    candidateUser,
    candidateGroup,
    candidateGroups = candidateGroup === undefined ? undefined : [candidateGroup],
    includeAssignedTasks: includeAssigned,
  } = values
  const isOne =
    (candidateUser === undefined) !== (candidateGroups === undefined) &&
    (candidateGroup === undefined || values.candidateGroups === undefined)
  if (!isPlain || !isOne || sort === undefined || order.length > 3) return null
  return { inbox: { candidateUser, candidateGroups, includeAssigned }, sort, descending: first!.order === 'desc' }
}
