import type Router from '@koa/router'
import type { DeploymentRow } from '@lianban/storage'
import type { Context } from 'koa'
import { extname } from 'node:path'
import { answer, answerNothing, param, wireTenant, type Rest } from './context.ts'
import { wireDate } from './dates.ts'
import { deploymentCreateRoutes } from './deployment-create.ts'
import { doesNotExist, noMatching } from './errors.ts'
import { after, before, is, isNull, like, option, tenantParameters } from './parameters.ts'
import { listRoutes, querySpec, readParameters } from './query.ts'

const DEPLOYMENTS = querySpec({
  parameters: {
    id: is('id'),
    name: is('name'),
    nameLike: like('name'),
    source: is('source'),
    withoutSource: isNull('source'),
    before: before('deployed_at'),
    after: after('deployed_at'),
    includeDeploymentsWithoutTenantId: option('flag'),
    ...tenantParameters,
  },
  sortKeys: { id: 'id', name: 'name', deploymentTime: 'deployed_at', tenantId: 'tenant_id' },
  order: [{ column: 'id', order: 'desc' }],
})
const DELETE = { cascade: option('boolean'), skipCustomListeners: option('boolean'), skipIoMappings: option('boolean') }

/** What browsers may show in place: pictures. All else is a download, whatever someone uploaded. */
const SHOWN: Record<string, string> = { '.png': 'image/png', '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg', '.gif': 'image/gif' }

export function deploymentRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf } = rest
  listRoutes(router, '/deployment', DEPLOYMENTS, {
    list: async (ctx, query) => (await engine.lists.list<DeploymentRow>('deployment', { tenantId: tenantOf(ctx), ...query })).map(present),
    count: (ctx, { where }) => engine.lists.count('deployment', { tenantId: tenantOf(ctx), where }),
    methods: ['GET'],
  })
  deploymentCreateRoutes(router, rest)
  const found = async (ctx: Context): Promise<DeploymentRow> => {
    const row = await engine.deployments.get(tenantOf(ctx), param(ctx, 'id'))
    if (!row) throw doesNotExist(`Deployment with id '${param(ctx, 'id')}'`)
    return row
  }
  router.get('/deployment/:id', async (ctx) => answer(ctx, present(await found(ctx))))
  router.delete('/deployment/:id', async (ctx) => {
    const { cascade } = readParameters(ctx, DELETE)
    await engine.deleteDeployment({ tenantId: tenantOf(ctx), id: param(ctx, 'id'), cascade })
    answerNothing(ctx)
  })
  router.get('/deployment/:id/resources', async (ctx) => {
    const { id } = await found(ctx)
    answer(ctx, (await engine.deployments.resources(tenantOf(ctx), id)).map(presentResource))
  })
  const resource = async (ctx: Context) => {
    const row = await engine.deployments.resource(tenantOf(ctx), param(ctx, 'id'), param(ctx, 'resourceId'))
    if (!row) throw noMatching(`resource '${param(ctx, 'resourceId')}' in deployment '${param(ctx, 'id')}'`)
    return row
  }
  router.get('/deployment/:id/resources/:resourceId', async (ctx) => answer(ctx, presentResource(await resource(ctx))))
  router.get('/deployment/:id/resources/:resourceId/data', async (ctx) => {
    const { name, content } = await resource(ctx)
    const shown = SHOWN[extname(name).toLowerCase()]
    ctx.body = content
    ctx.set('Content-Type', shown ?? 'application/octet-stream')
    ctx.set('Content-Disposition', `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`)
    ctx.set('X-Content-Type-Options', 'nosniff')
  })
}

const presentResource = (row: { id: string; name: string; deployment_id: string }) => ({
  id: row.id,
  name: row.name,
  deploymentId: row.deployment_id,
})

const present = (row: DeploymentRow) => ({
  links: [],
  id: row.id,
  name: row.name === '' ? null : row.name,
  source: row.source,
  deploymentTime: wireDate(row.deployed_at),
  tenantId: wireTenant(row.tenant_id),
})
