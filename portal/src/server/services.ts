import type { Engine } from '@lianban/engine/runtime'
import type { OptionsSource } from '@lianban/forms'
import type {
  Assessment,
  Archives,
  CalendarDesk,
  Calendars,
  Cases,
  Consultations,
  DocumentSigners,
  DocumentVerifier,
  Dictionaries,
  Drafts,
  LicenceShowings,
  Linkage,
  Notices,
  NoticeSettings,
  Outbox,
  PhoneUploads,
  Phrases,
  Worklist,
  Publications,
  Queues,
  Projects,
  Ratings,
  Receipts,
  Registers,
  Reports,
  Studio,
  SupervisionService,
  WebHooks,
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
  noticeSettings: NoticeSettings
  /** What leaves the house by mail and web hook. */
  outbox: Outbox
  webHooks: WebHooks
  reports: Reports
  supervision: SupervisionService
  ratings: Ratings
  assessment: Assessment
  linkage: Linkage
  projects: Projects
  receipts: Receipts
  dictionaries: Dictionaries
  /** Where forms of a tenant get options from. */
  optionsOf: (tenantId: string) => OptionsSource
  phrases: Phrases
  phoneUploads: PhoneUploads
  licenceShowings: LicenceShowings
  consultations: Consultations
  worklist: Worklist
  drafts: Drafts
  studio: Studio
  calendars: Calendars
  calendarDesk: CalendarDesk
  inboxFeed: InboxFeed
  queues: Queues
  /** Told of halls, `${tenantId}/${hallId}`. */
  queueFeed: InboxFeed
  /** The accounts of the sample county, where it is loaded; none for another tenant. */
  demoAccountsOf: (tenantId: string) => readonly DemoAccount[]
  logger: Logger
  clock: () => number
}
