import type Router from '@koa/router'
import { z } from 'zod'
import { answerBatch, doAll } from './batch.ts'
import { answerNothing, type Rest } from './context.ts'
import { readBody } from './input.ts'
import { instructions, readInstructions } from './modifications.ts'
import { selectedInstances, selection } from './selected-instances.ts'
import { refuseSkipping } from './start.ts'

const Modify = z.strictObject({
  ...selection,
  processDefinitionId: z.string().nullish(),
  instructions,
  skipCustomListeners: z.boolean().nullish(),
  skipIoMappings: z.boolean().nullish(),
  annotation: z.string().nullish(),
})

/** The same modification of many instances. */
export function modificationRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf, actorOf } = rest
  const read = (body: z.output<typeof Modify>) => {
    refuseSkipping(body)
    return { instructions: readInstructions(body.instructions), reason: body.annotation ?? null }
  }
  router.post('/modification/execute', async (ctx) => {
    const body = readBody(ctx, Modify)
    const change = read(body)
    await doAll(await selectedInstances(ctx, rest, body), (instanceId) =>
      engine.modify({ tenantId: tenantOf(ctx), actor: actorOf(ctx), instanceId, ...change }),
    )
    answerNothing(ctx)
  })
  router.post('/modification/executeAsync', async (ctx) => {
    const body = readBody(ctx, Modify)
    const change = read(body)
    await answerBatch(ctx, rest, 'instance-modification', await selectedInstances(ctx, rest, body), (instanceId) =>
      engine.modify({ tenantId: tenantOf(ctx), actor: actorOf(ctx), instanceId, ...change }),
    )
  })
}
