import type { Database } from '@lianban/storage'
import type { TenantsPort } from '../cases/ports.ts'
import type { CalendarOf } from '../clock/index.ts'
import type { MatterStore } from '../matters/matter-store.ts'

export interface PublicationsOptions {
  database: Database
  tenants: TenantsPort
  matters: MatterStore
  calendarOf: CalendarOf
  /** Epoch milliseconds. */
  clock: () => number
}
