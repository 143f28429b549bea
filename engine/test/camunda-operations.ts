/*
 * The 399 operations of Camunda 7.24's REST API (its OpenAPI), a path a line. `key`, `tenant` and `id` variants of a
 * definition are written out below.
 */

const TEXT = `
GET /engine
GET /version
GET POST /schema/log
GET POST /telemetry/configuration
GET /telemetry/data
POST /message
POST /signal
POST /condition
GET /event-subscription
GET /event-subscription/count

GET OPTIONS /authorization
GET /authorization/check
GET /authorization/count
POST /authorization/create
GET PUT DELETE OPTIONS /authorization/:id

GET /batch
GET /batch/count
GET /batch/statistics
GET /batch/statistics/count
GET DELETE /batch/:id
PUT /batch/:id/suspended

GET /decision-definition
GET /decision-definition/count
GET /decision-requirements-definition
GET /decision-requirements-definition/count

GET /deployment
GET /deployment/count
POST /deployment/create
GET /deployment/registered
GET DELETE /deployment/:id
POST /deployment/:id/redeploy
GET /deployment/:id/resources
GET /deployment/:id/resources/:resourceId
GET /deployment/:id/resources/:resourceId/data

GET POST /execution
GET POST /execution/count
GET /execution/:id
POST /execution/:id/create-incident
GET POST /execution/:id/localVariables
GET PUT DELETE /execution/:id/localVariables/:name
GET POST /execution/:id/localVariables/:name/data
GET /execution/:id/messageSubscriptions/:messageName
POST /execution/:id/messageSubscriptions/:messageName/trigger
POST /execution/:id/signal

GET POST /external-task
GET POST /external-task/count
POST /external-task/fetchAndLock
PUT /external-task/retries
POST /external-task/retries-async
GET /external-task/topic-names
GET /external-task/:id
POST /external-task/:id/bpmnError
POST /external-task/:id/complete
GET /external-task/:id/errorDetails
POST /external-task/:id/extendLock
POST /external-task/:id/failure
POST /external-task/:id/lock
PUT /external-task/:id/priority
PUT /external-task/:id/retries
POST /external-task/:id/unlock

GET OPTIONS /filter
GET /filter/count
POST /filter/create
GET PUT DELETE OPTIONS /filter/:id
GET POST /filter/:id/count
GET POST /filter/:id/list
GET POST /filter/:id/singleResult

GET POST OPTIONS /group
GET POST /group/count
POST /group/create
GET PUT DELETE OPTIONS /group/:id
OPTIONS /group/:id/members
PUT DELETE /group/:id/members/:userId

GET /identity/groups
GET POST /identity/password-policy
POST /identity/verify

GET /incident
GET /incident/count
GET DELETE /incident/:id
PUT DELETE /incident/:id/annotation

GET POST /job
GET POST /job/count
POST /job/retries
PUT /job/suspended
GET DELETE /job/:id
PUT /job/:id/duedate
POST /job/:id/duedate/recalculate
POST /job/:id/execute
PUT /job/:id/priority
PUT /job/:id/retries
GET /job/:id/stacktrace
PUT /job/:id/suspended

GET POST /job-definition
GET POST /job-definition/count
PUT /job-definition/suspended
GET /job-definition/:id
PUT /job-definition/:id/jobPriority
PUT /job-definition/:id/retries
PUT /job-definition/:id/suspended

GET /metrics
DELETE /metrics/task-worker
GET /metrics/:name/sum

POST /migration/execute
POST /migration/executeAsync
POST /migration/generate
POST /migration/validate
POST /modification/execute
POST /modification/executeAsync

GET /process-definition
GET /process-definition/count
GET /process-definition/statistics
PUT /process-definition/suspended
POST /process-definition/:id/restart
POST /process-definition/:id/restart-async
GET /process-definition/:id/static-called-process-definitions

GET POST /process-instance
GET POST /process-instance/count
POST /process-instance/delete
POST /process-instance/delete-historic-query-based
POST /process-instance/job-retries
POST /process-instance/job-retries-historic-query-based
POST /process-instance/message-async
PUT /process-instance/suspended
POST /process-instance/suspended-async
POST /process-instance/variables-async
GET DELETE /process-instance/:id
GET /process-instance/:id/activity-instances
GET PUT DELETE /process-instance/:id/comment
DELETE /process-instance/:id/comment/:commentId
POST /process-instance/:id/modification
POST /process-instance/:id/modification-async
PUT /process-instance/:id/suspended
GET POST /process-instance/:id/variables
GET PUT DELETE /process-instance/:id/variables/:name
GET POST /process-instance/:id/variables/:name/data

GET POST /task
GET POST /task/count
POST /task/create
GET /task/report/candidate-group-count
GET PUT DELETE /task/:id
POST /task/:id/assignee
GET /task/:id/attachment
POST /task/:id/attachment/create
GET DELETE /task/:id/attachment/:attachmentId
GET /task/:id/attachment/:attachmentId/data
POST /task/:id/bpmnError
POST /task/:id/bpmnEscalation
POST /task/:id/claim
GET PUT DELETE /task/:id/comment
POST /task/:id/comment/create
GET DELETE /task/:id/comment/:commentId
POST /task/:id/complete
POST /task/:id/delegate
GET /task/:id/deployed-form
GET /task/:id/form
GET /task/:id/form-variables
GET POST /task/:id/identity-links
POST /task/:id/identity-links/delete
GET POST /task/:id/localVariables
GET PUT DELETE /task/:id/localVariables/:name
GET POST /task/:id/localVariables/:name/data
GET /task/:id/rendered-form
POST /task/:id/resolve
POST /task/:id/submit-form
POST /task/:id/unclaim
GET POST /task/:id/variables
GET PUT DELETE /task/:id/variables/:name
GET POST /task/:id/variables/:name/data

GET OPTIONS /tenant
GET /tenant/count
POST /tenant/create
GET PUT DELETE OPTIONS /tenant/:id
OPTIONS /tenant/:id/group-members
PUT DELETE /tenant/:id/group-members/:groupId
OPTIONS /tenant/:id/user-members
PUT DELETE /tenant/:id/user-members/:userId

GET OPTIONS /user
GET /user/count
POST /user/create
DELETE OPTIONS /user/:id
PUT /user/:id/credentials
GET PUT /user/:id/profile
POST /user/:id/unlock

GET POST /variable-instance
GET POST /variable-instance/count
GET /variable-instance/:id
GET /variable-instance/:id/data

GET POST /history/activity-instance
GET POST /history/activity-instance/count
GET /history/activity-instance/:id
GET /history/batch
GET /history/batch/count
GET /history/batch/cleanable-batch-report
GET /history/batch/cleanable-batch-report/count
POST /history/batch/set-removal-time
GET DELETE /history/batch/:id
POST /history/cleanup
GET /history/cleanup/configuration
GET /history/cleanup/job
GET /history/cleanup/jobs
GET /history/decision-definition/cleanable-decision-instance-report
GET /history/decision-definition/cleanable-decision-instance-report/count
GET /history/decision-instance
GET /history/decision-instance/count
POST /history/decision-instance/delete
POST /history/decision-instance/set-removal-time
GET /history/decision-instance/:id
GET /history/decision-requirements-definition/:id/statistics
GET POST /history/detail
GET /history/detail/count
GET /history/detail/:id
GET /history/detail/:id/data
GET POST /history/external-task-log
GET POST /history/external-task-log/count
GET /history/external-task-log/:id
GET /history/external-task-log/:id/error-details
GET /history/identity-link-log
GET /history/identity-link-log/count
GET /history/incident
GET /history/incident/count
GET POST /history/job-log
GET POST /history/job-log/count
GET /history/job-log/:id
GET /history/job-log/:id/stacktrace
GET /history/process-definition/cleanable-process-instance-report
GET /history/process-definition/cleanable-process-instance-report/count
GET /history/process-definition/:id/statistics
GET POST /history/process-instance
GET POST /history/process-instance/count
POST /history/process-instance/delete
GET /history/process-instance/report
POST /history/process-instance/set-removal-time
GET DELETE /history/process-instance/:id
DELETE /history/process-instance/:id/variable-instances
GET POST /history/task
GET POST /history/task/count
GET /history/task/report
GET /history/user-operation
GET /history/user-operation/count
PUT /history/user-operation/:operationId/clear-annotation
PUT /history/user-operation/:operationId/set-annotation
GET POST /history/variable-instance
GET POST /history/variable-instance/count
GET DELETE /history/variable-instance/:id
GET /history/variable-instance/:id/data
`

/** What each definition of a kind can be asked, by id, by key, and by key and tenant. */
const OF_DEFINITIONS: Record<string, string[]> = {
  'process-definition': [
    'GET DELETE /',
    'GET /deployed-start-form',
    'GET /diagram',
    'GET /form-variables',
    'PUT /history-time-to-live',
    'GET /rendered-form',
    'POST /start',
    'GET /startForm',
    'GET /statistics',
    'POST /submit-form',
    'PUT /suspended',
    'GET /xml',
  ],
  'decision-definition': ['GET /', 'GET /diagram', 'POST /evaluate', 'PUT /history-time-to-live', 'GET /xml'],
  'decision-requirements-definition': ['GET /', 'GET /diagram', 'GET /xml'],
}
const VARIANTS = ['/:id', '/key/:key', '/key/:key/tenant-id/:tenantId']

export interface Operation {
  method: string
  path: string
}

const read = (line: string): Operation[] => {
  const path = line.slice(line.indexOf('/'))
  return line
    .slice(0, line.indexOf('/'))
    .trim()
    .split(' ')
    .map((method) => ({ method, path }))
}

const variants = Object.entries(OF_DEFINITIONS).flatMap(([kind, lines]) =>
  lines.flatMap((line) => VARIANTS.map((variant) => line.replace('/', `/${kind}${variant}/`).replace(/\/$/, ''))),
)

export const OPERATIONS: Operation[] = [...TEXT.split('\n').filter((line) => line !== ''), ...variants].flatMap(read)

/** `/history/task/:id` belongs to `history/task`, all others to their first part. */
export const groupOf = (path: string): string =>
  path
    .split('/')
    .slice(1, path.startsWith('/history/') ? 3 : 2)
    .join('/')
