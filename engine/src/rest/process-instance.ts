import type Router from '@koa/router'
import type { ProcessInstanceSummaryRow } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import { activityTree } from './activity-tree.ts'
import { answer, answerNothing, param, type Rest } from './context.ts'
import { doesNotExist, invalidRequest } from './errors.ts'
import { readBody } from './input.ts'
import { instructions, readInstructions } from './modifications.ts'
import { option } from './parameters.ts'
import { instanceCommentRoutes } from './process-instance-comment.ts'
import { PROCESS_INSTANCES, presentInstance, RUNNING } from './process-instance-query.ts'
import { processInstancesRoutes } from './process-instances.ts'
import { listRoutes, readParameters } from './query.ts'
import { refuseSkipping } from './start.ts'
import { variableRoutes } from './variable-routes.ts'

const DELETE = {
  skipCustomListeners: option('boolean'),
  skipIoMappings: option('boolean'),
  skipSubprocesses: option('boolean'),
  failIfNotExists: option('boolean'),
  deleteReason: option('string'),
}
const Modify = z.strictObject({
  instructions,
  skipCustomListeners: z.boolean().nullish(),
  skipIoMappings: z.boolean().nullish(),
  annotation: z.string().nullish(),
})
const Suspend = z.strictObject({ suspended: z.boolean() })

export function processInstanceRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf, actorOf } = rest
  listRoutes(router, '/process-instance', PROCESS_INSTANCES, {
    list: async (ctx, { where, ...query }) => {
      const rows = await engine.lists.list<ProcessInstanceSummaryRow>('process_instance', {
        tenantId: tenantOf(ctx),
        ...query,
        where: [RUNNING, ...where],
      })
      return rows.map((row) => presentInstance(row))
    },
    count: (ctx, { where }) => engine.lists.count('process_instance', { tenantId: tenantOf(ctx), where: [RUNNING, ...where] }),
  })
  processInstancesRoutes(router, rest)
  instanceCommentRoutes(router, rest)

  router.get('/process-instance/:id', async (ctx) => {
    const row = await engine.instances.get(tenantOf(ctx), param(ctx, 'id'))
    if (!row || row.status !== 'active') throw noInstance(ctx)
    answer(ctx, presentInstance(row))
  })

  router.delete('/process-instance/:id', async (ctx) => {
    // Listeners of a cancelled activity are expressions on an instance that is gone: to skip them changes nothing.
    const { failIfNotExists = true, deleteReason = 'deleted by REST', skipSubprocesses } = readParameters(ctx, DELETE)
    if (skipSubprocesses) throw invalidRequest('skipSubprocesses is not supported: called instances end with their caller')
    const ended = engine.terminate({ tenantId: tenantOf(ctx), instanceId: param(ctx, 'id'), reason: deleteReason, actor: actorOf(ctx) })
    await (failIfNotExists ? ended : ended.catch(ignoreMissing))
    answerNothing(ctx)
  })

  router.get('/process-instance/:id/activity-instances', async (ctx) => {
    const tenantId = tenantOf(ctx)
    const state = await engine.instances.state(tenantId, param(ctx, 'id'))
    if (state.status !== 'active') throw noInstance(ctx)
    answer(ctx, activityTree(state, await engine.definitions.process(tenantId, state.definitionId)))
  })

  router.post('/process-instance/:id/modification', async (ctx) => {
    const { annotation, ...body } = readBody(ctx, Modify)
    refuseSkipping(body)
    await engine.modify({
      tenantId: tenantOf(ctx),
      instanceId: param(ctx, 'id'),
      instructions: readInstructions(body.instructions),
      reason: annotation ?? null,
      actor: actorOf(ctx),
    })
    answerNothing(ctx)
  })

  router.put('/process-instance/:id/suspended', async (ctx) => {
    const { suspended } = readBody(ctx, Suspend)
    await engine.setInstanceSuspended({ tenantId: tenantOf(ctx), instanceId: param(ctx, 'id'), suspended, actor: actorOf(ctx) })
    answerNothing(ctx)
  })

  variableRoutes(router, '/process-instance/:id/variables', {
    what: 'process instance',
    read: (ctx) => engine.instances.typedVariables(tenantOf(ctx), param(ctx, 'id')),
    write: (ctx, change) => engine.setVariables({ tenantId: tenantOf(ctx), instanceId: param(ctx, 'id'), ...change, actor: actorOf(ctx) }),
  })
}

const noInstance = (ctx: Context) => doesNotExist(`Process instance with id ${param(ctx, 'id')}`)

function ignoreMissing(error: unknown): void {
  if ((error as { code?: unknown }).code !== 'INSTANCE_NOT_FOUND') throw error
}
