import Router from '@koa/router'
import { SAMPLE_COUNTY, type LoginProgress } from '@lianban/tenants'
import { z } from 'zod'
import type { Ctx, State } from '../context.ts'
import { loginOver } from '../http-error.ts'
import { assertSameSite, forgetLogin, fromOf, keepProgress, LOGIN_COOKIE } from '../middlewares/login-cookies.ts'
import { callerOf, SESSION_COOKIE } from '../middlewares/session.ts'
import { tenantOf } from '../middlewares/tenant.ts'
import { bodyOf } from '../middlewares/validate.ts'
import { presentSession } from '../present/session.ts'
import type { Services } from '../services.ts'
import { Code, Secret } from './shapes.ts'

export const Login = z.strictObject({
  username: z.string().min(1).max(64),
  password: Secret,
  /** Links the identity that this browser came with from the OpenID Connect issuer to the account. */
  link: z.boolean().default(false),
})
export const LoginCode = z.strictObject({ code: Code })
export const LoginPassword = z.strictObject({ password: Secret })

/** Log in step by step, who am I, log out; and, in the sample county only, the accounts to try. */
export function sessionRoutes(services: Services): Router<State> {
  const { tenants, config, demoAccountsOf } = services
  const router = new Router<State>({ prefix: '/api' })
  loginRoutes(router, services)

  router.get('/session', async (ctx) => {
    const caller = callerOf(ctx)
    ctx.body = await presentSession(tenants, caller, ctx.state.csrfToken!)
  })

  router.delete('/session', async (ctx) => {
    const caller = callerOf(ctx)
    await tenants.sessions.close(ctx.state.sessionToken!)
    ctx.cookies.set(SESSION_COOKIE, null, { httpOnly: true, sameSite: 'lax' })
    const isElsewhereToo = ctx.state.loginMethod === 'oidc' && tenants.oidc !== null
    const home = `${await tenants.directory.publicUrl(caller.tenantId, config.publicUrl)}/login`
    ctx.body = { logoutUrl: isElsewhereToo ? await tenants.oidc!.logoutUrl(home) : null }
  })

  router.get('/login-options', (ctx) => {
    ctx.body = { oidc: tenants.oidc && { label: tenants.oidc.label } }
  })

  router.get('/demo-accounts', (ctx) => {
    const items = demoAccountsOf(tenantOf(ctx))
    const { tenant, password }: { tenant: { name: string }; password: string } = SAMPLE_COUNTY
    if (items.length > 0) ctx.body = { tenantName: tenant.name, password, items }
  })

  return router
}

/** 200 with the session, or 202 with the step that is due. */
function loginRoutes(router: Router<State>, { tenants }: Services): void {
  const tokenOf = (ctx: Ctx): string => {
    assertSameSite(ctx)
    const token = ctx.cookies.get(LOGIN_COOKIE)
    if (!token) throw loginOver()
    return token
  }
  const answer = async (ctx: Ctx, progress: LoginProgress, more: { recoveryCodes?: string[] } = {}): Promise<void> => {
    const done = keepProgress(ctx, progress)
    if (done) {
      ctx.status = 200
      ctx.body = { ...(await presentSession(tenants, done.caller, done.session.csrfToken)), ...more }
    } else {
      ctx.status = 202
      ctx.body = { ...(await tenants.login.current(progressToken(ctx, progress), fromOf(ctx))), ...more }
    }
  }

  router.post('/session', async (ctx) => {
    assertSameSite(ctx)
    const { username, password, link } = bodyOf(ctx, Login)
    const linkToken = link ? tokenOf(ctx) : undefined
    await answer(ctx, await tenants.login.withPassword({ ...fromOf(ctx), username, password }, linkToken))
  })

  router.get('/session/step', async (ctx) => {
    ctx.body = await tenants.login.current(tokenOf(ctx), fromOf(ctx))
  })

  router.delete('/session/step', async (ctx) => {
    await tenants.login.abandon(tokenOf(ctx))
    forgetLogin(ctx)
    ctx.status = 204
  })

  router.post('/session/second-factor', async (ctx) => {
    const { code } = bodyOf(ctx, LoginCode)
    await answer(ctx, await tenants.login.proveSecondFactor(tokenOf(ctx), code, fromOf(ctx)))
  })

  router.post('/session/password', async (ctx) => {
    const { password } = bodyOf(ctx, LoginPassword)
    await answer(ctx, await tenants.login.choosePassword(tokenOf(ctx), password, fromOf(ctx)))
  })

  router.post('/session/enrolment', async (ctx) => {
    const { code } = bodyOf(ctx, LoginCode)
    const { progress, recoveryCodes } = await tenants.login.enrol(tokenOf(ctx), code, fromOf(ctx))
    await answer(ctx, progress, { recoveryCodes })
  })
}

const progressToken = (ctx: Ctx, progress: LoginProgress): string =>
  (progress.step === null ? null : progress.token) ?? ctx.cookies.get(LOGIN_COOKIE)!
