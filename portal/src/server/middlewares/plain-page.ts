import multer from '@koa/multer'
import type { ParameterizedContext } from 'koa'
import type { State } from '../context.ts'
import { publicHtml, type Look, type PublicPage } from '../present/public-page.ts'

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

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** A page that nothing on the way keeps, and whose address goes nowhere; as whoever asks for it likes pages to look. */
export function sendPage(ctx: ParameterizedContext<State>, status: number, page: PublicPage): void {
  ctx.status = status
  ctx.type = 'html'
  ctx.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer', 'Content-Security-Policy': POLICY })
  ctx.body = publicHtml(page, lookOf(ctx.cookies.get(LOOK_COOKIE)))
}

/** Written by the application on the device, see web/appearance.tsx: words with dots between them. */
const LOOK_COOKIE = 'lianban_look'

function lookOf(cookie: string | undefined): Look {
  const words = cookie?.split('.') ?? []
  const mode = (['light', 'dark'] as const).find((one) => words.includes(one))
  return { ...(mode && { mode }), isLarge: words.includes('large') }
}
