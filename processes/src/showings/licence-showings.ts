import { inTransaction, oneTimeTokens, type Database, type Tx } from '@lianban/storage'
import { actorOf, type Tenants } from '@lianban/tenants'
import type { Cases } from '../cases/create-cases.ts'
import { notFound } from '../cases/errors.ts'
import type { LicenceDetail } from '../cases/licences/index.ts'
import type { Caller } from '../cases/ports.ts'
import { isOpen, issueToken, tokenOf, useToken } from '../one-time/one-time-tokens.ts'
import { showingOver } from './showing-error.ts'

/** How long a licence can be looked at after its holder shows it. */
export const SHOWING_MS = 5 * 60_000
const PURPOSE = 'licence-showing'
/** Who looks at it has no account. */
const VIEWER = { userId: 'viewer', name: '查验人' }

export interface LicenceShowingsOptions {
  database: Database
  cases: Pick<Cases, 'getLicence'>
  tenants: Pick<Tenants, 'supervision' | 'users'>
  /** UTC epoch milliseconds. */
  clock: () => number
}

/** What a third party sees: the face of the licence and what it is today. */
export type ShownLicence = Pick<
  LicenceDetail,
  'name' | 'licenceNo' | 'organName' | 'holderName' | 'validFrom' | 'validUntil' | 'standing' | 'standingText' | 'face' | 'verificationUrl'
> & { /** When its holder showed it. */ shownAt: number }

/** Showing a licence to somebody 出示码: its holder makes a code that opens it once, within five minutes; each look is in the log. */
export interface LicenceShowings {
  /** @throws NOT_FOUND: there is none, or the caller does not hold it */
  show(caller: Caller, licenceId: string): Promise<{ id: string; token: string; expiresAt: number }>
  /** For its holder. @throws NOT_FOUND */
  state(caller: Caller, id: string): Promise<{ state: 'waiting' | 'seen' | 'over'; seenAt: number | null; expiresAt: number }>
  /** Takes the code back. @throws NOT_FOUND */
  end(caller: Caller, id: string): Promise<void>
  /** Whether the code still opens something: asked before it is used up. */
  isThere(tenantId: string, token: string): Promise<boolean>
  /** Uses it up. @throws ShowingError SHOWING_OVER, the same whatever is wrong */
  look(tenantId: string, token: string, ip?: string): Promise<ShownLicence>
}

export function createLicenceShowings({ database, cases, tenants, clock }: LicenceShowingsOptions): LicenceShowings {
  const log = (tx: Tx, tenantId: string, licenceId: string, verb: string, actor: { userId: string; name?: string }, ip?: string) =>
    tenants.supervision.record(tx, tenantId, [{ action: `licence.${verb}`, subject: `licence:${licenceId}`, actor, ip, payload: {} }])

  const own = async (caller: Caller, id: string) => {
    const row = await oneTimeTokens(database).get(caller.tenantId, id)
    if (row?.purpose !== PURPOSE || row.owner_id !== caller.userId) throw notFound('出示码')
    return row
  }

  return {
    async show(caller, licenceId) {
      await cases.getLicence(caller, licenceId)
      // Who may read it at his desk has nothing to show.
      if (caller.kind !== 'applicant') throw notFound('证照')
      const at = clock()
      return inTransaction(database, async (tx) => {
        for (const before of await oneTimeTokens(tx).open(caller.tenantId, caller.userId, PURPOSE, at))
          await oneTimeTokens(tx).end(caller.tenantId, before.id, at)
        const { tenantId, userId: ownerId } = caller
        const { row, token } = await issueToken(tx, { tenantId, purpose: PURPOSE, ownerId, data: { licenceId }, at, livesMs: SHOWING_MS })
        await log(tx, tenantId, licenceId, 'shown', actorOf(caller), caller.ip)
        return { id: row.id, token, expiresAt: row.expires_at }
      })
    },

    async state(caller, id) {
      const row = await own(caller, id)
      const state = row.used_at !== null ? 'seen' : isOpen(row, clock()) ? 'waiting' : 'over'
      return { state, seenAt: row.used_at, expiresAt: row.expires_at }
    },

    async end(caller, id) {
      await oneTimeTokens(database).end(caller.tenantId, (await own(caller, id)).id, clock())
    },

    async isThere(tenantId, token) {
      const row = await tokenOf(database, tenantId, PURPOSE, token)
      return row !== undefined && row.used_at === null && isOpen(row, clock())
    },

    async look(tenantId, token, ip) {
      const row = await tokenOf(database, tenantId, PURPOSE, token)
      const owner = row && isOpen(row, clock()) ? await tenants.users.caller(tenantId, row.owner_id) : null
      if (!row || !owner) throw showingOver()
      const { licenceId } = row.data as { licenceId: string }
      const item = await cases.getLicence(owner, licenceId)
      await inTransaction(database, async (tx) => {
        if ((await useToken(tx, row, clock())) === null) throw showingOver()
        await log(tx, tenantId, licenceId, 'seen', VIEWER, ip)
      })
      const { name, licenceNo, organName, holderName, validFrom, validUntil, standing, standingText, face, verificationUrl } = item
      return {
        ...{ name, licenceNo, organName, holderName, validFrom, validUntil, standing, standingText, face, verificationUrl },
        shownAt: row.created_at,
      }
    },
  }
}
