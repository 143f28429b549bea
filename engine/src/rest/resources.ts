import Router from '@koa/router'
import type { Rest } from './context.ts'
import { batchRoutes } from './batch.ts'
import { decisionDefinitionRoutes } from './decision-definition.ts'
import { deploymentRoutes } from './deployment.ts'
import { engineInfoRoutes } from './engine-info.ts'
import { eventSubscriptionRoutes } from './event-subscription.ts'
import { executionRoutes } from './execution.ts'
import { externalTaskRoutes } from './external-task.ts'
import { historyRoutes } from './history.ts'
import { identityRoutes } from './identity.ts'
import { incidentRoutes } from './incident.ts'
import { jobDefinitionRoutes } from './job-definition.ts'
import { jobRoutes } from './job.ts'
import { messageRoutes } from './message.ts'
import { metricsRoutes } from './metrics.ts'
import { migrationRoutes } from './migration.ts'
import { modificationRoutes } from './modification.ts'
import { processDefinitionRoutes } from './process-definition.ts'
import { processInstanceRoutes } from './process-instance.ts'
import { fixedRefusalRoutes, refusalRoutes } from './refused.ts'
import { signalRoutes } from './signal.ts'
import { taskRoutes } from './task.ts'
import { variableInstanceRoutes } from './variable-instance.ts'

/** Every resource's routes, in this order. A path with a fixed part stands in its resource before the one with a parameter there. */
const RESOURCES: ((router: Router, rest: Rest) => void)[] = [
  fixedRefusalRoutes,
  engineInfoRoutes,
  deploymentRoutes,
  processDefinitionRoutes,
  processInstanceRoutes,
  executionRoutes,
  taskRoutes,
  variableInstanceRoutes,
  externalTaskRoutes,
  messageRoutes,
  signalRoutes,
  eventSubscriptionRoutes,
  jobRoutes,
  jobDefinitionRoutes,
  incidentRoutes,
  decisionDefinitionRoutes,
  modificationRoutes,
  migrationRoutes,
  batchRoutes,
  metricsRoutes,
  historyRoutes,
  identityRoutes,
  refusalRoutes,
]

export function resourceRouter(rest: Rest): Router {
  const router = new Router()
  for (const register of RESOURCES) register(router, rest)
  return router
}
