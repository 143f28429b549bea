import type Router from '@koa/router'
import type { ProcessDefinitionRow } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import type { Node } from '../model/executable.ts'
import { answer, answerNothing, type Rest } from './context.ts'
import { parseWireDate } from './dates.ts'
import { presentProcessDefinition } from './definition-query.ts'
import { invalidRequest } from './errors.ts'
import { readBody } from './input.ts'
import { option } from './parameters.ts'
import type { DefinitionPath } from './process-definition.ts'
import { readParameters } from './query.ts'

/** Versions of one key that one call deletes. */
const MAX_VERSIONS = 1000

const Suspend = z.strictObject({
  suspended: z.boolean(),
  includeProcessInstances: z.boolean().nullish(),
  executionDate: z.string().nullish(),
})
const SuspendByKey = Suspend.extend({
  processDefinitionId: z.string().nullish(),
  processDefinitionKey: z.string().nullish(),
  processDefinitionTenantId: z.string().nullish(),
  processDefinitionWithoutTenantId: z.boolean().nullish(),
})
const TimeToLive = z.strictObject({ historyTimeToLive: z.number().int().min(0).nullish() })
const DELETE = { cascade: option('boolean'), skipCustomListeners: option('boolean'), skipIoMappings: option('boolean') }

export function definitionSuspensionRoutes(router: Router, rest: Rest): void {
  router.put('/process-definition/suspended', async (ctx) => {
    const { processDefinitionId, processDefinitionKey, ...body } = readBody(ctx, SuspendByKey)
    if ((processDefinitionId == null) === (processDefinitionKey == null))
      throw invalidRequest('Exactly one of processDefinitionId and processDefinitionKey must be set to update the suspension state')
    await suspend(
      ctx,
      rest,
      body,
      processDefinitionId != null ? { definitionId: processDefinitionId } : { definitionKey: processDefinitionKey! },
    )
  })
}

/** What is done to one definition, or by its key to all its versions. */
export function definitionAdministrationRoutes(router: Router, rest: Rest, { path, find, isByKey }: DefinitionPath): void {
  const { engine, tenantOf } = rest
  router.put(`${path}/suspended`, async (ctx) => {
    const body = readBody(ctx, Suspend)
    const row = await find(ctx)
    await suspend(ctx, rest, body, isByKey ? { definitionKey: row.key } : { definitionId: row.id })
  })
  router.put(`${path}/history-time-to-live`, async (ctx) => {
    const { historyTimeToLive } = readBody(ctx, TimeToLive)
    const row = await find(ctx)
    await engine.administration.setTimeToLive({ tenantId: tenantOf(ctx), kind: 'process', id: row.id, days: historyTimeToLive ?? null })
    answerNothing(ctx)
  })
  router.delete(path, async (ctx) => {
    const { cascade = false } = readParameters(ctx, DELETE)
    const row = await find(ctx)
    await engine.deleteDefinitions({ tenantId: tenantOf(ctx), ids: isByKey ? await versionsOf(ctx, rest, row.key) : [row.id], cascade })
    answerNothing(ctx)
  })
  if (!isByKey) calledRoutes(router, rest, { path, find, isByKey })
}

async function suspend(
  ctx: Context,
  { engine, tenantOf, actorOf }: Rest,
  body: z.output<typeof Suspend>,
  which: { definitionId?: string; definitionKey?: string },
): Promise<void> {
  const at = body.executionDate == null ? undefined : parseWireDate(body.executionDate)
  if (at === null) throw invalidRequest(`executionDate: '${body.executionDate}' is no date like 2026-01-31T13:33:00.000+0200`)
  await engine.suspendDefinitions({
    tenantId: tenantOf(ctx),
    ...which,
    suspended: body.suspended,
    includeInstances: body.includeProcessInstances ?? false,
    at,
    actor: actorOf(ctx),
  })
  answerNothing(ctx)
}

async function versionsOf(ctx: Context, { engine, tenantOf }: Rest, key: string): Promise<string[]> {
  const rows = await engine.lists.list<ProcessDefinitionRow>('process_definition', {
    tenantId: tenantOf(ctx),
    where: [{ column: 'key', op: '=', value: key }],
    order: [{ column: 'version', order: 'asc' }],
    limit: MAX_VERSIONS,
    offset: 0,
  })
  return rows.map(({ id }) => id)
}

/** The processes that a model calls by a fixed name, each with the activities that call it. */
function calledRoutes(router: Router, { engine, tenantOf }: Rest, { path, find }: DefinitionPath): void {
  router.get(`${path}/static-called-process-definitions`, async (ctx) => {
    const row = await find(ctx)
    const { nodes } = await engine.definitions.process(tenantOf(ctx), row.id)
    const called = new Map<string, { row: ProcessDefinitionRow; from: string[] }>()
    for (const node of Object.values(nodes)) {
      const target = await staticTarget(ctx, { engine, tenantOf }, node, row)
      if (!target) continue
      const known = called.get(target.id)
      if (known) known.from.push(node.id)
      else called.set(target.id, { row: target, from: [node.id] })
    }
    answer(
      ctx,
      [...called.values()].map((one) => ({
        ...presentProcessDefinition(one.row),
        calledFromActivityIds: one.from,
        callingProcessDefinitionId: row.id,
      })),
    )
  })
}

async function staticTarget(
  ctx: Context,
  { engine, tenantOf }: Pick<Rest, 'engine' | 'tenantOf'>,
  node: Node,
  caller: ProcessDefinitionRow,
): Promise<ProcessDefinitionRow | undefined> {
  if (node.kind !== 'callActivity') return undefined
  const { key, binding, version, versionTag } = node.called
  const fixed = [key, version, versionTag].every((expression) => expression === null || expression.kind === 'literal')
  if (!fixed || key.kind !== 'literal') return undefined
  const more =
    binding === 'deployment'
      ? [['deployment_id', caller.deployment_id]]
      : binding === 'version' && version?.kind === 'literal'
        ? [['version', Number(version.text)]]
        : binding === 'versionTag' && versionTag?.kind === 'literal'
          ? [['version_tag', versionTag.text]]
          : []
  const where = [['key', key.text], ...more].map(([column, value]) => ({ column: column as string, op: '=' as const, value: value! }))
  const [row] = await engine.lists.list<ProcessDefinitionRow>('process_definition', {
    tenantId: tenantOf(ctx),
    where,
    order: [{ column: 'version', order: 'desc' }],
    limit: 1,
    offset: 0,
  })
  return row
}
