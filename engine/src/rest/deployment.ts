import multer, { type UploadedFile } from '@koa/multer'
import type Router from '@koa/router'
import type { DeploymentRow } from '@lianban/storage'
import type { Context, Middleware } from 'koa'
import { z } from 'zod'
import type { Deployment } from '../runtime/deploy.ts'
import { answer, answerNothing, param, selfLink, wireTenant, type Rest } from './context.ts'
import { wireDate } from './dates.ts'
import { invalidRequest, noMatching } from './errors.ts'
import { pageOf, paging, query, readListQuery, readQuery, sorting } from './input.ts'
import { presentDefinition } from './process-definition.ts'

/** Bytes of one file, files and other parts of one deployment. */
const LIMITS = { fileSize: 16 * 1024 * 1024, files: 200, fields: 20, fieldSize: 64 * 1024 }

const Create = z.strictObject({
  'deployment-name': z.string().max(191).optional(),
  'deployment-source': z.string().max(191).optional(),
  'enable-duplicate-filtering': query.flag.optional(),
  'deploy-changed-only': query.flag.optional(),
  'deployment-activation-time': z.literal('').optional(),
  'tenant-id': z.string().optional(),
})

const List = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  nameLike: z.string().optional(),
  source: z.string().optional(),
  before: query.date.optional(),
  after: query.date.optional(),
  ...paging,
  ...sorting(['id', 'deploymentTime']),
})

const Delete = z.strictObject({ cascade: query.flag.optional(), skipCustomListeners: query.flag.optional(), skipIoMappings: query.flag.optional() })

export function deploymentRoutes(router: Router, { engine, tenantOf, actorOf }: Rest): void {
  const upload = multer({ storage: multer.memoryStorage(), limits: LIMITS }).any()

  router.post('/deployment/create', uploaded(upload), async (ctx) => {
    const { fields, files } = partsOf(ctx)
    if (fields['deploy-changed-only']) throw invalidRequest('deploy-changed-only is not supported; use enable-duplicate-filtering')
    const tenantId = tenantOf(ctx)
    if (fields['tenant-id'] && fields['tenant-id'] !== tenantId) throw invalidRequest(`You may not deploy for tenant ${fields['tenant-id']}`)
    const deployment = await engine.deploy({
      tenantId,
      name: fields['deployment-name'] ?? '',
      source: fields['deployment-source'],
      skipIfSame: fields['enable-duplicate-filtering'],
      resources: files,
      actor: actorOf(ctx),
    })
    answer(ctx, presentNew(deployment, selfOf(ctx, deployment.id)))
  })

  router.get('/deployment', async (ctx) => {
    const { firstResult, maxResults, sortBy, sortOrder, ...filter } = readListQuery(ctx, List)
    const page = pageOf({ firstResult, maxResults, sortBy, sortOrder })
    if (sortOrder === 'asc') throw invalidRequest('deployments are listed newest first: sortOrder desc')
    const rows = await engine.deployments.list({ tenantId: tenantOf(ctx), ...filter }, page)
    answer(ctx, rows.map((row) => present(row, selfOf(ctx, row.id))))
  })

  router.get('/deployment/count', async (ctx) => {
    const { firstResult: _first, maxResults: _max, sortBy: _by, sortOrder: _order, ...filter } = readListQuery(ctx, List)
    answer(ctx, { count: await engine.deployments.count({ tenantId: tenantOf(ctx), ...filter }) })
  })

  router.get('/deployment/:id', async (ctx) => {
    const row = await engine.deployments.get(tenantOf(ctx), param(ctx, 'id'))
    if (!row) throw noMatching(`deployment with id '${param(ctx, 'id')}'`)
    answer(ctx, present(row, selfOf(ctx, row.id)))
  })

  router.delete('/deployment/:id', async (ctx) => {
    const { cascade } = readQuery(ctx, Delete)
    await engine.deleteDeployment({ tenantId: tenantOf(ctx), id: param(ctx, 'id'), cascade })
    answerNothing(ctx)
  })

  router.get('/deployment/:id/resources', async (ctx) => {
    const rows = await engine.deployments.resources(tenantOf(ctx), param(ctx, 'id'))
    if (rows.length === 0) throw noMatching(`deployment with id '${param(ctx, 'id')}'`)
    answer(ctx, rows.map((row) => ({ id: row.id, name: row.name, deploymentId: row.deployment_id })))
  })

  router.get('/deployment/:id/resources/:resourceId/data', async (ctx) => {
    const row = await engine.deployments.resource(tenantOf(ctx), param(ctx, 'id'), param(ctx, 'resourceId'))
    if (!row) throw noMatching(`resource '${param(ctx, 'resourceId')}' in deployment '${param(ctx, 'id')}'`)
    ctx.body = row.content
    ctx.set('Content-Type', 'application/octet-stream')
    ctx.set('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(row.name)}`)
  })
}

/** Multer's own errors (a file too large, a broken body) are the client's. */
function uploaded(upload: ReturnType<ReturnType<typeof multer>['any']>): Middleware {
  return async (ctx, next) => {
    if (!ctx.is('multipart/form-data')) throw invalidRequest('a deployment is sent as multipart/form-data')
    try {
      await upload(ctx, async () => {})
    } catch (error) {
      throw invalidRequest(`the deployment could not be read: ${(error as Error).message}`)
    }
    await next()
  }
}

function partsOf(ctx: Context) {
  const { body, files = [] } = ctx.request as { body?: unknown; files?: UploadedFile[] }
  const parsed = Create.safeParse({ ...(body as object | undefined) })
  if (!parsed.success) throw invalidRequest(`Invalid part ${parsed.error.issues[0]!.path.join('.')}: ${parsed.error.issues[0]!.message}`)
  if (files.length === 0) throw invalidRequest('No deployment resources contained in the form upload.')
  const resources = files.map(({ originalname, buffer }) => ({ name: Buffer.from(originalname, 'latin1').toString('utf8'), content: buffer }))
  return { fields: parsed.data, files: resources }
}

const selfOf = (ctx: Context, id: string) => selfLink(ctx, `deployment/${id}`)

const present = (row: DeploymentRow, links: object[]) => ({
  links,
  id: row.id,
  name: row.name === '' ? null : row.name,
  source: row.source,
  deploymentTime: wireDate(row.deployed_at),
  tenantId: wireTenant(row.tenant_id),
})

/** The Modeler takes null for "nothing new". */
const presentNew = ({ id, name, source, deployedAt, tenantId, isNew, definitions }: Deployment, links: object[]) => ({
  links,
  id,
  name: name === '' ? null : name,
  source,
  deploymentTime: wireDate(deployedAt),
  tenantId: wireTenant(tenantId),
  deployedProcessDefinitions: isNew && definitions.length > 0 ? Object.fromEntries(definitions.map((one) => [one.id, presentDefinition(one)])) : null,
  deployedCaseDefinitions: null,
  deployedDecisionDefinitions: null,
  deployedDecisionRequirementsDefinitions: null,
})
