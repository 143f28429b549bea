import type { PERMISSIONS, ResourceType } from '@lianban/tenants'
import type { z } from 'zod'

/**
 * What a caller must know of one operation of the API. What it answers with is read from its route: after a change,
 * `UPDATE_RESPONSES=1 npx vitest run portal/test/response-schemas.test.ts`.
 */
export interface Operation {
  summary: string
  body?: z.ZodType
  query?: z.ZodObject
  /** Parts of the path that are no ids: `{kind}`. */
  params?: z.ZodObject
  /** A second call with the same Idempotency-Key answers like the first and changes nothing. */
  idempotent?: boolean
  /** One file as multipart/form-data; fields beside it, where there are any. */
  upload?: boolean | z.ZodObject
  /** Media types of an answer that is no JSON. @default those of a stored file */
  media?: readonly string[]
  /** Statuses of refusals besides those of every operation of its kind. */
  refusals?: readonly number[]
  /** An API token, and no session, gives the right. */
  token?: boolean
  /** Who may: `public`, `own` (whoever is logged in, about himself), or the right that the route asks for, `type:action`. */
  right: Right
}

/** Every `type:action` of the permissions, and the two that need none. */
type Right = 'public' | 'own' | { [T in ResourceType]: `${T}:${keyof (typeof PERMISSIONS)[T]['actions'] & string}` }[ResourceType]
