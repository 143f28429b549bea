import { createHmac } from 'node:crypto'

/**
 * The header `X-Lianban-Signature`: `t=<seconds since 1970>,v1=<hex>`, where v1 is HMAC-SHA-256 of `<t>.<body>` under the
 * secret; while a secret is being replaced there are two v1, and one that fits is enough.
 * @param at UTC epoch milliseconds
 */
export function signatureHeader(secrets: readonly string[], at: number, body: string): string {
  const t = Math.floor(at / 1000)
  return [`t=${t}`, ...secrets.map((secret) => `v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`)].join(',')
}
