import type { Database } from '@lianban/storage'
import type { Cases } from '../cases/create-cases.ts'
import type { EnginePort, TenantsPort } from '../cases/ports.ts'
import type { CalendarOf } from '../clock/index.ts'
import type { Notices } from '../notices/index.ts'

/** What the desk of incidents works with. */
export interface LinkageContext {
  database: Database
  engine: Pick<EnginePort, 'correlate'>
  tenants: Pick<TenantsPort, 'authorization' | 'supervision' | 'organs'>
  cases: Pick<Cases, 'submit' | 'get' | 'registerUpload'>
  notices: Pick<Notices, 'send'>
  calendarOf: CalendarOf
  /** Epoch milliseconds. */
  clock: () => number
}
