import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import type { Operation } from './operations/operation.ts'

const PhraseList = z.strictObject({
  items: z
    .array(z.strictObject({ text: z.string().max(1000), kind: z.enum(['primary', 'default', 'danger']).nullable().default(null) }))
    .max(100),
  version: z.int().min(0),
})

/** Their part of the table of operations. */
export const PHRASE_OPERATIONS: Record<string, Operation> = {
  'GET /api/phrases': { right: 'own', summary: "常用语 Phrases for opinions: one's own and those of one's organs" },
  'POST /api/phrases': {
    right: 'own',
    summary: "修改我的常用语 Put one's own list in the place of the one that was read",
    body: PhraseList,
  },
  'GET /api/phrases/organs': { right: 'own', summary: '可维护常用语的单位 Organs whose list one may change' },
  'GET /api/organs/{id}/phrases': { right: 'phrase:keep', summary: '单位常用语 The list of an organ' },
  'POST /api/organs/{id}/phrases': { right: 'phrase:keep', summary: '修改单位常用语 Change the list of an organ', body: PhraseList },
}

/** Phrases for opinions 常用语. */
export function phraseRoutes({ phrases }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api' })

  router.get('/phrases', async (ctx) => {
    ctx.body = await phrases.offered(callerOf(ctx))
  })

  router.post('/phrases', async (ctx) => {
    ctx.body = await phrases.changeOwn(callerOf(ctx), bodyOf(ctx, PhraseList))
  })

  router.get('/phrases/organs', async (ctx) => {
    ctx.body = await phrases.kept(callerOf(ctx))
  })

  router.get('/organs/:id/phrases', async (ctx) => {
    ctx.body = await phrases.ofOrgan(callerOf(ctx), ctx.params.id!)
  })

  router.post('/organs/:id/phrases', async (ctx) => {
    ctx.body = await phrases.changeOfOrgan(callerOf(ctx), ctx.params.id!, bodyOf(ctx, PhraseList))
  })

  return router
}
