import type { Knex } from 'knex'
import { supervisionCards, type Database, type SupervisionCardRow } from '@lianban/storage'
import type { Caller, Resource, TenantsPort } from '../../cases/ports.ts'
import { cardNotFound } from '../errors.ts'

export interface CardAccessOptions {
  database: Database
  tenants: Pick<TenantsPort, 'authorization'>
}

/** Who did a step of the card's case, from the supervision's own tables. */
async function participantsOf(database: Database, { tenant_id, case_id }: SupervisionCardRow): Promise<Record<string, string[]>> {
  if (case_id === null) return {}
  return supervisionCards(database).stepsOfCase(tenant_id, case_id)
}

export const cardResource = async (database: Database, row: SupervisionCardRow): Promise<Resource> => ({
  type: 'card',
  id: row.id,
  organId: row.organ_id,
  participants: await participantsOf(database, row),
})

/** 廉政: only those who may withdraw a card, the disciplinary auditors, know of it. */
export const seesIntegrity = ({ tenants }: CardAccessOptions, caller: Caller): boolean =>
  tenants.authorization.decide(caller, 'withdraw', { type: 'card' }).allowed

/** A card that was proposed and is not issued is not yet known to the organ it is about. */
const seesProposals = ({ tenants }: CardAccessOptions, caller: Caller): boolean =>
  tenants.authorization.decide(caller, 'issue', { type: 'card' }).allowed

/** A card that the caller may read; one he may not know of is not there for him. @throws CARD_NOT_FOUND, NOT_FOUND */
export async function readableCard(
  options: CardAccessOptions,
  caller: Caller,
  id: string,
): Promise<{ row: SupervisionCardRow; resource: Resource }> {
  const row = await supervisionCards(options.database).get(caller.tenantId, id)
  if (!row) throw cardNotFound()
  const resource = await cardResource(options.database, row)
  await options.tenants.authorization.assert(caller, 'read', resource, { hide: true })
  if (row.integrity && !seesIntegrity(options, caller)) throw cardNotFound()
  if (row.issued_at === null && !seesProposals(options, caller)) throw cardNotFound()
  return { row, resource }
}

/** Narrows a list of cards to those the caller may list. */
export async function listableCards(options: CardAccessOptions, caller: Caller): Promise<(query: Knex.QueryBuilder) => void> {
  const narrow = await options.tenants.authorization.restrict(caller, 'list', 'card', {
    organId: 'supervision_card.organ_id',
    participants: (query, userIds) =>
      void query.whereExists((step) => {
        void step
          .select('supervised_step.person_id')
          .from('supervised_step')
          .whereIn('supervised_step.person_id', [...userIds])
          .whereRaw('?? = ??', ['supervised_step.tenant_id', 'supervision_card.tenant_id'])
          .whereRaw('?? = ??', ['supervised_step.case_id', 'supervision_card.case_id'])
      }),
  })
  const integrity = seesIntegrity(options, caller)
  const proposals = seesProposals(options, caller)
  return (query) => {
    narrow(query)
    if (!proposals) void query.whereNotNull('supervision_card.issued_at')
    if (!integrity) void query.where('supervision_card.integrity', false)
  }
}
