import Router from '@koa/router'
import { checkSignatureImage, SIGNATURE_LIMITS } from '@lianban/processes'
import { z } from 'zod'
import type { State } from '../context.ts'
import { notFound } from '../http-error.ts'
import { oneFile } from '../middlewares/one-file.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import type { Operation } from './operations/operation.ts'
import { Secret } from './shapes.ts'

const KeepSignature = z.strictObject({ signatureId: z.string().min(1).max(64), password: Secret })

/** Their part of the table of operations. */
export const SIGNATURE_OPERATIONS: Record<string, Operation> = {
  'POST /api/signatures': { right: 'own', summary: '手写签名 A signature that was just written, a PNG', upload: true },
  'GET /api/account/signature': { right: 'own', summary: '保存的签名 The signature that one keeps' },
  'POST /api/account/signature': { right: 'own', summary: '保存签名 Keep a signature to sign with again', body: KeepSignature },
  'DELETE /api/account/signature': { right: 'own', summary: '删除保存的签名 Keep none' },
}

/** Signatures by hand 手写签名 of staff: written for one completion, or kept to sign with again. Whether one fits is judged with the completion. */
export function signatureRoutes({ cases, tenants, objectsOf }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api' })
  const fileOf = oneFile({ maxBytes: SIGNATURE_LIMITS.maxBytes })

  router.post('/signatures', async (ctx) => {
    const caller = callerOf(ctx)
    if (caller.kind !== 'staff') throw notFound()
    const { bytes } = await fileOf(ctx)
    checkSignatureImage(bytes)
    ctx.body = await cases.registerSignature(caller, await objectsOf(caller.tenantId).put(bytes))
    ctx.status = 201
  })

  router.get('/account/signature', async (ctx) => {
    ctx.body = { signature: await cases.keptSignature(callerOf(ctx)) }
  })

  router.post('/account/signature', async (ctx) => {
    const caller = callerOf(ctx)
    const { signatureId, password } = bodyOf(ctx, KeepSignature)
    // A session left open must not put another person's hand in the place of its owner's.
    await tenants.passwords.reauthenticate({ tenantId: caller.tenantId, userId: caller.userId, ip: caller.ip, password })
    await cases.keepSignature(caller, signatureId)
    ctx.status = 204
  })

  router.delete('/account/signature', async (ctx) => {
    await cases.forgetSignature(callerOf(ctx))
    ctx.status = 204
  })

  return router
}
