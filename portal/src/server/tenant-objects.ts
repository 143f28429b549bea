import type { ObjectStore } from '@lianban/storage'
import type { Tenants } from '@lianban/tenants'

/** Where one tenant's files lie. */
export type TenantObjects = Pick<ObjectStore, 'put' | 'get'>

/**
 * Each tenant's own part of the object store: who knows the hash of another tenant's file gets nothing for it. A tenant
 * from before there were parts finds its older files where they were.
 */
export function createTenantObjects(objects: ObjectStore, { directory }: Pick<Tenants, 'directory'>) {
  const parts = new Map<string, ObjectStore>()
  const partOf = (tenantId: string): ObjectStore => {
    const part = parts.get(tenantId) ?? objects.part(tenantId)
    parts.set(tenantId, part)
    return part
  }
  return (tenantId: string): TenantObjects => ({
    put: (data, options) => partOf(tenantId).put(data, options),
    get: async (sha256) => {
      try {
        return await partOf(tenantId).get(sha256)
      } catch (error) {
        if ((error as { code?: string }).code !== 'OBJECT_NOT_FOUND') throw error
        if (!(await directory.get(tenantId)).objectsAtRoot) throw error
        return objects.get(sha256)
      }
    },
  })
}
