import Router from '@koa/router'
import { ORGAN_KINDS, type Action, type Caller } from '@lianban/tenants'
import { z } from 'zod'
import type { Ctx, State } from '../context.ts'
import { byOf, callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'

const id = z.string().min(1).max(64)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const text = z.string().max(200)
const reason = z.string().max(500)
const NewOrgan = z.strictObject({
  id,
  name: text,
  shortName: text,
  kind: z.enum(ORGAN_KINDS as [string, ...string[]]),
  parentId: id.nullable(),
  sort: z.number().int().min(-1e6).max(1e6).optional(),
})
const Existing = z.strictObject({ id })
const Place = z.union([NewOrgan, Existing])
const Part = z.strictObject({
  organ: Place,
  heir: z.boolean(),
  people: z.array(id).max(2000).default([]),
  children: z.array(id).max(500).default([]),
})
const common = { on: day, reason }

export const OrganList = z.strictObject({ on: day.optional() })
export const OrganIds = z.strictObject({ organIds: z.array(id).min(1).max(100) })
export const Reason = z.strictObject({ reason })
export const PostKindBody = z.strictObject({ id, name: text })
export const OrganChangeBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('create'), ...common, organ: NewOrgan }),
  z.strictObject({ kind: z.literal('rename'), ...common, organId: id, name: text, shortName: text }),
  z.strictObject({ kind: z.literal('move'), ...common, organId: id, parentId: id.nullable() }),
  z.strictObject({ kind: z.literal('merge'), ...common, organIds: z.array(id).min(1).max(100), into: Place }),
  z.strictObject({ kind: z.literal('split'), ...common, organId: id, into: z.array(Part).min(2).max(20) }),
  z.strictObject({ kind: z.literal('close'), ...common, organId: id }),
])

/** Organs by day, what is planned for them, and kinds of post. */
export function organRoutes({ tenants }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api' })
  const allowed = async (ctx: Ctx, action: Action): Promise<Caller> => {
    const caller = callerOf(ctx)
    await tenants.authorization.assert(caller, action, { type: 'organ', id: ctx.params?.id as string | undefined })
    return caller
  }

  router.get('/organs', async (ctx) => {
    const { tenantId } = await allowed(ctx, 'list')
    const on = queryOf(ctx, OrganList).on ?? tenants.transfer.today()
    ctx.body = { on, today: tenants.transfer.today(), items: await tenants.organs.list(tenantId, { on }) }
  })

  router.get('/organs/changes', async (ctx) => {
    const { tenantId } = await allowed(ctx, 'list')
    ctx.body = {
      items: await tenants.organs.changes(tenantId),
      names: Object.fromEntries((await tenants.organs.list(tenantId)).map((organ) => [organ.id, organ.shortName])),
    }
  })

  router.post('/organs/changes', async (ctx) => {
    const caller = await allowed(ctx, 'write')
    ctx.body = { id: await change(tenants.organs, caller, bodyOf(ctx, OrganChangeBody)) }
    ctx.status = 201
  })

  router.post('/organs/changes/:id/cancel', async (ctx) => {
    const caller = await allowed(ctx, 'write')
    const by = byOf(caller)
    await tenants.organs.cancel({ tenantId: caller.tenantId, changeId: ctx.params.id!, ...bodyOf(ctx, Reason), by })
    ctx.status = 204
  })

  router.post('/organs/footprint', async (ctx) => {
    const { tenantId } = await allowed(ctx, 'write')
    ctx.body = await tenants.organs.footprint(tenantId, bodyOf(ctx, OrganIds).organIds)
  })

  router.get('/post-kinds', async (ctx) => {
    const { tenantId } = await allowed(ctx, 'list')
    ctx.body = { items: await tenants.organs.postKinds(tenantId) }
  })

  router.post('/post-kinds', async (ctx) => {
    const caller = await allowed(ctx, 'write')
    await tenants.organs.putPostKind(caller.tenantId, bodyOf(ctx, PostKindBody), byOf(caller))
    ctx.status = 204
  })

  return router
}

function change(organs: Services['tenants']['organs'], caller: Caller, body: z.infer<typeof OrganChangeBody>): Promise<string> {
  const plan = { tenantId: caller.tenantId, by: byOf(caller) }
  // The kinds of organ are checked above against the very list that the type is made of.
  const given = { ...body, ...plan } as never
  return organs[body.kind](given)
}
