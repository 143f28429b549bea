import { RATING_TEXT_CHARS, tagsFor } from '@lianban/processes/labels'
import { receiptCode, type PublicRatable } from '@lianban/processes'
import Router from '@koa/router'
import type { ParameterizedContext } from 'koa'
import { z } from 'zod'
import type { State } from '../context.ts'
import { formFields, sendPage } from '../middlewares/plain-page.ts'
import { rateLimit } from '../middlewares/rate-limit.ts'
import { SESSION_COOKIE } from '../middlewares/session.ts'
import { tenantOf } from '../middlewares/tenant.ts'
import { ratingPage, ratingQueryPage } from '../present/rating-page.ts'
import type { Services } from '../services.ts'

/** Requests a minute from one address: enough to rate, too few to try query codes of six digits. */
const RATE_LIMIT_PER_MINUTE = 20
/** Bytes of one field of the form. */
const FIELD_BYTES = 4_000
const MAX_FIELDS = 20

type Ctx = ParameterizedContext<State> & { params: Record<string, string> }

const QueryForm = z.object({ caseNo: z.string().trim().min(1).max(64), queryCode: z.string().trim().min(1).max(16) })
const RateForm = z.object({
  contact: z.enum(['closing', 'supplement']),
  grade: z.coerce.number().int().min(1).max(5),
  tags: z.union([z.string(), z.array(z.string())]).default([]),
  text: z.string().trim().max(RATING_TEXT_CHARS).default(''),
})
const CommentForm = z.object({ contact: z.enum(['closing', 'supplement']), text: z.string().trim().min(1).max(RATING_TEXT_CHARS) })

/**
 * Rating with a receipt, by its QR code or by what is printed on it, without an account: plain pages, no script. No session
 * and nothing but the code that gives a right, hence before the session with its CSRF check. A code that stands for nothing
 * gets one answer.
 */
export function rateRoutes({ ratings, tenants, config, clock }: Services): Router<State> {
  const router = new Router<State>()
  const fieldsOf = formFields({ maxFields: MAX_FIELDS, fieldBytes: FIELD_BYTES })
  router.use(['/rate', '/rate/:code'], rateLimit(Math.min(config.rateLimitPerMinute, RATE_LIMIT_PER_MINUTE), clock))

  router.get('/rate', (ctx) => sendPage(ctx, 200, ratingQueryPage()))

  router.post('/rate', async (ctx) => {
    const given = QueryForm.safeParse(await fieldsOf(ctx))
    if (!given.success) return sendPage(ctx, 422, ratingQueryPage('请填写凭证上的办件编号和六位查询码'))
    const code = receiptCode(given.data.caseNo, given.data.queryCode)
    const found = await find(ctx, code)
    if (!found) return
    ctx.redirect(pathOf(code))
    ctx.status = 303
  })

  router.get('/rate/:code', async (ctx) => {
    const found = await find(ctx, ctx.params.code!)
    if (found) sendPage(ctx, 200, ratingPage(found, { path: pathOf(ctx.params.code!) }))
  })

  router.post('/rate/:code', (ctx) =>
    attempt(ctx, async (code, fields) => {
      const given = RateForm.safeParse(fields)
      if (!given.success) return '请先选择满意程度,文字不超过 500 字'
      const { contact, grade, text } = given.data
      // Without a script the tags of the other kind can be ticked too: they say nothing with this grade.
      const fitting = new Set(tagsFor(grade).map(({ value }) => value))
      const tags = [given.data.tags].flat().filter((tag) => fitting.has(tag))
      await ratings.byCode.rate(tenantOf(ctx), code, { contact, grade, tags, text }, { channel: await channelOf(tenants, ctx), ip: ctx.ip })
      return null
    }),
  )

  router.post('/rate/:code/comment', (ctx) =>
    attempt(ctx, async (code, fields) => {
      const given = CommentForm.safeParse(fields)
      if (!given.success) return '请填写追评内容,不超过 500 字'
      await ratings.byCode.comment(tenantOf(ctx), code, given.data, ctx.ip)
      return null
    }),
  )

  /** Does it and shows the page anew, so that loading it again sends nothing; or says above the form what is wrong. */
  async function attempt(ctx: Ctx, work: (code: string, fields: unknown) => Promise<string | null>): Promise<void> {
    const code = ctx.params.code!
    const fields = await fieldsOf(ctx)
    const found = await find(ctx, code)
    if (!found) return
    let problem: string | null
    let status = 422
    try {
      problem = await work(code, fields)
    } catch (error) {
      const known = error as { status?: number; name?: string; message: string }
      if (known.name !== 'RatingError') throw error
      problem = known.message
      status = known.status ?? status
    }
    if (problem !== null) return sendPage(ctx, status, ratingPage((await find(ctx, code)) ?? found, { path: pathOf(code), problem }))
    ctx.redirect(pathOf(code))
    ctx.status = 303
  }

  /** null: the answer says why nothing is shown. */
  async function find(ctx: Ctx | ParameterizedContext<State>, code: string): Promise<PublicRatable | null> {
    try {
      return await ratings.byCode.get(tenantOf(ctx), code, ctx.ip)
    } catch (error) {
      const { code: why, message } = error as { code?: string; message: string }
      if (why !== 'RATING_CODE_UNKNOWN' && why !== 'RECEIPT_LOCKED') throw error
      sendPage(ctx, why === 'RECEIPT_LOCKED' ? 423 : 404, ratingQueryPage(why === 'RECEIPT_LOCKED' ? message : UNKNOWN))
      return null
    }
  }

  return router
}

const pathOf = (code: string): string => `/rate/${encodeURIComponent(code)}`

const UNKNOWN = '未查到可以评价的服务。请核对凭证上的办件编号和查询码,或者重新扫码'

/** By which way it came: on the window's own device, where somebody of the county is logged in, or by the link of a receipt. */
async function channelOf({ sessions }: Services['tenants'], ctx: ParameterizedContext<State>): Promise<'window' | 'code'> {
  const token = ctx.cookies.get(SESSION_COOKIE)
  const session = token ? await sessions.resolve(token, { ip: ctx.ip, tenantId: tenantOf(ctx), byItself: true }) : null
  return session?.caller.kind === 'staff' ? 'window' : 'code'
}
