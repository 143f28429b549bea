import Router from '@koa/router'
import { printOnce } from '@lianban/processes'
import { z } from 'zod'
import type { State } from '../context.ts'
import { nameFile } from '../middlewares/send-file.ts'
import { callerOf } from '../middlewares/session.ts'
import { queryOf } from '../middlewares/validate.ts'
import { presentLogEntry } from '../present/log-entry.ts'
import { verificationReport } from '../present/verification-report.ts'
import type { Services } from '../services.ts'
import { Instant, Page } from './shapes.ts'

/** Newest first; instants in UTC epoch milliseconds, `until` exclusive; `actor` is a user's id or login name. */
export const LogQuery = Page.extend({
  from: Instant.optional(),
  until: Instant.optional(),
  actor: z.string().min(1).max(64).optional(),
  action: z.string().min(1).max(64).optional(),
  subject: z.string().min(1).max(191).optional(),
})
const size = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
export const ConsistencyQuery = z.strictObject({ from: size, to: size })
export const DeliveryList = Page.extend({ state: z.enum(['waiting', 'sent', 'dead']).optional() })

/** The log itself: entries, proofs, signed heads and where they went, the report. Every look-up is itself an entry. */
export function logRoutes(services: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/supervision' })
  entryRoutes(router, services)
  headRoutes(router, services)
  return router
}

const resource = { type: 'supervision' } as const

function entryRoutes(router: Router<State>, { tenants }: Services): void {
  router.get('/entries', async (ctx) => {
    const caller = callerOf(ctx)
    await tenants.authorization.assert(caller, 'read', resource)
    const search = queryOf(ctx, LogQuery)
    await tenants.supervision.lookUp(caller, { subject: `log:${caller.tenantId}`, payload: { ...search } })
    const { items, next } = await tenants.supervision.search(caller.tenantId, search)
    ctx.body = { items: items.map(presentLogEntry), next }
  })

  router.get('/entries/:id', async (ctx) => {
    const caller = callerOf(ctx)
    await tenants.authorization.assert(caller, 'read', resource)
    const entry = await tenants.supervision.entry(caller.tenantId, ctx.params.id!)
    await tenants.supervision.lookUp(caller, { subject: `entry:${entry.id}` })
    ctx.body = presentLogEntry(entry)
  })

  router.get('/entries/:id/proof', async (ctx) => {
    const caller = callerOf(ctx)
    await tenants.authorization.assert(caller, 'read', resource)
    const proof = await tenants.supervision.inclusionProof(caller.tenantId, ctx.params.id!)
    await tenants.supervision.lookUp(caller, { subject: `entry:${ctx.params.id!}`, payload: { proof: proof.checkpoint.size } })
    ctx.body = proof
  })
}

function headRoutes(router: Router<State>, { tenants, config, clock }: Services): void {
  router.get('/checkpoints', async (ctx) => {
    const caller = callerOf(ctx)
    await tenants.authorization.assert(caller, 'verify', resource)
    const { items, next } = await tenants.supervision.latestCheckpoints(caller.tenantId, queryOf(ctx, Page))
    const deliveries = await tenants.supervision.deliveriesOf(
      caller.tenantId,
      items.map((item) => item.size),
    )
    ctx.body = { items: items.map((item) => ({ ...item, deliveries: deliveries.filter((delivery) => delivery.size === item.size) })), next }
  })

  router.get('/consistency', async (ctx) => {
    const caller = callerOf(ctx)
    await tenants.authorization.assert(caller, 'verify', resource)
    const { from, to } = queryOf(ctx, ConsistencyQuery)
    const proof = await tenants.supervision.consistency(caller.tenantId, from, to)
    await tenants.supervision.lookUp(caller, {
      subject: `log:${caller.tenantId}`,
      payload: { consistency: [proof.from.size, proof.to.size], holds: proof.holds },
    })
    ctx.body = proof
  })

  router.get('/public-key', async (ctx) => {
    const caller = callerOf(ctx)
    await tenants.authorization.assert(caller, 'verify', resource)
    ctx.body = await tenants.supervision.publicKeyInfo(caller.tenantId)
  })

  router.get('/deliveries', async (ctx) => {
    const caller = callerOf(ctx)
    await tenants.authorization.assert(caller, 'verify', resource)
    ctx.body = {
      targets: tenants.supervision.publishTargets,
      ...(await tenants.supervision.deliveries(caller.tenantId, queryOf(ctx, DeliveryList))),
    }
  })

  router.post('/deliveries/:id/resend', async (ctx) => {
    const caller = callerOf(ctx)
    await tenants.authorization.assert(caller, 'verify', resource)
    await tenants.supervision.resend(caller, ctx.params.id!)
    ctx.status = 204
  })

  router.post('/verification/report', async (ctx) => {
    const caller = callerOf(ctx)
    await tenants.authorization.assert(caller, 'verify', resource)
    const result = await tenants.supervision.verify(caller)
    const tenant = await tenants.directory.get(caller.tenantId)
    const report = { tenantName: tenant.name, callerName: caller.name, targets: tenants.supervision.publishTargets, at: clock() }
    const pdf = await printOnce(verificationReport(result, report), config)
    ctx.type = 'application/pdf'
    nameFile(ctx, `监察日志核验报告-${result.size}.pdf`)
    ctx.body = pdf
  })
}
