import { webHooks, type Database, type WebHookRow } from '@lianban/storage'
import { postJson, type Reach, type Sealer } from '@lianban/tenants'
import type { Channel } from '../delivery/channel.ts'
import { AttemptFailed } from '../delivery/delivery-error.ts'
import { signatureHeader } from './signature.ts'

export interface HookChannelOptions {
  database: Database
  sealer: Sealer
  /** Which addresses may be called. */
  mayReach: Reach
  clock: () => number
}

/** What a secret of a hook is sealed for. */
export const sealedFor = ({ tenant_id, id }: Pick<WebHookRow, 'tenant_id' | 'id'>): string => `web-hook:${tenant_id}:${id}`

/** Events to the addresses that are registered; to one that is switched off none goes any more. */
export const hookChannel = ({ database, sealer, mayReach, clock }: HookChannelOptions): Channel => ({
  send: async ({ tenant_id, id, target, topic, content: body }) => {
    const hook = await webHooks(database).get(tenant_id, target)
    if (!hook || hook.disabled_at !== null) return 'dropped'
    const now = clock()
    const sealed = [hook.secret, ...(hook.old_secret !== null && (hook.old_until ?? 0) > now ? [hook.old_secret] : [])]
    const secrets = await Promise.all(sealed.map(async (secret) => (await sealer.open(secret, sealedFor(hook))).toString()))
    const headers = {
      'user-agent': 'Lianban-Hook/1',
      'x-lianban-event': topic,
      'x-lianban-delivery': id,
      'x-lianban-signature': signatureHeader(secrets, now, body),
    }
    const status = await postJson({ url: hook.url, body, headers, mayReach })
    if (status >= 300 && status < 400) throw new AttemptFailed(`对方答复 ${status},本系统不跟随跳转`, status)
    if (status < 200 || status > 299) throw new AttemptFailed(`对方答复 ${status}`, status)
    return { status }
  },
})
