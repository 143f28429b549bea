import type { Caller } from '../caller.ts'
import type { ListPortion } from './list-filter.ts'
import { mandateCovers, mandatesFor } from './mandates.ts'
import type { PolicyIndex, Rule } from './policy-index.ts'
import type { Decision, Resource } from './resource.ts'

interface Found {
  allowed: boolean
  rule: Rule | null
  onBehalfOf?: Decision['onBehalfOf']
}

/** Asks the index for the caller himself and, where no rule of his own says anything, for each person he acts for. */
export function decideFor(index: PolicyIndex, caller: Caller, action: string, resource: Resource): Found {
  const own = index.decide(caller, action, resource)
  // A rule that denies the person denies the delegate too.
  if (own.allowed || own.rule) return own
  let refused: Found = own
  for (const mandate of mandatesFor(caller, action, resource.type)) {
    if (!mandateCovers(mandate, action, resource)) continue
    const { principal, delegationId } = mandate
    const lent = index.decide(principal, action, resource)
    if (lent.allowed) return { ...lent, onBehalfOf: { userId: principal.userId, name: principal.name, delegationId } }
    if (lent.rule) refused = lent
  }
  return refused
}

/** What makes up a list: the caller's own portion, and one for each person he acts for. */
export function listPortions(index: PolicyIndex, caller: Caller, action: string, type: string): ListPortion[] {
  const own = { caller, grants: index.grants(caller, action, type), matters: null }
  // Who is denied a list as himself gets none as a delegate.
  if (index.denies(caller, action, type)) return [own]
  const lent = mandatesFor(caller, action, type).map(({ principal, matters }) => ({
    caller: principal,
    grants: index.grants(principal, action, type),
    matters,
  }))
  return [own, ...lent]
}
