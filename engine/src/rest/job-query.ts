import type { Condition, JobRow } from '@lianban/storage'
import { wireTenant } from './context.ts'
import { parseWireDate, wireDate } from './dates.ts'
import { invalidRequest } from './errors.ts'
import { atLeast, atMost, flag, is, isNull, isSet, oneOf, option, refused, tenantParameters } from './parameters.ts'
import { querySpec, type Parameter } from './query.ts'

const TIMERS = ['timer', 'timerStart']
const DATE_OPERATORS = { gt: '>', lt: '<' } as const

/** `gt_<date>,lt_<date>` in a query string, a list of {operator, value} in JSON. */
const dates = (column: string): Parameter<'dates'> => ({
  kind: 'dates',
  where: (criteria) =>
    criteria.map(({ operator, value }): Condition => {
      const at = parseWireDate(value.replace(/ (?=\d{2}:?\d{2}$)/, '+'))
      const op = Object.hasOwn(DATE_OPERATORS, operator) ? DATE_OPERATORS[operator as keyof typeof DATE_OPERATORS] : undefined
      if (op === undefined || at === null)
        throw invalidRequest(`'${operator}_${value}' is no condition on a date: expected gt or lt and a date`)
      return { column, op, value: at }
    }),
})

const hasRetries: Condition = { column: 'retries', op: '>', value: 0 }
const kindIn = (values: string[]): Condition => ({ column: 'kind', op: 'in', values })

/** What jobs can be asked for. `now` is the engine's instant, for those that are executable. */
export const jobQuery = (now: () => number) =>
  querySpec({
    parameters: {
      jobId: is('id'),
      jobIds: oneOf('id'),
      jobDefinitionId: is('job_definition_id'),
      processInstanceId: is('instance_id'),
      processInstanceIds: oneOf('instance_id'),
      executionId: is('token_id'),
      processDefinitionId: is('definition_id'),
      processDefinitionKey: is('definition_key'),
      activityId: is('element_id'),
      failedActivityId: {
        kind: 'string',
        where: (value: string) => [
          { column: 'element_id', op: '=', value },
          { column: 'error_message', op: 'not null' },
        ],
      },
      withRetriesLeft: flag(hasRetries),
      noRetriesLeft: flag({ column: 'retries', op: '=', value: 0 }),
      executable: {
        kind: 'flag',
        where: () => [
          hasRetries,
          { column: 'suspended', op: '=', value: 0 },
          { any: [[{ column: 'due_at', op: 'null' }], [{ column: 'due_at', op: '<=', value: now() }]] },
        ],
      },
      timers: flag(kindIn(TIMERS)),
      messages: flag({ not: [kindIn(TIMERS)] }),
      dueDates: dates('due_at'),
      createTimes: dates('created_at'),
      withException: isSet('error_message'),
      exceptionMessage: is('error_message'),
      acquired: refused('which jobs are being carried out is not told'),
      active: flag({ column: 'suspended', op: '=', value: 0 }),
      suspended: flag({ column: 'suspended', op: '=', value: 1 }),
      priorityLowerThanOrEquals: atMost('priority'),
      priorityHigherThanOrEquals: atLeast('priority'),
      includeJobsWithoutTenantId: option('flag'),
      ...tenantParameters,
    },
    sortKeys: {
      jobId: 'id',
      executionId: 'token_id',
      processInstanceId: 'instance_id',
      processDefinitionId: 'definition_id',
      processDefinitionKey: 'definition_key',
      jobPriority: 'priority',
      jobRetries: 'retries',
      jobDueDate: 'due_at',
      tenantId: 'tenant_id',
    },
    order: [{ column: 'id', order: 'asc' }],
  })

export const presentJob = (row: JobRow) => ({
  id: row.id,
  jobDefinitionId: row.job_definition_id,
  processInstanceId: row.instance_id,
  processDefinitionId: row.definition_id,
  processDefinitionKey: row.definition_key,
  executionId: row.token_id,
  exceptionMessage: row.error_message,
  failedActivityId: row.error_message === null ? null : row.element_id,
  retries: row.retries,
  dueDate: wireDate(row.due_at),
  suspended: row.suspended === 1,
  priority: row.priority,
  tenantId: wireTenant(row.tenant_id),
  createTime: wireDate(row.created_at),
  batchId: null,
})

export const JOB_DEFINITIONS = querySpec({
  parameters: {
    jobDefinitionId: is('id'),
    activityIdIn: oneOf('element_id'),
    processDefinitionId: is('definition_id'),
    processDefinitionKey: is('definition_key'),
    jobType: is('job_type'),
    jobConfiguration: is('configuration'),
    active: flag({ column: 'suspended', op: '=', value: 0 }),
    suspended: flag({ column: 'suspended', op: '=', value: 1 }),
    withOverridingJobPriority: isSet('priority'),
    withoutOverridingJobPriority: isNull('priority'),
    includeJobDefinitionsWithoutTenantId: option('flag'),
    ...tenantParameters,
  },
  sortKeys: {
    jobDefinitionId: 'id',
    activityId: 'element_id',
    processDefinitionId: 'definition_id',
    processDefinitionKey: 'definition_key',
    jobType: 'job_type',
    jobConfiguration: 'configuration',
    tenantId: 'tenant_id',
  },
  order: [{ column: 'id', order: 'asc' }],
})
