import type { Engine } from '@lianban/engine/runtime'
import type { Database, Tx } from '@lianban/storage'
import type { EntryInput } from '@lianban/tenants'
import type { TenantsPort } from '../cases/ports.ts'
import type { CalendarOf } from '../clock/index.ts'
import type { FindCase } from '../receipts/index.ts'
import type { Notices } from '../notices/index.ts'

/** What everything about ratings works with. */
export interface RatingContext {
  database: Database
  engine: Pick<Engine, 'start' | 'completeTask' | 'tasks'>
  tenants: Pick<TenantsPort, 'authorization'>
  record: (tx: Tx, tenantId: string, entries: EntryInput[]) => Promise<void>
  notices: Pick<Notices, 'send'>
  calendarOf: CalendarOf
  /** The case of a receipt. */
  findCase: FindCase
  /** UTC epoch milliseconds. */
  clock: () => number
}

/** The person to whom a rating belongs, as the log names him: his account is not told. */
export const RATER = { userId: 'rater', name: '评价人' }

export const ratingSubject = (ratingId: string): string => `rating:${ratingId}`
