import Router from '@koa/router'
import { sniffMediaType } from '@lianban/storage'
import type { State } from '../context.ts'
import { fileTypeNotAllowed } from '../http-error.ts'
import { oneFile } from '../middlewares/one-file.ts'
import { sendFile } from '../middlewares/send-file.ts'
import { callerOf } from '../middlewares/session.ts'
import type { Services } from '../services.ts'

/** What may be handed in, by content. */
const ALLOWED = new Set([
  'application/pdf',
  'image/jpeg',
  'image/png',
  'image/webp',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
])
const MAX_NAME_CHARACTERS = 120

/** Uploads of applicants and clerks, and the files and documents of a case. */
export function fileRoutes({ cases, objectsOf, config }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api' })
  const fileOf = oneFile({ maxBytes: config.uploadMaxBytes, fields: 4 })

  router.post('/uploads', async (ctx) => {
    const caller = callerOf(ctx)
    const file = await fileOf(ctx)
    const mediaType = await sniffMediaType(file.bytes.subarray(0, 4100))
    if (!mediaType || !ALLOWED.has(mediaType)) throw fileTypeNotAllowed(mediaType)
    const { sha256, size } = await objectsOf(caller.tenantId).put(file.bytes)
    ctx.body = await cases.registerUpload(caller, { sha256, size, mediaType, name: nameOf(file.name) })
    ctx.status = 201
  })

  router.get('/files/:id', async (ctx) => {
    const caller = callerOf(ctx)
    const file = await cases.openFile(caller, ctx.params.id!)
    await sendFile(ctx, objectsOf(caller.tenantId), file, { inline: ctx.query.download === undefined })
  })

  return router
}

/** A path is cut to its last part, control characters go. */
function nameOf(original: string): string {
  const last = original
    .normalize('NFC')
    .split(/[\\/]/)
    .pop()!
    .replace(/\p{Cc}/gu, '')
  return [...last].slice(-MAX_NAME_CHARACTERS).join('') || '未命名'
}
