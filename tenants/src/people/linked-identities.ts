import { inTransaction, isUniqueViolation, linkedIdentities, users, type Database, type Tx, type UserRow } from '@lianban/storage'
import { identityTaken, userNotFound } from '../errors.ts'
import type { EntryInput } from '../supervision/entry.ts'
import type { ByWhom } from '../supervision/supervision.ts'

/** Who somebody is to an OpenID Connect issuer. */
export interface Identity {
  issuer: string
  subject: string
  /** As the issuer names the person; for showing, never for matching. */
  name: string
}

export interface LinkedIdentitiesOptions {
  database: Database
  clock: () => number
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
}

export interface OfUser {
  tenantId: string
  userId: string
}

export type LinkedIdentities = ReturnType<typeof createLinkedIdentities>

/** Which account an identity means. A link is made by its owner, after a whole login, or by an administrator. */
export function createLinkedIdentities({ database, clock, record }: LinkedIdentitiesOptions) {
  /** In the caller's transaction. @throws IDENTITY_TAKEN */
  const linkIn = async (tx: Tx, link: { identity: Identity; user: UserRow; by: ByWhom }): Promise<void> => {
    const { identity, user, by } = link
    const { issuer, subject, name } = identity
    await linkedIdentities(tx)
      .insert({
        tenant_id: user.tenant_id,
        issuer,
        subject,
        user_id: user.id,
        subject_name: name || null,
        linked_at: clock(),
        linked_by: by.actor.userId,
      })
      .catch((error: unknown) => {
        throw isUniqueViolation(error) ? identityTaken() : error
      })
    const entry = { action: 'identity.linked', subject: `user:${user.id}`, ...by, payload: { issuer, subject } }
    await record(tx, user.tenant_id, [entry])
  }

  return {
    linkIn,

    /** @throws USER_NOT_FOUND, IDENTITY_TAKEN */
    link: ({ tenantId, userId, identity, by }: OfUser & { identity: Identity; by: ByWhom }): Promise<void> =>
      inTransaction(database, async (tx) => {
        const user = await users(tx).get(tenantId, userId)
        if (!user) throw userNotFound(userId)
        await linkIn(tx, { identity, user, by })
      }),

    /** Nothing happens if there is none. */
    unlink: ({ tenantId, userId, issuer, by }: OfUser & { issuer: string; by: ByWhom }): Promise<void> =>
      inTransaction(database, async (tx) => {
        if ((await linkedIdentities(tx).delete(tenantId, userId, issuer)) === 0) return
        const entry = { action: 'identity.unlinked', subject: `user:${userId}`, ...by, payload: { issuer } }
        await record(tx, tenantId, [entry])
      }),

    /** The user whom an identity means, or null. */
    userOf: async (tenantId: string, { issuer, subject }: Pick<Identity, 'issuer' | 'subject'>): Promise<string | null> =>
      (await linkedIdentities(database).get(tenantId, issuer, subject))?.user_id ?? null,

    ofUser: async ({ tenantId, userId }: OfUser): Promise<(Identity & { linkedAt: number })[]> =>
      (await linkedIdentities(database).ofUser(tenantId, userId)).map((row) => ({
        issuer: row.issuer,
        subject: row.subject,
        name: row.subject_name ?? '',
        linkedAt: Number(row.linked_at),
      })),
  }
}
