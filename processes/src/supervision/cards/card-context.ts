import type { Engine } from '@lianban/engine/runtime'
import { newId, supervisionCards, type Database, type SupervisionCardRow, type Tx } from '@lianban/storage'
import type { TenantsPort, Caller } from '../../cases/ports.ts'
import type { JsonValue } from '@lianban/engine'
import type { GiveOptions } from './give-cards.ts'
import type { LineData } from './card-views.ts'

/** What every verb of a card works with. */
export interface CardContext extends GiveOptions {
  database: Database
  engine: Pick<Engine, 'start' | 'completeTask' | 'correlate' | 'tasks'>
  tenants: Pick<TenantsPort, 'authorization'>
}

/** What someone did with a card: a line of its time line and an entry of the log, in the transaction of the deed. */
export async function writeDeed(
  { record, clock }: GiveOptions,
  tx: Tx,
  {
    caller,
    card,
    verb,
    text,
    data = {},
  }: {
    caller: Caller
    card: SupervisionCardRow
    verb: string
    text: string | null
    data?: LineData & Record<string, JsonValue | undefined>
  },
): Promise<void> {
  const { tenant_id: tenantId, id } = card
  await supervisionCards(tx).addLines([
    { tenant_id: tenantId, card_id: id, id: newId(), at: clock(), verb, actor_id: caller.userId, actor_name: caller.name, text, data },
  ])
  const payload = { cardNo: card.card_no, caseId: card.case_id, text, ...data } as JsonValue
  await record(tx, tenantId, [
    {
      action: `card.${verb}`,
      subject: `card:${id}`,
      organId: card.organ_id,
      actor: { userId: caller.userId, name: caller.name },
      ip: caller.ip,
      payload,
    },
  ])
}
