import Router from '@koa/router'
import type { Action, Caller } from '@lianban/tenants'
import { z } from 'zod'
import type { Ctx, State } from '../context.ts'
import { notFound } from '../http-error.ts'
import { byOf, callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { Reason } from './organs.ts'
import { Page } from './shapes.ts'

const id = z.string().min(1).max(64)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const reason = z.string().max(500)

export const UserList = Page.extend({
  q: z.string().max(100).optional(),
  organId: id.optional(),
  post: id.optional(),
  state: z.enum(['active', 'disabled', 'without-post', 'all']).default('active'),
})
export const NewUserBody = z.strictObject({ username: id, name: z.string().max(100), phone: z.string().max(30).optional() })
export const UserChangeBody = z.strictObject({
  username: id.optional(),
  name: z.string().max(100).optional(),
  phone: z.string().max(30).nullable().optional(),
})
export const PostGrantBody = z.strictObject({
  organId: id,
  post: id,
  holding: z.enum(['main', 'part-time', 'acting']).optional(),
  from: day.optional(),
  until: day.nullable().optional(),
  transfer: z.boolean().default(false),
  reason,
})
export const PostEndBody = z.strictObject({ organId: id, post: id, until: day.optional(), reason })
export const PostMainBody = z.strictObject({ organId: id, post: id, reason })

/** Accounts, the system administrator's; and posts, the security administrator's. Applicants are nobody's to see here. */
export function userRoutes({ tenants }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/users' })
  const allowed = async (ctx: Ctx, action: Action): Promise<Caller> => {
    const caller = callerOf(ctx)
    await tenants.authorization.assert(caller, action, { type: 'user', id: ctx.params?.id as string | undefined })
    return caller
  }
  /** The person of the path, if he is staff. @throws NOT_FOUND */
  const person = async (ctx: Ctx, action: Action) => {
    const caller = await allowed(ctx, action)
    const user = await tenants.users.get(caller.tenantId, ctx.params.id as string)
    if (user?.kind !== 'staff') throw notFound('该人员')
    return { caller, user, place: { tenantId: caller.tenantId, userId: user.id, by: byOf(caller) } }
  }

  router.get('/', async (ctx) => {
    const { tenantId } = await allowed(ctx, 'read')
    const { organId, ...filter } = queryOf(ctx, UserList)
    const organIds = organId === undefined ? undefined : await within(tenants.organs, tenantId, organId)
    ctx.body = await tenants.users.list(tenantId, { ...filter, organIds })
  })

  router.post('/', async (ctx) => {
    const caller = await allowed(ctx, 'create')
    const user = bodyOf(ctx, NewUserBody)
    ctx.body = await tenants.users.createWithOneTimePassword({ ...user, tenantId: caller.tenantId, kind: 'staff', by: byOf(caller) })
    ctx.status = 201
  })

  router.get('/:id', async (ctx) => {
    const { user } = await person(ctx, 'read')
    const { tenantId } = callerOf(ctx)
    const { id: userId, username, name, phone, disabled } = user
    const [posts, heldTasks] = [await tenants.users.postsOf(tenantId, userId), await tenants.users.heldTasks(tenantId, userId)]
    ctx.body = { id: userId, username, name, phone, disabled, posts, heldTasks }
  })

  router.post('/:id', async (ctx) => {
    const { place } = await person(ctx, 'write')
    await tenants.users.update({ ...place, ...bodyOf(ctx, UserChangeBody) })
    ctx.status = 204
  })

  router.post('/:id/disable', async (ctx) => {
    const { place } = await person(ctx, 'disable')
    await tenants.users.disable({ ...place, ...bodyOf(ctx, Reason) })
    ctx.status = 204
  })

  router.post('/:id/enable', async (ctx) => {
    const { place } = await person(ctx, 'disable')
    await tenants.users.enable({ ...place, ...bodyOf(ctx, Reason) })
    ctx.status = 204
  })

  postRoutes(router, tenants, person)
  return router
}

type Person = (ctx: Ctx, action: Action) => Promise<{ place: { tenantId: string; userId: string; by: ReturnType<typeof byOf> } }>

/** Posts of one person. */
function postRoutes(router: Router<State>, tenants: Services['tenants'], person: Person): void {
  router.post('/:id/posts', async (ctx) => {
    const { place } = await person(ctx, 'grant')
    await tenants.users.grantPost({ ...place, ...bodyOf(ctx, PostGrantBody) })
    ctx.status = 204
  })

  router.post('/:id/posts/end', async (ctx) => {
    const { place } = await person(ctx, 'grant')
    await tenants.users.endPost({ ...place, ...bodyOf(ctx, PostEndBody) })
    ctx.status = 204
  })

  router.post('/:id/posts/main', async (ctx) => {
    const { place } = await person(ctx, 'grant')
    await tenants.users.makeMain({ ...place, ...bodyOf(ctx, PostMainBody) })
    ctx.status = 204
  })
}

/** The organ and everything under it. */
async function within(organs: Services['tenants']['organs'], tenantId: string, organId: string): Promise<string[]> {
  const all = await organs.list(tenantId)
  const found = new Set([organId])
  for (let before = 0; before !== found.size;) {
    before = found.size
    for (const organ of all) if (organ.parentId !== null && found.has(organ.parentId)) found.add(organ.id)
  }
  return [...found]
}
