import type { OptionsSource } from '@lianban/forms'
import type { Database } from '@lianban/storage'
import type { CalendarOf } from '../clock/index.ts'
import type { Ledgers } from '../ledgers/ledger.ts'
import type { MatterStore } from '../matters/matter-store.ts'
import type { Notices } from '../notices/index.ts'
import type { EnginePort, TenantsPort } from './ports.ts'

/** What every verb of the case service works with. */
export interface CaseContext {
  database: Database
  engine: EnginePort
  tenants: TenantsPort
  notices: Pick<Notices, 'send'>
  matters: MatterStore
  calendarOf: CalendarOf
  /** What cases write to beside themselves. */
  ledgers: Ledgers
  /** Where forms get options from. */
  optionsOf: (tenantId: string) => OptionsSource
  /** Epoch milliseconds. */
  clock: () => number
  /** Address of the tenant's public pages, without a slash at the end. */
  publicUrl: (tenantId: string) => Promise<string>
}
