import type Router from '@koa/router'
import type { Context } from 'koa'
import { answer, answerNothing, DEFAULT_TENANT, param, type Rest } from './context.ts'
import { invalidRequest, noMatching } from './errors.ts'
import { option } from './parameters.ts'
import { listRoutes, querySpec, readParameters } from './query.ts'

/*
 * Who people are and what they may do is the host's business (`authenticate`, `tenantOf`): the engine keeps no users,
 * groups, authorizations and filters. These resources say so in the way that lets the SDK and the tasklist go on: the
 * caller is known and may do what the host let it do, everything else is an empty list.
 */

const text = option('string')
const list = option('stringList')
const order = [{ column: 'id', order: 'asc' as const }]
const sortBy = (...names: string[]) => Object.fromEntries(names.map((name) => [name, name]))

const USERS = querySpec({
  parameters: {
    id: text,
    idIn: list,
    firstName: text,
    firstNameLike: text,
    lastName: text,
    lastNameLike: text,
    email: text,
    emailLike: text,
    memberOfGroup: text,
    memberOfTenant: text,
    potentialStarter: text,
  },
  sortKeys: sortBy('userId', 'firstName', 'lastName', 'email'),
  order,
})
const GROUPS = querySpec({
  parameters: { id: text, idIn: list, name: text, nameLike: text, type: text, member: text, memberOfTenant: text },
  sortKeys: sortBy('id', 'name', 'type'),
  order,
})
const FILTERS = querySpec({
  parameters: { filterId: text, resourceType: text, name: text, nameLike: text, owner: text, itemCount: option('boolean') },
  sortKeys: sortBy('filterId', 'firstName', 'lastName', 'email', 'name', 'resourceType', 'owner'),
  order,
})
const AUTHORIZATIONS = querySpec({
  parameters: { id: text, type: text, userIdIn: list, groupIdIn: list, resourceType: text, resourceId: text },
  sortKeys: sortBy('resourceType', 'resourceId'),
  order,
})
const TENANTS = querySpec({
  parameters: { id: text, name: text, nameLike: text, userMember: text, groupMember: text, includingGroupsOfUser: option('boolean') },
  sortKeys: sortBy('id', 'name'),
  order,
})

const nothing = { list: () => Promise.resolve([]), count: () => Promise.resolve(0) }

export function identityRoutes(router: Router, rest: Rest): void {
  listRoutes(router, '/user', USERS, { ...nothing, methods: ['GET'] })
  listRoutes(router, '/group', GROUPS, nothing)
  listRoutes(router, '/filter', FILTERS, { ...nothing, methods: ['GET'] })
  listRoutes(router, '/authorization', AUTHORIZATIONS, { ...nothing, methods: ['GET'] })
  for (const name of ['user', 'group', 'filter', 'authorization', 'tenant'])
    router.options(`/${name}`, (ctx) => answer(ctx, { links: linksOf(ctx, name) }))
  tenantRoutes(router, rest)
  callerRoutes(router, rest)
}

/** What can be done with a resource: no `create`, so that clients offer none. */
const linksOf = (ctx: Context, name: string): object[] =>
  ['', '/count'].map((path) => ({
    method: 'GET',
    href: `${ctx.protocol}://${ctx.host}/engine-rest/${name}${path}`,
    rel: path === '' ? 'list' : 'count',
  }))

/** Of the tenants the caller sees its own; on the wire the only tenant of a bare engine is none. */
function tenantRoutes(router: Router, { tenantOf }: Rest): void {
  const own = (ctx: Context) => (tenantOf(ctx) === DEFAULT_TENANT ? [] : [{ id: tenantOf(ctx), name: tenantOf(ctx) }])
  const matching = (ctx: Context, { id, name }: { id?: string; name?: string }) =>
    own(ctx).filter((tenant) => (id === undefined || tenant.id === id) && (name === undefined || tenant.name === name))
  listRoutes(router, '/tenant', TENANTS, {
    list: (ctx, { values, limit, offset }) => Promise.resolve(matching(ctx, values).slice(offset, offset + limit)),
    count: (ctx, { values }) => Promise.resolve(matching(ctx, values).length),
    methods: ['GET'],
  })
  router.get('/tenant/:id', (ctx) => {
    const [tenant] = matching(ctx, { id: param(ctx, 'id') })
    if (!tenant) throw noMatching(`tenant with id ${param(ctx, 'id')}`)
    answer(ctx, tenant)
  })
}

function callerRoutes(router: Router, { actorOf }: Rest): void {
  router.get('/authorization/check', (ctx) => {
    const known = { permissionName: text, resourceName: text, resourceType: text, resourceId: text, userId: text }
    const { permissionName, resourceName, resourceType, resourceId = null, userId } = readParameters(ctx, known)
    if (permissionName === undefined || resourceName === undefined || resourceType === undefined) {
      throw invalidRequest('permissionName, resourceName and resourceType are needed')
    }
    // whoever came this far may use the API; of others nothing is known
    const authorized = userId === undefined || userId === actorOf(ctx).userId
    answer(ctx, { permissionName, resourceName, resourceId, authorized })
  })
  router.get('/identity/groups', (ctx) => {
    if (readParameters(ctx, { userId: text }).userId === undefined) throw invalidRequest('No user id was supplied')
    answer(ctx, { groups: [], groupUsers: [] })
  })
  router.get('/user/:id/profile', (ctx) => {
    const id = param(ctx, 'id')
    if (id !== actorOf(ctx).userId) throw noMatching(`user with id ${id}`)
    answer(ctx, { id, firstName: null, lastName: null, email: null })
  })
  for (const method of ['GET', 'POST']) {
    router.register('/identity/password-policy', [method], () => {
      throw noMatching('password policy: the host checks passwords')
    })
  }
  router.get('/telemetry/configuration', (ctx) => answer(ctx, { enableTelemetry: false }))
  router.post('/telemetry/configuration', (ctx) => {
    if ((ctx.request as { body?: { enableTelemetry?: unknown } }).body?.enableTelemetry !== false)
      throw invalidRequest('this engine sends no telemetry; enableTelemetry can only be false')
    answerNothing(ctx)
  })
}
