import multer from '@koa/multer'
import Router from '@koa/router'
import { sniffMediaType } from '@lianban/storage'
import type { State } from '../context.ts'
import { fileTooLarge, fileTypeNotAllowed, invalidRequest } from '../http-error.ts'
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
/** What a browser may show in place; the rest is downloaded. */
const INLINE = new Set(['application/pdf', 'image/jpeg', 'image/png', 'image/webp'])
const MAX_NAME_CHARACTERS = 120

/** Uploads of applicants and clerks, and the files and documents of a case. */
export function fileRoutes({ cases, objectsOf, config }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api' })
  const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: config.uploadMaxBytes, files: 1, fields: 4, parts: 6 } })

  router.post('/uploads', async (ctx) => {
    const caller = callerOf(ctx)
    await upload
      .single('file')(ctx, async () => {})
      .catch((error: { code?: string }) => {
        throw error.code === 'LIMIT_FILE_SIZE'
          ? fileTooLarge(config.uploadMaxBytes)
          : invalidRequest([{ path: 'file', message: error.code ?? 'malformed' }])
      })
    const file = ctx.file
    if (!file?.size) throw invalidRequest([{ path: 'file', message: 'a file that is not empty is expected' }])
    const mediaType = await sniffMediaType(file.buffer.subarray(0, 4100))
    if (!mediaType || !ALLOWED.has(mediaType)) throw fileTypeNotAllowed(mediaType)
    const { sha256, size } = await objectsOf(caller.tenantId).put(file.buffer)
    ctx.body = await cases.registerUpload(caller, { sha256, size, mediaType, name: nameOf(file.originalname) })
    ctx.status = 201
  })

  router.get('/files/:id', async (ctx) => {
    const caller = callerOf(ctx)
    const file = await cases.openFile(caller, ctx.params.id!)
    ctx.type = file.mediaType
    ctx.length = file.size
    const inline = INLINE.has(file.mediaType) && ctx.query.download === undefined
    ctx.set('Content-Disposition', `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    // A document may hold script (PDF) or markup: it gets a policy of its own that allows nothing.
    ctx.set(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; object-src 'self'; frame-ancestors 'self'",
    )
    ctx.body = await objectsOf(caller.tenantId).get(file.sha256)
  })

  return router
}

/** multer hands names over as latin1; a path is cut to its last part, control characters go. */
function nameOf(original: string): string {
  const name = Buffer.from(original, 'latin1').toString('utf8').normalize('NFC')
  const last = name
    .split(/[\\/]/)
    .pop()!
    .replace(/\p{Cc}/gu, '')
  return [...last].slice(-MAX_NAME_CHARACTERS).join('') || '未命名'
}
