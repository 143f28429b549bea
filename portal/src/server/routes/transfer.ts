import Router from '@koa/router'
import { MAX_IMPORT_BYTES, TRANSFER_RIGHTS, KIND_LABELS, type Caller, type ImportReport, type TransferKind } from '@lianban/tenants'
import { z } from 'zod'
import type { Ctx, State } from '../context.ts'
import { invalidRequest, notFound } from '../http-error.ts'
import { oneFile } from '../middlewares/one-file.ts'
import { nameFile, SHEET_TYPES } from '../middlewares/send-file.ts'
import { byOf, callerOf } from '../middlewares/session.ts'
import { queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'

export const FormatQuery = z.strictObject({ format: z.enum(['xlsx', 'csv']).default('xlsx') })
export const Kind = z.strictObject({ kind: z.enum(Object.keys(TRANSFER_RIGHTS) as [TransferKind, ...TransferKind[]]) })
export const Confirmation = z.strictObject({ plan: z.string().regex(/^[0-9a-f]{64}$/), mode: z.enum(['all', 'good']) })
/** Problems that the answer itself carries; the sheet that comes with it has all of them. */
const MAX_PROBLEMS_SHOWN = 200

/** Organs, kinds of post, accounts and posts from and to spreadsheets. Each kind asks for its own right. */
export function transferRoutes({ tenants }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/transfer' })
  const fileOf = oneFile({ maxBytes: MAX_IMPORT_BYTES, fields: 4 })
  const allowed = async (ctx: Ctx, direction: 'import' | 'export'): Promise<{ caller: Caller; kind: TransferKind }> => {
    const caller = callerOf(ctx)
    const kind = ctx.params.kind as TransferKind
    if (!Object.hasOwn(TRANSFER_RIGHTS, kind)) throw notFound()
    const right = TRANSFER_RIGHTS[kind]
    await tenants.authorization.assert(caller, right[direction], { type: right.type })
    return { caller, kind }
  }
  const received = async (ctx: Ctx) => {
    const { caller, kind } = await allowed(ctx, 'import')
    const { name, bytes } = await fileOf(ctx)
    return { tenantId: caller.tenantId, kind, name, bytes, by: byOf(caller) }
  }

  router.get('/:kind/template', async (ctx) => {
    const { kind } = await allowed(ctx, 'import')
    const { format } = queryOf(ctx, FormatQuery)
    send(ctx, await tenants.transfer.template(kind, format), `${KIND_LABELS[kind]}导入模板`, format)
  })

  router.get('/:kind/export', async (ctx) => {
    const { caller, kind } = await allowed(ctx, 'export')
    const { format } = queryOf(ctx, FormatQuery)
    const bytes = await tenants.transfer.export(kind, format, { tenantId: caller.tenantId, by: byOf(caller) })
    send(ctx, bytes, `${KIND_LABELS[kind]} ${tenants.transfer.today()}`, format)
  })

  router.post('/:kind/preview', async (ctx) => {
    const report = await tenants.transfer.preview(await received(ctx))
    ctx.body = await present(report)
  })

  router.post('/:kind/confirm', async (ctx) => {
    const file = await received(ctx)
    const parsed = Confirmation.safeParse((ctx.request as unknown as { body: unknown }).body)
    if (!parsed.success) throw invalidRequest(parsed.error.issues.map((i) => ({ path: i.path.join('.'), message: i.message })))
    const result = await tenants.transfer.confirm({ ...file, ...parsed.data })
    const passwordSheet = result.passwords.length > 0 ? (await tenants.transfer.passwordSheet(result)).toString('base64') : null
    ctx.body = { ...(await present(result)), passwordSheet }
  })

  const present = async ({ kind, rows, counts, problems, plan }: ImportReport) => ({
    kind,
    rows,
    counts,
    plan,
    problems: problems.slice(0, MAX_PROBLEMS_SHOWN),
    problemCount: problems.length,
    problemSheet: problems.length > 0 ? (await tenants.transfer.problemSheet({ problems } as ImportReport)).toString('base64') : null,
  })

  return router
}

function send(ctx: Ctx, bytes: Buffer, name: string, format: 'xlsx' | 'csv'): void {
  ctx.set('Content-Type', SHEET_TYPES[format])
  nameFile(ctx, `${name}.${format}`)
  ctx.body = bytes
}
