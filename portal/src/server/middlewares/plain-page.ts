import multer from '@koa/multer'
import type { ParameterizedContext } from 'koa'
import type { State } from '../context.ts'

/* Pages that work without a script: what a form sent, and a page in answer. */

/** Reads the fields of a form without files. @returns null where it is no such form or too large; nothing is checked yet */
export function formFields({ maxFields, fieldBytes }: { maxFields: number; fieldBytes: number }) {
  const form = multer({
    storage: multer.memoryStorage(),
    limits: { files: 0, fields: maxFields, fieldSize: fieldBytes, parts: maxFields },
  }).none()
  return async (ctx: ParameterizedContext<State>): Promise<unknown> => {
    try {
      await form(ctx as never, async () => {})
    } catch {
      return null
    }
    return { ...(ctx.request as unknown as { body?: object }).body }
  }
}

/** A page that nothing on the way keeps, and whose address goes nowhere. */
export function sendPage(ctx: ParameterizedContext<State>, status: number, page: string): void {
  ctx.status = status
  ctx.type = 'html'
  ctx.set('Cache-Control', 'no-store')
  ctx.set('Referrer-Policy', 'no-referrer')
  ctx.body = page
}
