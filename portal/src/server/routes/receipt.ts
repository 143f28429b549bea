import { receiptCode } from '@lianban/processes'
import Router from '@koa/router'
import type { ParameterizedContext } from 'koa'
import { z } from 'zod'
import type { State } from '../context.ts'
import { formFields, sendPage } from '../middlewares/plain-page.ts'
import { rateLimit } from '../middlewares/rate-limit.ts'
import { tenantOf } from '../middlewares/tenant.ts'
import { receiptPage, receiptQueryPage } from '../present/receipt-page.ts'
import type { Services } from '../services.ts'

/** Requests a minute from one address: enough to look cases up, too few to try query codes of six digits. */
const RECEIPT_LIMIT_PER_MINUTE = 20
const FIELD_BYTES = 200

type Ctx = ParameterizedContext<State> & { params: Record<string, string> }

const QueryForm = z.strictObject({
  number: z.string().trim().min(1).max(64),
  queryCode: z
    .string()
    .trim()
    .regex(/^\d{6}$/),
})

/**
 * How a case stands, for whoever holds its receipt 收件凭证 and has no account, an agent too: plain pages without a script,
 * before the session. A number that there is not and a wrong code get the same answer, and are locked alike.
 */
export function receiptRoutes({ receipts, config, clock }: Services): Router<State> {
  const router = new Router<State>()
  const fieldsOf = formFields({ maxFields: 2, fieldBytes: FIELD_BYTES })
  router.use(['/receipt', '/receipt/:code'], rateLimit(Math.min(config.rateLimitPerMinute, RECEIPT_LIMIT_PER_MINUTE), clock))

  router.get('/receipt', (ctx) => sendPage(ctx, 200, receiptQueryPage({})))

  // The answer comes at once, without an address that would keep the query code in the browser's history.
  router.post('/receipt', async (ctx) => {
    const fields = await fieldsOf(ctx)
    const given = QueryForm.safeParse(fields)
    const number = z
      .string()
      .max(64)
      .catch('')
      .parse((fields as { number?: unknown } | null)?.number)
    if (!given.success) return sendPage(ctx, 422, receiptQueryPage({ number, problem: '请填写凭证上的编号和六位数字的查询码' }))
    await show(ctx, receiptCode(given.data.number, given.data.queryCode), number)
  })

  router.get('/receipt/:code', (ctx) => show(ctx, ctx.params.code!))

  async function show(ctx: Ctx | ParameterizedContext<State>, code: string, number = ''): Promise<void> {
    try {
      sendPage(ctx, 200, receiptPage(await receipts.status(tenantOf(ctx), code, ctx.ip), clock()))
    } catch (error) {
      const { name, status, message } = error as { name?: string; status: number; message: string }
      if (name !== 'ReceiptError') throw error
      sendPage(ctx, status, receiptQueryPage({ number, problem: message }))
    }
  }

  return router
}
