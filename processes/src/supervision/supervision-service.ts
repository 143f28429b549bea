import type { Engine } from '@lianban/engine/runtime'
import type { CommitHook } from '@lianban/engine/runtime'
import { supervisionFolds, type Database } from '@lianban/storage'
import type { Tenants } from '@lianban/tenants'
import type { CalendarOf } from '../clock/index.ts'
import type { Notices } from '../notices/index.ts'
import type { CardContext } from './cards/card-context.ts'
import { cardDesk, type CardDesk } from './cards/card-desk.ts'
import { cardProjection } from './cards/card-projection.ts'
import { giveCards } from './cards/give-cards.ts'
import { startSupervisionCases } from './cards/start-cases.ts'
import { createConsumer, type Progress } from './consumer/consumer.ts'
import { indicatorDesk } from './indicators/indicator-desk.ts'
import { ruleDesk } from './rules/rule-desk.ts'
import { createRuleBook, installRules, type InstalledRules } from './rules/rule-store.ts'
import type { Rule } from './rules/rule.ts'

export interface SupervisionServiceOptions {
  database: Database
  engine: CardContext['engine'] & Pick<Engine, 'start'>
  tenants: Pick<Tenants, 'authorization' | 'supervision'>
  notices: Notices
  calendarOf: CalendarOf
  /** UTC epoch milliseconds. */
  clock: () => number
  /** Starts the supervision case of each card that must be handled. @default true */
  startCases?: boolean
}

/** Electronic supervision 电子监察: rules that read the log, cards, their supervision cases, indicators. */
export interface SupervisionService {
  /** To be given to the engine as a commit hook. */
  projection: CommitHook
  /** Puts the rules of a package in force where the tenant has none of that id, and offers those that a release changed. */
  installRules(tenantId: string, rules: readonly Rule[]): Promise<InstalledRules>
  /** Reads the sealed log to its end, gives cards, starts their supervision cases. @returns null while another process is at it */
  catchUp(tenantId: string): Promise<Progress | null>
  /** When the next timed rule is due, or null. */
  nextDeadline(tenantId: string): Promise<number | null>
  cards: CardDesk
  rules: ReturnType<typeof ruleDesk>
  indicators: ReturnType<typeof indicatorDesk>
}

export function createSupervisionService(options: SupervisionServiceOptions): SupervisionService {
  const { database, tenants, notices, calendarOf, clock, engine } = options
  const record = (...given: Parameters<typeof tenants.supervision.record>) => tenants.supervision.record(...given)
  const give = { record, notices, calendarOf, clock }
  const consumer = createConsumer({
    database,
    supervision: tenants.supervision,
    calendarOf,
    clock,
    ruleBook: createRuleBook(),
    act: (tx, tenantId, findings, troubles) => giveCards(give, tx, tenantId, findings, troubles),
  })
  return {
    projection: cardProjection(give),
    installRules: (tenantId, rules) => installRules({ database, record, notices, tenantId, rules, clock }),
    async catchUp(tenantId) {
      const progress = await consumer.catchUp(tenantId)
      // Also where another process reads: what it found and could not start is started by whoever comes first.
      if (options.startCases ?? true) await startSupervisionCases({ database, engine }, tenantId)
      return progress
    },
    nextDeadline: (tenantId) => supervisionFolds(database).nextDeadline(tenantId),
    cards: cardDesk({ ...give, database, engine, tenants }),
    rules: ruleDesk({ database, tenants, notices, calendarOf, clock }),
    indicators: indicatorDesk({ database, tenants, clock }),
  }
}
