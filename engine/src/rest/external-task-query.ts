import type { Condition, ExternalTaskRow } from '@lianban/storage'
import { activityInstanceId } from './activity-tree.ts'
import { wireTenant } from './context.ts'
import { wireDate } from './dates.ts'
import { livingVariables } from './living-variables.ts'
import { after, before, flag, is, like, ofRelated, oneOf, option, tenantParameters } from './parameters.ts'
import { querySpec, type Parameter } from './query.ts'

/** Locked or not at the engine's instant. */
const lockedAt = (now: () => number): Condition => ({ column: 'locked_until', op: '>', value: now() })
/** The table keeps minus the priority. */
const priority = (op: '<=' | '>='): Parameter<'integer'> => ({
  kind: 'integer',
  where: (value) => [{ column: 'fetch_rank', op, value: -value }],
})

export const externalTaskQuery = (now: () => number) =>
  querySpec({
    parameters: {
      externalTaskId: is('id'),
      externalTaskIdIn: oneOf('id'),
      topicName: is('topic'),
      workerId: is('worker_id'),
      locked: { kind: 'flag', where: () => [lockedAt(now)] },
      notLocked: { kind: 'flag', where: () => [{ any: [[{ column: 'locked_until', op: 'null' }], [{ not: [lockedAt(now)] }]] }] },
      withRetriesLeft: flag({ column: 'exhausted', op: '=', value: 0 }),
      noRetriesLeft: flag({ column: 'exhausted', op: '=', value: 1 }),
      lockExpirationAfter: after('locked_until'),
      lockExpirationBefore: before('locked_until'),
      activityId: is('element_id'),
      activityIdIn: oneOf('element_id'),
      executionId: is('id'),
      processInstanceId: is('instance_id'),
      processInstanceIdIn: oneOf('instance_id'),
      processDefinitionId: is('definition_id'),
      processDefinitionKey: is('definition_key'),
      processDefinitionKeyIn: oneOf('definition_key'),
      processDefinitionName: ofRelated('definition', is('name')),
      processDefinitionNameLike: ofRelated('definition', like('name')),
      active: flag({ column: 'suspended', op: '=', value: 0 }),
      suspended: flag({ column: 'suspended', op: '=', value: 1 }),
      priorityHigherThanOrEquals: priority('<='),
      priorityLowerThanOrEquals: priority('>='),
      processVariables: livingVariables('processVariable'),
      variableNamesIgnoreCase: option('flag'),
      variableValuesIgnoreCase: option('flag'),
      ...tenantParameters,
    },
    sortKeys: {
      id: 'id',
      lockExpirationTime: 'locked_until',
      processInstanceId: 'instance_id',
      processDefinitionId: 'definition_id',
      processDefinitionKey: 'definition_key',
      tenantId: 'tenant_id',
      createTime: 'created_at',
      taskPriority: (order) => ({ column: 'fetch_rank', order: order === 'asc' ? 'desc' : 'asc' }),
    },
    order: [{ column: 'id', order: 'asc' }],
  })

export const presentExternalTask = (row: ExternalTaskRow, versionTag: string | null) => ({
  activityId: row.element_id,
  activityInstanceId: activityInstanceId(row.element_id, row.id),
  errorMessage: row.error_message,
  executionId: row.id,
  id: row.id,
  lockExpirationTime: wireDate(row.locked_until),
  createTime: wireDate(row.created_at),
  processDefinitionId: row.definition_id,
  processDefinitionKey: row.definition_key,
  processDefinitionVersionTag: versionTag,
  processInstanceId: row.instance_id,
  retries: row.retries,
  suspended: row.suspended === 1,
  workerId: row.worker_id,
  topicName: row.topic,
  tenantId: wireTenant(row.tenant_id),
  priority: -row.fetch_rank,
  businessKey: row.business_key,
})
