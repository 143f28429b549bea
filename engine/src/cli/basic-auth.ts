import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'koa'
import type { Credentials } from './options.ts'

/** HTTP Basic (RFC 7617) for one user. @returns the user's name, or null if the call names another user or password */
export function basicAuth({ user, password }: Credentials): (ctx: Context) => string | null {
  const expected = digest(`${user}:${password}`)
  return (ctx) => {
    const [, encoded] = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(ctx.get('Authorization')) ?? []
    const given = digest(Buffer.from(encoded ?? '', 'base64').toString('utf8'))
    return timingSafeEqual(given, expected) ? user : null
  }
}

/** Equally long for all texts, so that comparing takes equally long. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
