import Router from '@koa/router'
import type { Caller, OwnSession } from '@lianban/tenants'
import { z } from 'zod'
import type { Ctx, State } from '../context.ts'
import { keepOidc } from '../middlewares/login-cookies.ts'
import { callerOf, SESSION_COOKIE } from '../middlewares/session.ts'
import { bodyOf } from '../middlewares/validate.ts'
import { notFound } from '../http-error.ts'
import type { Services } from '../services.ts'
import { oidcRedirectUri } from './oidc.ts'
import { Code, Secret } from './shapes.ts'

export const ChangePassword = z.strictObject({ current: Secret, password: Secret })
export const Reauthentication = z.strictObject({ password: Secret })
/** `code` where there is a second factor already. */
export const StrongReauthentication = z.strictObject({ password: Secret, code: Code.optional() })
export const Confirmation = z.strictObject({ code: Code })

/** One's own account: password, second factor, sessions, linked identity. What a stolen session must not do asks for the password again. */
export function accountRoutes(services: Services): Router<State> {
  const { tenants } = services
  const router = new Router<State>({ prefix: '/api/account' })

  router.get('/security', async (ctx) => {
    const caller = callerOf(ctx)
    ctx.body = await presentSecurity(services, caller)
  })

  router.post('/password', async (ctx) => {
    const who = whoOf(callerOf(ctx))
    const { current, password } = bodyOf(ctx, ChangePassword)
    await tenants.passwords.reauthenticate({ ...who, password: current })
    await tenants.passwords.choose({ ...who, password, keepToken: ctx.state.sessionToken! })
    ctx.status = 204
  })

  router.get('/sessions', async (ctx) => {
    const caller = callerOf(ctx)
    ctx.body = { items: (await tenants.sessions.own(caller)).map((one) => presentOwnSession(one, caller)) }
  })

  router.delete('/sessions/:id', async (ctx) => {
    await tenants.sessions.endOwn(callerOf(ctx), ctx.params.id!)
    ctx.status = 204
  })

  router.delete('/sessions', async (ctx) => {
    await tenants.sessions.endAllOwn(callerOf(ctx))
    ctx.cookies.set(SESSION_COOKIE, null, { httpOnly: true, sameSite: 'lax' })
    ctx.status = 204
  })

  secondFactorRoutes(router, services)
  identityRoutes(router, services)
  return router
}

function secondFactorRoutes(router: Router<State>, { tenants }: Services): void {
  /** The password, and a code where there is a second factor. */
  const assertStrongly = async (ctx: Ctx) => {
    const who = whoOf(callerOf(ctx))
    const { password, code } = bodyOf(ctx, StrongReauthentication)
    await tenants.passwords.reauthenticate({ ...who, password })
    if ((await tenants.secondFactor.stateOf(who)).since !== null) await tenants.secondFactor.assert({ ...who, code: code ?? '' })
    return who
  }

  router.post('/second-factor', async (ctx) => {
    ctx.body = await tenants.secondFactor.begin(await assertStrongly(ctx))
  })

  router.post('/second-factor/confirmation', async (ctx) => {
    const { code } = bodyOf(ctx, Confirmation)
    ctx.body = { recoveryCodes: await tenants.secondFactor.confirm({ ...whoOf(callerOf(ctx)), code }) }
  })

  router.post('/second-factor/recovery-codes', async (ctx) => {
    ctx.body = { recoveryCodes: await tenants.secondFactor.renewRecoveryCodes(await assertStrongly(ctx)) }
  })

  router.post('/second-factor/removal', async (ctx) => {
    await assertStrongly(ctx)
    await tenants.secondFactor.remove(callerOf(ctx))
    ctx.status = 204
  })
}

function identityRoutes(router: Router<State>, services: Services): void {
  const { tenants } = services

  router.post('/identity', async (ctx) => {
    const caller = callerOf(ctx)
    const { password } = bodyOf(ctx, Reauthentication)
    if (tenants.oidc === null) throw notFound()
    await tenants.passwords.reauthenticate({ ...whoOf(caller), password })
    const purpose = { tenantId: caller.tenantId, place: '/account', linkFor: caller.userId }
    const { url, cookie, lifeMs } = await tenants.oidc.begin({ ...purpose, redirectUri: await oidcRedirectUri(services, caller.tenantId) })
    keepOidc(ctx, cookie, lifeMs)
    ctx.body = { url }
  })

  router.post('/identity/removal', async (ctx) => {
    const caller = callerOf(ctx)
    const { password } = bodyOf(ctx, Reauthentication)
    if (tenants.oidc === null) throw notFound()
    const { tenantId, userId, name, ip } = caller
    await tenants.passwords.reauthenticate({ ...whoOf(caller), password })
    await tenants.identities.unlink({ tenantId, userId, issuer: tenants.oidc.issuer, by: { actor: { userId, name }, ip } })
    ctx.status = 204
  })
}

const whoOf = ({ tenantId, userId, ip }: Caller) => ({ tenantId, userId, ip })

async function presentSecurity({ tenants }: Services, caller: Caller) {
  const who = whoOf(caller)
  const { oidc, passwords, secondFactor, identities } = tenants
  const linked = oidc && (await identities.ofUser(who)).find(({ issuer }) => issuer === oidc.issuer)
  return {
    password: await passwords.stateOf(who),
    secondFactor: { ...(await secondFactor.stateOf(who)), required: secondFactor.isRequiredFor(caller), offered: secondFactor.isOffered },
    identity: oidc && { label: oidc.label, linked: linked ? { name: linked.name, linkedAt: linked.linkedAt } : null },
  }
}

const presentOwnSession = ({ id, ip, userAgent, openedAt, seenAt }: OwnSession, caller: Caller) => ({
  id,
  ip,
  userAgent,
  openedAt,
  seenAt,
  current: id === caller.sessionId,
})
