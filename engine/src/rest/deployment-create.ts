import multer, { type UploadedFile } from '@koa/multer'
import type Router from '@koa/router'
import type { DecisionDefinitionRow, ProcessDefinitionRow } from '@lianban/storage'
import type { Context, Middleware } from 'koa'
import { z } from 'zod'
import type { DecisionDefinition } from '../runtime/decisions.ts'
import type { Definition } from '../runtime/definitions.ts'
import type { Deployment } from '../runtime/deploy.ts'
import { answer, param, selfLink, wireTenant, type Rest } from './context.ts'
import { parseWireDate, wireDate } from './dates.ts'
import { presentDecisionDefinition, presentProcessDefinition } from './definition-query.ts'
import { requirementsGraphs } from './decision-requirements.ts'
import { invalidRequest, noMatching } from './errors.ts'
import { readBody } from './input.ts'

/** Bytes of one file, files and other parts of one deployment. */
const LIMITS = { fileSize: 16 * 1024 * 1024, files: 200, fields: 20, fieldSize: 64 * 1024 }

/** Parts of a form are texts. */
const flag = z.enum(['true', 'false']).transform((value) => value === 'true')
const Create = z.strictObject({
  'deployment-name': z.string().max(191).optional(),
  'deployment-source': z.string().max(191).optional(),
  'enable-duplicate-filtering': flag.optional(),
  'deploy-changed-only': flag.optional(),
  'deployment-activation-time': z.string().optional(),
  'tenant-id': z.string().optional(),
})
const Redeploy = z.strictObject({
  resourceIds: z.array(z.string()).nullish(),
  resourceNames: z.array(z.string()).nullish(),
  source: z.string().max(191).nullish(),
})

export function deploymentCreateRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf, actorOf } = rest
  const upload = multer({ storage: multer.memoryStorage(), limits: LIMITS }).any()

  router.post('/deployment/create', uploaded(upload), async (ctx) => {
    const { fields, files } = partsOf(ctx)
    const tenantId = tenantOf(ctx)
    if (fields['tenant-id'] && fields['tenant-id'] !== tenantId)
      throw invalidRequest(`You may not deploy for tenant ${fields['tenant-id']}`)
    const deployment = await engine.deploy({
      tenantId,
      name: fields['deployment-name'] ?? '',
      source: fields['deployment-source'],
      skipIfSame: fields['enable-duplicate-filtering'],
      changedOnly: fields['deploy-changed-only'],
      activateAt: activationOf(fields['deployment-activation-time']),
      resources: files,
      actor: actorOf(ctx),
    })
    answer(ctx, await presentNew(ctx, rest, deployment))
  })

  router.post('/deployment/:id/redeploy', async (ctx) => {
    const { resourceIds, resourceNames, source } = readBody(ctx, Redeploy)
    const [tenantId, id] = [tenantOf(ctx), param(ctx, 'id')]
    const row = await engine.deployments.get(tenantId, id)
    if (!row) throw noMatching(`deployment with id '${id}'`)
    const all = await engine.deployments.resources(tenantId, id)
    const missing = [
      ...(resourceIds ?? []).filter((wanted) => !all.some((one) => one.id === wanted)),
      ...(resourceNames ?? []).filter((wanted) => !all.some((one) => one.name === wanted)),
    ]
    if (missing.length > 0) throw noMatching(`resource '${missing[0]}' in deployment '${id}'`)
    const isAsked = resourceIds || resourceNames
    const chosen = isAsked ? all.filter((one) => resourceIds?.includes(one.id) || resourceNames?.includes(one.name)) : all
    const files = await Promise.all(chosen.map(({ name }) => engine.deployments.resourceByName(tenantId, id, name)))
    const deployment = await engine.deploy({
      tenantId,
      name: row.name,
      source: source ?? row.source ?? undefined,
      resources: files.map((file) => ({ name: file!.name, content: file!.content })),
      actor: actorOf(ctx),
    })
    answer(ctx, await presentNew(ctx, rest, deployment))
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
  const resources = files.map(({ originalname, buffer }) => ({
    name: Buffer.from(originalname, 'latin1').toString('utf8'),
    content: buffer,
  }))
  return { fields: parsed.data, files: resources }
}

function activationOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  const at = parseWireDate(text)
  if (at === null) throw invalidRequest(`Invalid part deployment-activation-time: '${text}' is no date like 2026-01-31T13:33:00.000+0200`)
  return at
}

/** The Modeler takes null for "nothing new". */
async function presentNew(ctx: Context, rest: Rest, { id, name, source, deployedAt, tenantId, isNew, definitions, decisions }: Deployment) {
  const graphs = decisions.length > 0 ? (await requirementsGraphs(rest, tenantId)).filter(({ deploymentId }) => deploymentId === id) : []
  const graphOf = ({ resourceName }: DecisionDefinition) => graphs.find(({ resource }) => resource === resourceName) ?? null
  return {
    links: selfLink(ctx, `deployment/${id}`),
    id,
    name: name === '' ? null : name,
    source,
    deploymentTime: wireDate(deployedAt),
    tenantId: wireTenant(tenantId),
    deployedProcessDefinitions: byId(isNew ? definitions : [], (one) => presentProcessDefinition(processRow(one))),
    deployedCaseDefinitions: null,
    deployedDecisionDefinitions: byId(isNew ? decisions : [], (one) => presentDecisionDefinition(decisionRow(one), graphOf(one))),
    deployedDecisionRequirementsDefinitions: byId(isNew ? graphs : [], (one) => one),
  }
}

const byId = <T extends { id: string }>(things: T[], presentOne: (thing: T) => object): Record<string, object> | null =>
  things.length === 0 ? null : Object.fromEntries(things.map((thing) => [thing.id, presentOne(thing)]))

const commonRow = (one: Definition | DecisionDefinition) => ({
  tenant_id: one.tenantId,
  id: one.id,
  key: one.key,
  version: one.version,
  name: one.name,
  version_tag: one.versionTag,
  deployment_id: one.deploymentId,
  resource_name: one.resourceName,
  deployed_at: one.deployedAt,
  history_time_to_live: one.historyTimeToLive,
})
const processRow = (one: Definition): ProcessDefinitionRow => ({
  ...commonRow(one),
  suspended: one.suspended ? 1 : 0,
  startable_in_tasklist: one.startableInTasklist ? 1 : 0,
})
const decisionRow = (one: DecisionDefinition): DecisionDefinitionRow => ({
  ...commonRow(one),
  requirements_key: one.requirementsKey,
  requirements_name: one.requirementsName,
})
