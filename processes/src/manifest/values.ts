import { z } from 'zod'

/* What every part of a manifest is written with: names, access, lengths of time and limits with their law. */

export const key = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens')
export const text = z.string().min(1).max(2000)
export const elementId = z.string().regex(/^[A-Za-z_][\w.-]*$/)
export const access = z.record(z.string(), z.enum(['hidden', 'read', 'write', 'required']))
/** What is written to a ledger 台账 of the county: `<ledger>.<name>`; see ledgers/names.ts. */
export const ledgerName = z.string().regex(/^[a-z]+\.[a-z]+(-[a-z]+)*$/, '<ledger>.<name>')
export const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])

export const inDays = { days: z.int().min(1).max(1000), unit: z.enum(['workday', 'day']) }
const inHours = { hours: z.int().min(1).max(1000), unit: z.enum(['workhour', 'urgent-hour']) }
const inMinutes = { minutes: z.int().min(1).max(10_000), unit: z.literal('minute') }

/** How long a step may take: 工作日, 自然日, 工作时, 紧急工作时 or minutes. */
export const length = z.discriminatedUnion('unit', [z.strictObject(inDays), z.strictObject(inHours), z.strictObject(inMinutes)])

export const basis = { basis: text }

/** A time limit with the law it comes from; limits on the organ are not counted in natural days (行政许可法 article 82). */
export const limit = z.discriminatedUnion('unit', [
  z.strictObject({ ...inDays, ...basis }),
  z.strictObject({ ...inHours, ...basis }),
  z.strictObject({ ...inMinutes, ...basis }),
])

/** Time more, granted once and before the limit, by whoever holds the post (行政许可法 article 42); in the unit of the limits. */
export const extension = { post: key, ...basis }
export const extended = z.discriminatedUnion('unit', [
  z.strictObject({ ...inDays, ...extension }),
  z.strictObject({ ...inHours, ...extension }),
  z.strictObject({ ...inMinutes, ...extension }),
])

export type LimitManifest = z.infer<typeof limit>
export type ExtensionManifest = z.infer<typeof extended>
