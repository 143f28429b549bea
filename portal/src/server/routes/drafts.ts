import Router from '@koa/router'
import { z } from 'zod'
import type { Ctx, State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, paramOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import type { Operation } from './operations/operation.ts'

const Kind = z.enum(['task', 'matter', 'supplement'])
const About = z.string().min(1).max(191)
const Place = z.strictObject({ kind: Kind, about: About })
const DraftBody = z.strictObject({
  /** How it is called in the list of drafts. */
  title: z.string().trim().min(1).max(200),
  value: z.json(),
  /** Version that the device knows; 0: of none. */
  baseVersion: z.int().min(0),
})

/** Their part of the table of operations. */
export const DRAFT_OPERATIONS: Record<string, Operation> = {
  'GET /api/drafts': { right: 'own', summary: "我的草稿 One's drafts, last saved first" },
  'GET /api/drafts/{kind}/{about}': { right: 'own', summary: '草稿 One draft, null where there is none', params: Place },
  'POST /api/drafts/{kind}/{about}': {
    right: 'own',
    summary: '保存草稿 Save a draft in the place of the version that is known',
    params: Place,
    body: DraftBody,
  },
  'DELETE /api/drafts/{kind}/{about}': { right: 'own', summary: '清除草稿 Throw a draft away', params: Place },
}

/** Drafts 草稿 of the caller: nobody else's can be asked for. Whether he may still do what a draft is of is judged when he hands it in. */
export function draftRoutes({ drafts }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/drafts' })
  const ofCtx = (ctx: Ctx & { params: Record<string, string | undefined> }) => ({
    kind: paramOf(ctx, 'kind', Kind),
    about: paramOf(ctx, 'about', About),
  })

  router.get('/', async (ctx) => {
    ctx.body = await drafts.list(callerOf(ctx))
  })

  router.get('/:kind/:about', async (ctx) => {
    const caller = callerOf(ctx)
    ctx.body = { draft: await drafts.get(caller, ofCtx(ctx)) }
  })

  router.post('/:kind/:about', async (ctx) => {
    const caller = callerOf(ctx)
    ctx.body = await drafts.save(caller, ofCtx(ctx), bodyOf(ctx, DraftBody) as { title: string; value: unknown; baseVersion: number })
  })

  router.delete('/:kind/:about', async (ctx) => {
    const caller = callerOf(ctx)
    await drafts.remove(caller, ofCtx(ctx))
    ctx.status = 204
  })

  return router
}
