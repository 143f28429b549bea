import type { Readable } from 'node:stream'
import type { Database } from '@lianban/storage'
import type { Tenants } from '@lianban/tenants'
import type { TenantsPort } from '../cases/ports.ts'
import type { MatterStore } from '../matters/matter-store.ts'
import type { DocumentSigners } from '../signing/index.ts'

export interface ArchivesOptions {
  database: Database
  tenants: Omit<TenantsPort, 'supervision'> & { supervision: Pick<Tenants['supervision'], 'record' | 'lookUp' | 'evidence'> }
  matters: MatterStore
  signers: Pick<DocumentSigners, 'trusted'>
  /** The tenant's files. */
  objectsOf: (tenantId: string) => {
    get(sha256: string): Promise<Readable>
    put(data: Buffer): Promise<{ sha256: string; size: number }>
  }
  /** Epoch milliseconds. */
  clock: () => number
}
