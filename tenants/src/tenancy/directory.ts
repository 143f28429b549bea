import { tenants as tenantRows, type Database } from '@lianban/storage'
import { tenantNotFound } from '../errors.ts'
import { normalHost } from './hosts.ts'

export interface DirectoryOptions {
  database: Database
  clock: () => number
  /** How long a tenant or host changed by another process may go unnoticed. Milliseconds. */
  refreshMs: number
}

/** A tenant of this installation. */
export interface ListedTenant {
  id: string
  name: string
  /** GB/T 2260. */
  regionCode: string
  /** The first is the one that QR codes and links name; none in an installation with one tenant. */
  hosts: string[]
  /** Since when nobody gets in, UTC epoch milliseconds. */
  disabledAt: number | null
  /** Its older objects lie outside of its own part of the object store. */
  objectsAtRoot: boolean
}

interface Snapshot {
  all: ListedTenant[]
  byHost: Map<string, ListedTenant>
  readAt: number
}

/** Which tenants there are, and which of them an address means. Kept in memory: it is asked at every request. */
export function createDirectory({ database, clock, refreshMs }: DirectoryOptions) {
  let snapshot: Snapshot | null = null

  const reload = async (): Promise<Snapshot> => {
    const readAt = clock()
    const [rows, hosts] = [await tenantRows(database).list(), await tenantRows(database).hosts()]
    const all = rows.map((row) => ({
      id: row.tenant_id,
      name: row.name,
      regionCode: row.region_code,
      hosts: hosts.filter(({ tenant_id }) => tenant_id === row.tenant_id).map(({ host }) => host),
      disabledAt: row.disabled_at,
      objectsAtRoot: row.objects_at_root === 1,
    }))
    const byHost = new Map(all.flatMap((tenant) => tenant.hosts.map((host) => [host, tenant] as const)))
    return (snapshot = { all, byHost, readAt })
  }
  const current = async (): Promise<Snapshot> => (snapshot && clock() - snapshot.readAt < refreshMs ? snapshot : reload())

  return {
    /** Every tenant, also those that are closed. */
    list: async (): Promise<ListedTenant[]> => (await current()).all,

    /** @throws TENANT_NOT_FOUND */
    get: async (tenantId: string): Promise<ListedTenant> => {
      const tenant = (await current()).all.find(({ id }) => id === tenantId)
      if (!tenant) throw tenantNotFound(tenantId)
      return tenant
    },

    /**
     * The tenant that this address means, or null. An installation with one tenant needs no host names: whatever address
     * leads there means that tenant. One that is closed is as if it were not there.
     * @param host as the request names it, with or without a port
     */
    ofHost: async (host: string): Promise<ListedTenant | null> => {
      const { all, byHost } = await current()
      const [only] = all
      const found = all.length === 1 && only!.hosts.length === 0 ? only : byHost.get(normalHost(host) ?? '')
      return found && found.disabledAt === null ? found : null
    },

    /** The tenant that is meant where none is named: the only one, unless it is closed. */
    sole: async (): Promise<ListedTenant | null> => {
      const { all } = await current()
      return all.length === 1 && all[0]!.disabledAt === null ? all[0]! : null
    },

    /**
     * Address of the tenant's public pages, without a slash at the end: its first host in the place of the
     * installation's, with the same scheme and port.
     */
    publicUrl: async (tenantId: string, installationUrl: string): Promise<string> => {
      const [host] = (await current()).all.find(({ id }) => id === tenantId)?.hosts ?? []
      const url = new URL(installationUrl)
      if (host !== undefined) url.hostname = host
      return url.href.replace(/\/$/, '')
    },

    /** To be called after a change, so that it holds here at once. */
    reload: async (): Promise<void> => void (await reload()),
  }
}

export type Directory = ReturnType<typeof createDirectory>
