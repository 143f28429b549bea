import Router from '@koa/router'
import { z } from 'zod'
import type { Ctx, State } from '../context.ts'
import { notFound } from '../http-error.ts'
import { fromOf, keepOidc, keepProgress, takeOidc } from '../middlewares/login-cookies.ts'
import { tenantOf } from '../middlewares/tenant.ts'
import { queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'

export const OidcStart = z.strictObject({ from: z.string().max(500).optional() })

const HOME = '/'
const ACCOUNT = '/account'

/** Address that the issuer sends the browser back to; it is registered there. */
export const oidcRedirectUri = async ({ tenants, config }: Pick<Services, 'tenants' | 'config'>, tenantId: string): Promise<string> =>
  `${await tenants.directory.publicUrl(tenantId, config.publicUrl)}/api/oidc/callback`

/** To the OpenID Connect issuer and back. The browser navigates here, so problems are told by the page it lands on. */
export function oidcRoutes(services: Services): Router<State> {
  const { tenants, logger } = services
  const router = new Router<State>({ prefix: '/api/oidc' })
  const landWith = (ctx: Ctx, page: string, problem: string): void => ctx.redirect(`${page}?problem=${encodeURIComponent(problem)}`)

  router.get('/start', async (ctx) => {
    const { from } = queryOf(ctx, OidcStart)
    if (tenants.oidc === null) throw notFound()
    const tenantId = tenantOf(ctx)
    const purpose = { tenantId, place: placeOf(from), linkFor: null, redirectUri: await oidcRedirectUri(services, tenantId) }
    try {
      const { url, cookie, lifeMs } = await tenants.oidc.begin(purpose)
      keepOidc(ctx, cookie, lifeMs)
      ctx.redirect(url)
    } catch (error) {
      landWith(ctx, '/login', problemOf(error))
    }
  })

  router.get('/callback', async (ctx) => {
    if (tenants.oidc === null) throw notFound()
    const cookie = takeOidc(ctx)
    let page = '/login'
    try {
      const { purpose, identity, userId, isSecondFactorProved } = await tenants.oidc.complete(tenantOf(ctx), cookie, ctx.search)
      if (purpose.linkFor !== null) {
        page = ACCOUNT
        await link(services, ctx, purpose.linkFor, identity)
        return ctx.redirect(ACCOUNT)
      }
      const done = keepProgress(ctx, await tenants.login.withIdentity(identity, { userId, isSecondFactorProved }, fromOf(ctx)))
      ctx.redirect(done ? purpose.place : `/login?from=${encodeURIComponent(purpose.place)}&step=1`)
    } catch (error) {
      logger.warn({ requestId: ctx.state.requestId, problem: problemOf(error) }, 'openid connect login failed')
      landWith(ctx, page, problemOf(error))
    }
  })

  return router
}

/** Links to the account that is logged in here and began it, with its password; to no other. */
async function link({ tenants }: Services, ctx: Ctx, userId: string, identity: Parameters<typeof tenants.identities.link>[0]['identity']) {
  const { caller } = ctx.state
  if (caller?.userId !== userId) throw Object.assign(new Error('another session'), { code: 'LOGIN_OVER' })
  const { tenantId, name, ip } = caller
  await tenants.identities.link({ tenantId, userId, identity, by: { actor: { userId, name }, ip } })
}

/** A code of ours: the page has the words. Nothing of what the issuer said goes into the address. */
function problemOf(error: unknown): string {
  const { code, details } = error as { code?: string; details?: { reason?: string } }
  if (code === 'OIDC_FAILED') return `oidc-${details?.reason ?? 'invalid'}`
  return ['ACCOUNT_LOCKED', 'NO_POST', 'IDENTITY_TAKEN', 'LOGIN_OVER'].includes(code ?? '') ? code! : 'oidc-invalid'
}

/** A place of this application and of no other site: one slash, then a path. */
function placeOf(from: string | undefined): string {
  return from !== undefined && /^\/(?![/\\])[^\\\u0000-\u001f]*$/.test(from) ? from : HOME
}
