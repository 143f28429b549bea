import { delegations, type Tx } from '@lianban/storage'
import type { Action } from './permissions.ts'
import { callersOf, mandateOf } from '../people/caller-of-user.ts'
import { mandateCovers, mandatesFor } from './mandates.ts'
import type { Resource } from './resource.ts'

export interface Agent {
  userId: string
  name: string
}

/** Who acts now for a person where this is to be done. */
export type AgentsOf = (principalId: string, action: Action, resource: Resource) => Agent[]

/**
 * The delegations of a tenant that hold now, read once: who acts for whom, judged as `authorization.decide` will judge it. The
 * rules of the thing itself, e.g. the separation of duties, are asked when the agent acts.
 */
export async function agentsAt(db: Tx, tenantId: string, now: number): Promise<AgentsOf> {
  const rows = await delegations(db).allActive(tenantId, now)
  const ids = rows.flatMap(({ principal_id, delegate_id }) => [principal_id, delegate_id])
  const people = new Map((await callersOf(db, tenantId, ids, now)).map((person) => [person.userId, person]))
  const lent = rows.flatMap((row) => {
    const [principal, delegate] = [people.get(row.principal_id), people.get(row.delegate_id)]
    return principal && delegate ? mandateOf(delegate, principal, row).map((mandate) => ({ delegate, mandate })) : []
  })
  return (principalId, action, resource) => {
    const agents = lent.filter(
      ({ delegate, mandate }) =>
        mandate.principal.userId === principalId &&
        mandatesFor({ ...delegate, actsFor: [mandate] }, action, resource.type).length > 0 &&
        mandateCovers(mandate, action, resource),
    )
    return [...new Map(agents.map(({ delegate: { userId, name } }) => [userId, { userId, name }])).values()]
  }
}
