import { createHmac } from 'node:crypto'
import { ANYWHERE, postJson } from '../../outbound/index.ts'
import type { Publication, PublishTarget } from './target.ts'

export interface HookTargetOptions {
  url: string
  /** Shared with the receiver, who checks the signature with it. */
  secret: string
  /** UTC epoch milliseconds. */
  clock: () => number
}

/**
 * A POST of JSON to an address of another house. `X-Lianban-Timestamp` is the time in milliseconds, and
 * `X-Lianban-Signature` is `sha256=` and the hex HMAC-SHA-256 of `<timestamp>.<body>` under the shared secret.
 */
export function hookTarget({ url, secret, clock }: HookTargetOptions): PublishTarget {
  const { origin, pathname } = new URL(url)
  return {
    name: 'web-hook',
    kind: 'web-hook',
    // without the query, which may hold a token
    address: origin + pathname,
    send: async (publication) => {
      const body = JSON.stringify(messageOf(publication))
      const timestamp = String(clock())
      const headers = { 'x-lianban-timestamp': timestamp, 'x-lianban-signature': hookSignature(secret, timestamp, body) }
      const status = await postJson({ url, body, headers, mayReach: ANYWHERE })
      if (status < 200 || status > 299) throw new Error(`${origin} 答复 ${status}`)
      return `${origin + pathname}(${status})`
    },
  }
}

export const hookSignature = (secret: string, timestamp: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`

const messageOf = ({ tenantId, checkpoint, publicKeyFingerprint }: Publication): object => ({
  type: 'supervision.checkpoint',
  tenantId,
  ...checkpoint,
  publicKeyFingerprint,
})
