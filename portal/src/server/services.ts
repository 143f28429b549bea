import type { Engine } from '@lianban/engine/runtime'
import type { Cases } from '@lianban/processes'
import type { Database, ObjectStore } from '@lianban/storage'
import type { Tenants } from '@lianban/tenants'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { InboxFeed } from './inbox-feed.ts'

export interface DemoAccount {
  username: string
  name: string
  role: string
}

/** Everything the routes may use, wired in `compose.ts`. */
export interface Services {
  config: Config
  /** The tenant this installation serves at this address. */
  tenantId: string
  database: Database
  objects: ObjectStore
  engine: Engine
  tenants: Tenants
  cases: Cases
  inboxFeed: InboxFeed
  demoAccounts: DemoAccount[]
  logger: Logger
  clock: () => number
}
