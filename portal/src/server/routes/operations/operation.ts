import type { PERMISSIONS, ResourceType } from '@lianban/tenants'
import type { z } from 'zod'

/** What a caller must know of one operation of the API. */
export interface Operation {
  summary: string
  body?: z.ZodType
  query?: z.ZodObject
  /** A second call with the same Idempotency-Key answers like the first and changes nothing. */
  idempotent?: boolean
  upload?: boolean
  /** Who may: `public`, `own` (whoever is logged in, about himself), or the right that the route asks for, `type:action`. */
  right: Right
}

/** Every `type:action` of the permissions, and the two that need none. */
type Right = 'public' | 'own' | { [T in ResourceType]: `${T}:${keyof (typeof PERMISSIONS)[T]['actions'] & string}` }[ResourceType]
