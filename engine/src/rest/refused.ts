import type Router from '@koa/router'
import { RestError } from './errors.ts'

const HOST = "users, groups, tenants and rights are the host's; the engine keeps none"
const FILTER = 'task filters are not stored; send the query itself to POST /task'
const ATTACHMENT = 'the engine keeps no attachments; store the file, and keep its reference in a variable'
const REPORT = 'reports are not made; count what you need by the queries'
const REMOVAL = 'history goes when its time to live is over, or with DELETE /history/process-instance/{id}'
const DETAIL = 'details are listed; name the instance and the variable'

/** Camunda's operations that this engine does not have, each with its reason. Methods, path, reason. */
export const REFUSED: readonly [methods: string, path: string, reason: string][] = [
  ['POST', '/authorization/create', HOST],
  ['GET PUT DELETE OPTIONS', '/authorization/:id', HOST],
  ['POST', '/filter/create', FILTER],
  ['GET PUT DELETE OPTIONS', '/filter/:id', FILTER],
  ['GET POST', '/filter/:id/count', FILTER],
  ['GET POST', '/filter/:id/list', FILTER],
  ['GET POST', '/filter/:id/singleResult', FILTER],
  ['POST', '/group/create', HOST],
  ['GET PUT DELETE OPTIONS', '/group/:id', HOST],
  ['OPTIONS', '/group/:id/members', HOST],
  ['PUT DELETE', '/group/:id/members/:userId', HOST],
  ['POST', '/identity/verify', HOST],
  ['POST', '/tenant/create', HOST],
  ['PUT DELETE OPTIONS', '/tenant/:id', HOST],
  ['OPTIONS', '/tenant/:id/group-members', HOST],
  ['PUT DELETE', '/tenant/:id/group-members/:groupId', HOST],
  ['OPTIONS', '/tenant/:id/user-members', HOST],
  ['PUT DELETE', '/tenant/:id/user-members/:userId', HOST],
  ['POST', '/user/create', HOST],
  ['DELETE OPTIONS', '/user/:id', HOST],
  ['PUT', '/user/:id/credentials', HOST],
  ['PUT', '/user/:id/profile', HOST],
  ['POST', '/user/:id/unlock', HOST],
  ['GET', '/deployment/registered', 'jobs are carried out by every engine process, whatever it has deployed'],
  ['POST', '/execution/:id/create-incident', 'incidents come of what went wrong only, and are resolved by trying again'],
  ['DELETE', '/metrics/task-worker', 'metrics are read from the history: remove that'],
  ['GET', '/telemetry/data', 'no telemetry is collected'],
  ['GET', '/task/report/candidate-group-count', REPORT],
  ['GET', '/task/:id/attachment', ATTACHMENT],
  ['POST', '/task/:id/attachment/create', ATTACHMENT],
  ['GET DELETE', '/task/:id/attachment/:attachmentId', ATTACHMENT],
  ['GET', '/task/:id/attachment/:attachmentId/data', ATTACHMENT],
  ['POST', '/history/batch/set-removal-time', 'batches leave no history'],
  ['GET', '/history/cleanup/job', 'the clean-up is no job'],
  ['GET', '/history/cleanup/jobs', 'the clean-up is no job'],
  ['GET', '/history/decision-definition/cleanable-decision-instance-report', REPORT],
  ['GET', '/history/decision-definition/cleanable-decision-instance-report/count', REPORT],
  ['POST', '/history/decision-instance/delete', REMOVAL],
  ['POST', '/history/decision-instance/set-removal-time', REMOVAL],
  ['GET', '/history/decision-requirements-definition/:id/statistics', REPORT],
  ['GET', '/history/detail/:id', DETAIL],
  ['GET', '/history/detail/:id/data', DETAIL],
  ['GET', '/history/process-definition/cleanable-process-instance-report', REPORT],
  ['GET', '/history/process-definition/cleanable-process-instance-report/count', REPORT],
  ['GET', '/history/process-instance/report', REPORT],
  ['POST', '/history/process-instance/set-removal-time', REMOVAL],
  ['GET', '/history/task/report', REPORT],
]

/** Those without a parameter stand before all else: `/deployment/registered` is no deployment. */
export const fixedRefusalRoutes = (router: Router): void => refuse(router, ([, path]) => !path.includes(':'))

/** Those with one stand behind all else: what is built wins. */
export const refusalRoutes = (router: Router): void => refuse(router, ([, path]) => path.includes(':'))

function refuse(router: Router, test: (entry: (typeof REFUSED)[number]) => boolean): void {
  for (const [methods, path, reason] of REFUSED.filter(test)) {
    router.register(
      path,
      methods.split(' '),
      () => {
        throw notSupported(reason)
      },
      { name: 'refused' },
    )
  }
}

/** 501: Camunda has it, this engine has not. */
export const notSupported = (reason: string): RestError => new RestError(501, 'RestException', `This engine does not support it: ${reason}`)
