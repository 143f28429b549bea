import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Tenants } from '@lianban/tenants'

const DERIVED = /^lw_([a-z][a-z0-9-]{0,31})_([\w-]{43})$/

/**
 * What the workers of one tenant log in with: made from the installation's token, so that there is nothing to store, and
 * worth nothing for another tenant.
 */
export const workerTokenOf = (installationToken: string, tenantId: string): string =>
  `lw_${tenantId}_${createHmac('sha256', installationToken).update(`lianban worker of ${tenantId}`).digest('base64url')}`

/**
 * The tenant that a worker's token opens, or null. The installation's own token means the only tenant there is; of several
 * it opens none, because it would not say which.
 * @param header `Authorization`: Bearer, or the password of Basic
 */
export async function tenantOfWorker(
  { directory }: Pick<Tenants, 'directory'>,
  installationToken: string,
  header: string,
): Promise<string | null> {
  const given = credential(header)
  if (sameSecret(given, installationToken)) return (await directory.sole())?.id ?? null
  const tenantId = DERIVED.exec(given)?.[1]
  if (tenantId === undefined || !sameSecret(given, workerTokenOf(installationToken, tenantId))) return null
  const tenant = (await directory.list()).find(({ id }) => id === tenantId)
  return tenant && tenant.disabledAt === null ? tenant.id : null
}

export function credential(header: string): string {
  if (header.startsWith('Bearer ')) return header.slice('Bearer '.length)
  if (header.startsWith('Basic '))
    return Buffer.from(header.slice('Basic '.length), 'base64').toString('utf8').split(':').slice(1).join(':')
  return ''
}

function sameSecret(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
