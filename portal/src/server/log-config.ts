import { SUITE_NAMES } from '@lianban/tenants'
import { z } from 'zod'
import { smtpUrl } from './delivery-config.ts'

const MINUTE_MS = 60_000
const whole = (min: number, max: number, fallback: number) => z.coerce.number().int().min(min).max(max).default(fallback)

/** The variables of the supervision log. */
export const LOG_ENVIRONMENT = {
  /** Hash and signature of logs that are begun from now on. */
  LOG_SUITE: z.enum(SUITE_NAMES).default('ed25519-sha256'),
  LOG_SEAL_SECONDS: whole(1, 3_600, 5),
  LOG_HEARTBEAT_MINUTES: whole(1, 1_440, 5),
  LOG_PUBLISH_EVERY_MINUTES: whole(1, 10_080, 60),
  LOG_PUBLISH_FOLDER: z.string().min(1).optional(),
  LOG_PUBLISH_OBJECTS: z
    .enum(['0', '1', 'true', 'false'])
    .transform((v) => v === '1' || v === 'true')
    .default(false),
  /** Mailboxes, parted by commas. */
  LOG_PUBLISH_MAIL_TO: z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .pipe(z.array(z.email()).min(1).max(20))
    .optional(),
  LOG_PUBLISH_MAIL_FROM: z.string().min(3).optional(),
  LOG_PUBLISH_SMTP_URL: smtpUrl.optional(),
  LOG_PUBLISH_HOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  LOG_PUBLISH_HOOK_SECRET: z.string().min(16, 'at least 16 characters').optional(),
}

type Environment = z.infer<z.ZodObject<typeof LOG_ENVIRONMENT>>

export interface LogConfig {
  suite: (typeof SUITE_NAMES)[number]
  sealEveryMs: number
  heartbeatEveryMs: number
  publishEveryMs: number
  folder: string | undefined
  objects: boolean
  mail: { smtpUrl: string; from: string; to: string[] } | undefined
  hook: { url: string; secret: string } | undefined
}

/** What only makes sense together. */
export function logProblems(e: Environment): string[] {
  const mail = [e.LOG_PUBLISH_MAIL_TO, e.LOG_PUBLISH_MAIL_FROM, e.LOG_PUBLISH_SMTP_URL].filter((value) => value !== undefined)
  const hook = [e.LOG_PUBLISH_HOOK_URL, e.LOG_PUBLISH_HOOK_SECRET].filter((value) => value !== undefined)
  return [
    ...(mail.length % 3 === 0 ? [] : ['LOG_PUBLISH_MAIL_TO, LOG_PUBLISH_MAIL_FROM, LOG_PUBLISH_SMTP_URL: expected all three or none']),
    ...(hook.length % 2 === 0 ? [] : ['LOG_PUBLISH_HOOK_URL, LOG_PUBLISH_HOOK_SECRET: expected both or none']),
  ]
}

export const logConfig = (e: Environment): LogConfig => ({
  suite: e.LOG_SUITE,
  sealEveryMs: e.LOG_SEAL_SECONDS * 1_000,
  heartbeatEveryMs: e.LOG_HEARTBEAT_MINUTES * MINUTE_MS,
  publishEveryMs: e.LOG_PUBLISH_EVERY_MINUTES * MINUTE_MS,
  folder: e.LOG_PUBLISH_FOLDER,
  objects: e.LOG_PUBLISH_OBJECTS,
  mail: e.LOG_PUBLISH_MAIL_TO && { smtpUrl: e.LOG_PUBLISH_SMTP_URL!, from: e.LOG_PUBLISH_MAIL_FROM!, to: e.LOG_PUBLISH_MAIL_TO },
  hook: e.LOG_PUBLISH_HOOK_URL ? { url: e.LOG_PUBLISH_HOOK_URL, secret: e.LOG_PUBLISH_HOOK_SECRET! } : undefined,
})
