import type Router from '@koa/router'
import type { Rest } from './context.ts'
import { historicActivityRoutes } from './history/activity-instance.ts'
import { historyCleanupRoutes } from './history/cleanup.ts'
import { decisionInstanceRoutes } from './history/decision-instance.ts'
import { historicDetailRoutes } from './history/detail.ts'
import { identityLinkLogRoutes } from './history/identity-link-log.ts'
import { historicIncidentRoutes } from './history/incident.ts'
import { historicLogRoutes } from './history/logs.ts'
import { historicInstanceRoutes } from './history/process-instance.ts'
import { historicTaskRoutes } from './history/task.ts'
import { userOperationRoutes } from './history/user-operation.ts'
import { historicVariableRoutes } from './history/variable-instance.ts'

/** What has happened: one file for each resource under /history. */
export function historyRoutes(router: Router, rest: Rest): void {
  historyCleanupRoutes(router, rest)
  historicInstanceRoutes(router, rest)
  historicActivityRoutes(router, rest)
  historicTaskRoutes(router, rest)
  historicVariableRoutes(router, rest)
  historicDetailRoutes(router, rest)
  historicIncidentRoutes(router, rest)
  historicLogRoutes(router, rest)
  userOperationRoutes(router, rest)
  decisionInstanceRoutes(router, rest)
  identityLinkLogRoutes(router, rest)
}
