import type { Engine } from '@lianban/engine/runtime'
import { supervisionCards, type Database, type SupervisionCardRow } from '@lianban/storage'
import { SYSTEM_ACTOR } from '../../cases/log-entries.ts'
import { businessKeyOf, SUPERVISION_CASE_KEY, URGED_WORKDAYS } from './supervision-case.ts'

/** Cards whose supervision case is started in one go. */
const MAX_STARTED = 200

/** Another process started the card's supervision case first: this instance is undone. */
class AlreadyStarted extends Error {}

export interface StartCasesOptions {
  database: Database
  engine: Pick<Engine, 'start'>
}

/**
 * Starts the supervision case of every card that must be handled and has none: a card that was given before a crash is
 * found here again, and the card's own row makes sure that there is one case only.
 * @returns how many were started
 */
export async function startSupervisionCases({ database, engine }: StartCasesOptions, tenantId: string): Promise<number> {
  let started = 0
  for (const card of await supervisionCards(database).withoutInstance(tenantId, MAX_STARTED)) {
    try {
      await startSupervisionCase(engine, card)
      started++
    } catch (error) {
      if (!(error instanceof AlreadyStarted)) throw error
    }
  }
  return started
}

function startSupervisionCase(engine: Pick<Engine, 'start'>, card: SupervisionCardRow): Promise<unknown> {
  return engine.start({
    tenantId: card.tenant_id,
    definitionKey: SUPERVISION_CASE_KEY,
    businessKey: businessKeyOf(card.id),
    actor: { userId: card.opened_by ?? SYSTEM_ACTOR.userId },
    variables: {
      cardId: card.id,
      cardNo: card.card_no,
      source: card.source,
      colour: card.colour,
      organ: card.organ_id ?? '',
      replyWorkdays: card.reply_workdays ?? 1,
      replyFrom: card.issued_at ?? card.created_at,
      urgedWorkdays: URGED_WORKDAYS,
      liable: false,
    },
    within: async (tx, step) => {
      if (!(await supervisionCards(tx).linkInstance(card.tenant_id, card.id, step.instanceId))) throw new AlreadyStarted()
    },
  })
}
