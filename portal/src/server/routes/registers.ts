import Router from '@koa/router'
import { REGISTER_NAMES } from '@lianban/processes'
import { z } from 'zod'
import type { State } from '../context.ts'
import { nameFile, XLSX } from '../middlewares/send-file.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, paramOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { Page } from './shapes.ts'

const kind = z.enum(['document', 'licence', 'case', 'receipt', 'archive'])
const year = z.coerce.number().int().min(2000).max(2999)
const key = z.string().min(1).max(64)

const filter = {
  kind,
  organId: key.optional(),
  type: key.optional(),
  year: year.optional(),
  state: z.enum(['valid', 'void']).optional(),
  q: z.string().max(100).optional(),
}
export const RegisterList = Page.extend(filter)
export const RegisterExport = z.strictObject(filter)
export const RegisterRuns = z.strictObject({ kind, year, organId: key.optional() })
export const NumberVoid = z.strictObject({ kind, number: z.string().min(1).max(100), reason: z.string().max(1000) })
/** The scheme itself is checked by the numbering, which says in words what is wrong. */
export const NumberSchemeChange = z.strictObject({ scheme: z.record(z.string(), z.unknown()) })

/** Registers 登记簿 of every number that was given out, and how numbers are written. */
export function registerRoutes({ registers }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api' })

  router.get('/registers', async (ctx) => {
    const { limit, after, ...asked } = queryOf(ctx, RegisterList)
    ctx.body = await registers.list(callerOf(ctx), asked, { limit, after })
  })

  router.get('/registers/runs', async (ctx) => {
    ctx.body = { items: await registers.runs(callerOf(ctx), queryOf(ctx, RegisterRuns)) }
  })

  router.get('/registers/export', async (ctx) => {
    const asked = queryOf(ctx, RegisterExport)
    ctx.body = await registers.export(callerOf(ctx), asked)
    ctx.type = XLSX
    nameFile(ctx, `${REGISTER_NAMES[asked.kind]}.xlsx`)
  })

  router.post('/registers/void', async (ctx) => {
    ctx.body = await registers.voidNumber(callerOf(ctx), bodyOf(ctx, NumberVoid))
  })

  router.get('/number-schemes', async (ctx) => {
    ctx.body = { items: await registers.schemes(callerOf(ctx)) }
  })

  router.post('/number-schemes/:name', async (ctx) => {
    ctx.body = await registers.changeScheme(callerOf(ctx), paramOf(ctx, 'name', key), bodyOf(ctx, NumberSchemeChange).scheme)
  })

  return router
}
