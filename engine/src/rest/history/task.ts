import type Router from '@koa/router'
import type { HistoryTaskRow } from '@lianban/storage'
import { activityInstanceId, tokenOfActivityInstance } from '../activity-tree.ts'
import type { Rest } from '../context.ts'
import { wireDate } from '../dates.ts'
import { after, before, equals, flag, is, isNull, isSet, like, ofRelated, on, oneOf, option, refused, variables } from '../parameters.ts'
import { listRoutes, querySpec, type Parameter } from '../query.ts'
import { byId, duration, NO_CASE, ownerOf, rootsOf, spanParameters, type Roots } from './common.ts'

const NO_LINKS = refused('links of ended tasks to people are not kept apart: ask /history/user-operation or the events of an instance')

const TASKS = querySpec({
  parameters: {
    taskId: is('id'),
    executionId: is('id'),
    activityInstanceIdIn: {
      kind: 'stringList',
      where: (ids) => [{ column: 'id', op: 'in', values: ids.map(tokenOfActivityInstance) }],
    } satisfies Parameter<'stringList'>,
    processInstanceId: is('instance_id'),
    processInstanceBusinessKey: is('business_key'),
    processInstanceBusinessKeyIn: oneOf('business_key'),
    processInstanceBusinessKeyLike: like('business_key'),
    processDefinitionId: is('definition_id'),
    processDefinitionKey: is('definition_key'),
    processDefinitionName: ofRelated('definition', is('name')),
    taskName: is('name'),
    taskNameLike: like('name', { ignoreCase: true }),
    taskDescription: is('description'),
    taskDescriptionLike: like('description', { ignoreCase: true }),
    taskDefinitionKey: is('element_id'),
    taskDefinitionKeyIn: oneOf('element_id'),
    taskDeleteReason: is('delete_reason'),
    taskDeleteReasonLike: like('delete_reason'),
    taskAssignee: is('assignee'),
    taskAssigneeLike: like('assignee'),
    taskOwner: is('owner'),
    taskOwnerLike: like('owner'),
    taskPriority: equals('priority'),
    assigned: isSet('assignee'),
    unassigned: isNull('assignee'),
    finished: isSet('ended_at'),
    unfinished: isNull('ended_at'),
    processFinished: flag({ related: 'instance', where: [{ column: 'ended_at', op: 'not null' }] }),
    processUnfinished: flag({ related: 'instance', where: [{ column: 'ended_at', op: 'null' }] }),
    taskDueDate: on('due_at'),
    taskDueDateBefore: before('due_at'),
    taskDueDateAfter: after('due_at'),
    withoutTaskDueDate: isNull('due_at'),
    taskFollowUpDate: on('follow_up_at'),
    taskFollowUpDateBefore: before('follow_up_at'),
    taskFollowUpDateAfter: after('follow_up_at'),
    taskVariables: variables('taskVariable'),
    processVariables: variables('processVariable'),
    variableNamesIgnoreCase: option('boolean'),
    variableValuesIgnoreCase: option('boolean'),
    taskInvolvedUser: NO_LINKS,
    taskInvolvedGroup: NO_LINKS,
    taskHadCandidateUser: NO_LINKS,
    taskHadCandidateGroup: NO_LINKS,
    withCandidateGroups: NO_LINKS,
    withoutCandidateGroups: NO_LINKS,
    taskParentTaskId: refused('tasks have no sub-tasks in this engine'),
    caseInstanceId: refused('there are no case instances (CMMN)'),
    caseDefinitionId: refused('there are no case instances (CMMN)'),
    ...spanParameters,
  },
  sortKeys: {
    taskId: 'id',
    activityInstanceID: 'id',
    activityInstanceId: 'id',
    executionId: 'id',
    processDefinitionId: 'definition_id',
    processInstanceId: 'instance_id',
    endTime: 'ended_at',
    startTime: 'started_at',
    taskName: 'name',
    taskDescription: 'description',
    assignee: 'assignee',
    owner: 'owner',
    dueDate: 'due_at',
    followUpDate: 'follow_up_at',
    deleteReason: 'delete_reason',
    taskDefinitionKey: 'element_id',
    priority: 'priority',
    tenantId: 'tenant_id',
  },
  order: [{ column: 'started_at', order: 'asc' }, byId],
  orQueries: true,
})

export function historicTaskRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf } = rest
  listRoutes(router, '/history/task', TASKS, {
    async list(ctx, query) {
      const rows = await engine.lists.list<HistoryTaskRow>('history_task', { tenantId: tenantOf(ctx), ...query })
      const roots = await rootsOf(
        rest,
        tenantOf(ctx),
        rows.map((row) => row.instance_id),
      )
      return rows.map((row) => present(row, roots))
    },
    count: (ctx, { where }) => engine.lists.count('history_task', { tenantId: tenantOf(ctx), where }),
  })
}

const present = (row: HistoryTaskRow, roots: Roots) => ({
  id: row.id,
  ...ownerOf(row),
  ...NO_CASE,
  executionId: row.id,
  activityInstanceId: activityInstanceId(row.element_id, row.id),
  name: row.name,
  description: row.description,
  deleteReason: row.delete_reason,
  owner: row.owner,
  assignee: row.assignee,
  startTime: wireDate(row.started_at),
  endTime: wireDate(row.ended_at),
  duration: duration(row.started_at, row.ended_at),
  taskDefinitionKey: row.element_id,
  priority: row.priority,
  due: wireDate(row.due_at),
  parentTaskId: null,
  followUp: wireDate(row.follow_up_at),
  taskState: row.ended_at === null ? 'Created' : row.delete_reason === 'completed' ? 'Completed' : 'Deleted',
  ...roots.of(row.instance_id),
})
