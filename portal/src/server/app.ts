import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bodyParser } from '@koa/bodyparser'
import type Router from '@koa/router'
import Koa, { type Middleware } from 'koa'
import type { State } from './context.ts'
import { invalidRequest } from './http-error.ts'
import { errors } from './middlewares/errors.ts'
import { rateLimits } from './middlewares/rate-limit.ts'
import { requestLog } from './middlewares/request-log.ts'
import { securityHeaders } from './middlewares/security-headers.ts'
import { csrf, session } from './middlewares/session.ts'
import { spa } from './middlewares/spa.ts'
import { tenantOfHost } from './middlewares/tenant.ts'
import { oneEachTurn } from './middlewares/turns.ts'
import { cardRoutes } from './routes/cards.ts'
import { accountRoutes } from './routes/account.ts'
import { apiTokenRoutes } from './routes/api-tokens.ts'
import { caseDeskRoutes } from './routes/case-desk.ts'
import { caseRoutes } from './routes/cases.ts'
import { circulationRoutes } from './routes/circulations.ts'
import { delegationRoutes } from './routes/delegations.ts'
import { dutyRoutes } from './routes/duties.ts'
import { licenceRoutes } from './routes/licences.ts'
import { emergencyRoutes } from './routes/emergency-access.ts'
import { engineRestRoutes } from './routes/engine-rest.ts'
import { fileRoutes } from './routes/files.ts'
import { hotlineRoutes } from './routes/hotline.ts'
import { healthRoutes } from './routes/health.ts'
import { inboxRoutes } from './routes/inbox.ts'
import { incidentRoutes } from './routes/incidents.ts'
import { linkageRoutes } from './routes/linkage.ts'
import { logRoutes } from './routes/log.ts'
import { guideRoutes, matterRoutes } from './routes/matters.ts'
import { noticeRoutes } from './routes/notices.ts'
import { oidcRoutes } from './routes/oidc.ts'
import { openApiRoutes } from './routes/openapi.ts'
import { archiveRoutes } from './routes/archives.ts'
import { publicationRoutes } from './routes/publications.ts'
import { publicityRoutes } from './routes/publicity.ts'
import { policyRoutes } from './routes/policies.ts'
import { queueDeviceRoutes } from './routes/queue-device.ts'
import { queueRoutes } from './routes/queue.ts'
import { windowRoutes } from './routes/window.ts'
import { rateRoutes } from './routes/rate.ts'
import { assessmentRoutes } from './routes/assessment.ts'
import { projectRoutes } from './routes/projects.ts'
import { ratingRoutes } from './routes/ratings.ts'
import { draftRoutes } from './routes/drafts.ts'
import { optionRoutes } from './routes/options.ts'
import { consultationRoutes, publicConsultationRoutes } from './routes/consultations.ts'
import { publicShowingRoutes, showingRoutes } from './routes/showings.ts'
import { phoneRoutes, phoneUploadRoutes } from './routes/phone-uploads.ts'
import { phraseRoutes } from './routes/phrases.ts'
import { reportRoutes } from './routes/reports.ts'
import { worklistRoutes } from './routes/worklist.ts'
import { receiptRoutes } from './routes/receipt.ts'
import { signatureRoutes } from './routes/signatures.ts'
import { registerRoutes } from './routes/registers.ts'
import { calendarRoutes } from './routes/calendar.ts'
import { ruleRoutes } from './routes/rules.ts'
import { sessionRoutes } from './routes/session.ts'
import { statisticsRoutes } from './routes/statistics.ts'
import { studioRoutes } from './routes/studio.ts'
import { studioReleaseRoutes } from './routes/studio-releases.ts'
import { studioSurroundingRoutes } from './routes/studio-surroundings.ts'
import { supervisionRoutes } from './routes/supervision.ts'
import { systemLogRoutes } from './routes/system-log.ts'
import { taskRoutes } from './routes/tasks.ts'
import { caseVerbRoutes, handOverRoutes, taskVerbRoutes } from './routes/verbs.ts'
import { organRoutes } from './routes/organs.ts'
import { transferRoutes } from './routes/transfer.ts'
import { userRoutes } from './routes/users.ts'
import { userSecurityRoutes } from './routes/user-security.ts'
import { deliveryRoutes } from './routes/deliveries.ts'
import { noticeSettingRoutes } from './routes/notice-settings.ts'
import { verifyRoutes } from './routes/verify.ts'
import { workerTemplateRoutes } from './routes/worker-templates.ts'
import type { Services } from './services.ts'

/** The largest JSON body: a form with its tables; files go through /api/uploads. */
const JSON_LIMIT = '1mb'
/** The built web application beside this package's own `dist`. */
const WEB_ROOT = fileURLToPath(new URL('../../dist/web', import.meta.url))

const ROUTES = [
  sessionRoutes,
  accountRoutes,
  oidcRoutes,
  userSecurityRoutes,
  apiTokenRoutes,
  guideRoutes,
  matterRoutes,
  caseRoutes,
  caseVerbRoutes,
  circulationRoutes,
  caseDeskRoutes,
  taskRoutes,
  taskVerbRoutes,
  handOverRoutes,
  inboxRoutes,
  fileRoutes,
  dutyRoutes,
  licenceRoutes,
  supervisionRoutes,
  noticeRoutes,
  noticeSettingRoutes,
  deliveryRoutes,
  reportRoutes,
  cardRoutes,
  ruleRoutes,
  calendarRoutes,
  statisticsRoutes,
  logRoutes,
  systemLogRoutes,
  incidentRoutes,
  delegationRoutes,
  emergencyRoutes,
  policyRoutes,
  organRoutes,
  userRoutes,
  transferRoutes,
  registerRoutes,
  publicationRoutes,
  archiveRoutes,
  projectRoutes,
  ratingRoutes,
  assessmentRoutes,
  linkageRoutes,
  signatureRoutes,
  optionRoutes,
  phoneUploadRoutes,
  showingRoutes,
  consultationRoutes,
  phraseRoutes,
  worklistRoutes,
  draftRoutes,
  studioRoutes,
  studioReleaseRoutes,
  studioSurroundingRoutes,
  queueRoutes,
  windowRoutes,
  openApiRoutes,
  healthRoutes,
]

/** Those before the session with its CSRF check: no session gives a right there. */
const OPEN_ROUTES = [
  publicityRoutes,
  verifyRoutes,
  rateRoutes,
  receiptRoutes,
  queueDeviceRoutes,
  phoneRoutes,
  publicShowingRoutes,
  publicConsultationRoutes,
  hotlineRoutes,
]

/** The HTTP application: routes → authorize → validate → one call → present. */
export function createApp(services: Services): Koa<State> {
  const { config, logger, clock } = services
  // The last address is the one that the proxy saw; those before it are whatever the sender wrote.
  const app = new Koa<State>({ proxy: config.trustProxy, maxIpsCount: 1 })
  app.on('error', (error: unknown) => logger.warn({ err: error }, 'response ended early'))
  app.use(requestLog(logger))
  app.use(oneEachTurn())
  app.use(securityHeaders(config.mapTiles))
  app.use(mount('/engine-rest', engineRestRoutes(services)))
  app.use(errors(logger))
  app.use(workerTemplateRoutes(services))
  app.use(tenantOfHost(services.tenants))
  const open = OPEN_ROUTES.map((routes): Router<State> => routes(services))
  const limits = rateLimits(config.rateLimitPerMinute, clock, ({ path, method }) => open.some((one) => one.match(path, method).route))
  app.use(limits.beforeSession)
  app.use(bodyParser({ enableTypes: ['json'], jsonLimit: JSON_LIMIT, onError: unreadableBody }))
  for (const router of open) app.use(router.routes())
  app.use(session(services.tenants))
  app.use(limits.afterSession)
  app.use(csrf)
  for (const routes of ROUTES) {
    const router: Router<State> = routes(services)
    app.use(router.routes())
  }
  if (existsSync(WEB_ROOT)) app.use(spa(WEB_ROOT))
  return app
}

/** What is no JSON, or compressed otherwise than it says, is the caller's mistake; too large a body has its own status. */
function unreadableBody(error: Error & { status?: number }): never {
  throw error.status === 413
    ? error
    : invalidRequest([{ path: '', message: 'the body is not the JSON, or not compressed as, its headers say' }])
}

/** The engine's own API has its own errors and body parsing: it runs apart from the portal's middlewares. */
function mount(prefix: string, inner: Middleware<State>): Middleware<State> {
  return (ctx, next) => (ctx.path === prefix || ctx.path.startsWith(`${prefix}/`) ? inner(ctx, next) : next())
}
