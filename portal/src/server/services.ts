import type { Engine } from '@lianban/engine/runtime'
import type { OptionsSource } from '@lianban/forms'
import type {
  Archives,
  CalendarDesk,
  Calendars,
  Cases,
  DocumentSigners,
  DocumentVerifier,
  Dictionaries,
  Drafts,
  Notices,
  Phrases,
  Publications,
  Projects,
  Ratings,
  Receipts,
  Registers,
  Studio,
  SupervisionService,
} from '@lianban/processes'
import type { Database, ObjectStore } from '@lianban/storage'
import type { Tenants } from '@lianban/tenants'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { InboxFeed } from './inbox-feed.ts'
import type { TenantObjects } from './tenant-objects.ts'

export interface DemoAccount {
  username: string
  name: string
  role: string
}

/** Everything the routes may use, wired in `compose.ts`. */
export interface Services {
  config: Config
  database: Database
  /** The whole store; files of a tenant are in its part. */
  objects: ObjectStore
  objectsOf: (tenantId: string) => TenantObjects
  /** Whose signatures stand on documents. */
  documentSigners: DocumentSigners
  verification: DocumentVerifier
  registers: Registers
  publications: Publications
  archives: Archives
  engine: Engine
  tenants: Tenants
  cases: Cases
  notices: Notices
  supervision: SupervisionService
  ratings: Ratings
  projects: Projects
  receipts: Receipts
  dictionaries: Dictionaries
  /** Where forms of a tenant get options from. */
  optionsOf: (tenantId: string) => OptionsSource
  phrases: Phrases
  drafts: Drafts
  studio: Studio
  calendars: Calendars
  calendarDesk: CalendarDesk
  inboxFeed: InboxFeed
  /** The accounts of the sample county, where it is loaded; none for another tenant. */
  demoAccountsOf: (tenantId: string) => readonly DemoAccount[]
  logger: Logger
  clock: () => number
}
