import type Router from '@koa/router'
import type { Context } from 'koa'
import { z } from 'zod'
import { answerBatch, doAll } from './batch.ts'
import { answerNothing, param, type Rest } from './context.ts'
import { readBody } from './input.ts'
import { instructions, readStartInstructions } from './modifications.ts'
import { endedInstances } from './selected-instances.ts'
import { refuseSkipping } from './start.ts'

const Restart = z.strictObject({
  processInstanceIds: z.array(z.string()).nullish(),
  historicProcessInstanceQuery: z.record(z.string(), z.unknown()).nullish(),
  instructions,
  initialVariables: z.boolean().nullish(),
  withoutBusinessKey: z.boolean().nullish(),
  skipCustomListeners: z.boolean().nullish(),
  skipIoMappings: z.boolean().nullish(),
})

/** New instances with the variables of some that have ended. */
export function restartRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf, actorOf } = rest
  const read = async (ctx: Context) => {
    const { processInstanceIds, historicProcessInstanceQuery, initialVariables, withoutBusinessKey, ...body } = readBody(ctx, Restart)
    refuseSkipping(body)
    const request = {
      tenantId: tenantOf(ctx),
      actor: actorOf(ctx),
      definitionId: param(ctx, 'id'),
      instructions: readStartInstructions(body.instructions),
      initialVariables: initialVariables ?? false,
      withoutBusinessKey: withoutBusinessKey ?? false,
    }
    const ids = await endedInstances(ctx, rest, { processInstanceIds, historicProcessInstanceQuery })
    return { ids, restart: (instanceId: string) => engine.restart({ ...request, instanceId }) }
  }
  router.post('/process-definition/:id/restart', async (ctx) => {
    const { ids, restart } = await read(ctx)
    await doAll(ids, restart)
    answerNothing(ctx)
  })
  router.post('/process-definition/:id/restart-async', async (ctx) => {
    const { ids, restart } = await read(ctx)
    await answerBatch(ctx, rest, 'instance-restart', ids, restart)
  })
}
