import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { newId, oneTimeTokens, type OneTimeTokenRow, type Tx } from '@lianban/storage'

/** Of a token and of a key: nobody tries that out. */
const SECRET_BYTES = 24
const SECRET = /^[\w-]{32}$/

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')
const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url')

export interface NewToken {
  tenantId: string
  purpose: string
  ownerId: string
  /** What it opens. */
  data: unknown
  /** Epoch milliseconds. */
  at: number
  livesMs: number
}

/** Makes a token in the caller's transaction. @returns the token itself, which is told this once and kept nowhere */
export async function issueToken(
  tx: Tx,
  { tenantId, purpose, ownerId, data, at, livesMs }: NewToken,
): Promise<{ row: OneTimeTokenRow; token: string }> {
  const token = newSecret()
  const row: OneTimeTokenRow = {
    tenant_id: tenantId,
    id: newId(),
    purpose,
    token_hash: hashOf(token),
    owner_id: ownerId,
    data,
    created_at: at,
    expires_at: at + livesMs,
    used_at: null,
    key_hash: null,
    ended_at: null,
  }
  await oneTimeTokens(tx).insert(row)
  return { row, token }
}

/** The token of an address, whatever became of it; undefined: there is none such of this purpose. */
export async function tokenOf(tx: Tx, tenantId: string, purpose: string, token: string): Promise<OneTimeTokenRow | undefined> {
  if (!SECRET.test(token)) return undefined
  const row = await oneTimeTokens(tx).byHash(tenantId, hashOf(token))
  return row?.purpose === purpose ? row : undefined
}

/** Uses it, which can be done once. @returns the key that whoever used it goes on with; null: it can no longer be used */
export async function useToken(tx: Tx, { tenant_id, id }: OneTimeTokenRow, at: number): Promise<string | null> {
  const key = newSecret()
  return (await oneTimeTokens(tx).use(tenant_id, id, at, hashOf(key))) ? key : null
}

/** Whether this is the key of the one who used it. */
export const isKeyOf = ({ key_hash }: OneTimeTokenRow, key: string): boolean =>
  key_hash !== null && timingSafeEqual(Buffer.from(key_hash), Buffer.from(hashOf(key)))

/** Neither taken back nor over by its time. */
export const isOpen = ({ ended_at, expires_at }: OneTimeTokenRow, at: number): boolean => ended_at === null && expires_at > at
