import type { Caller, Mandate } from '../caller.ts'
import { actionMatches, COMPLETE_PREFIX } from './permissions.ts'
import type { Resource } from './resource.ts'

/*
 * What a delegation 委托代理 reaches: the business of cases, never the administration of rights, and never another
 * delegation, because a mandate lends the principal's own posts alone. Source: domain paper 6.3.
 */

const DELEGABLE_TYPES: readonly string[] = ['case', 'task', 'attachment', 'document']
/** With a task they go as far as the mandate lets its step be completed. */
const STEP_ACTIONS: readonly string[] = ['claim', 'send-back', 'add-sign', 'sign']
const DELEGABLE_ACTIONS: readonly string[] = ['list', 'read', 'release', 'create', 'circulate', 'ask', 'recall', ...STEP_ACTIONS]

/** Posts whose holders neither delegate nor act for others. */
export const UNDELEGABLE_POSTS: readonly string[] = ['disciplinary-auditor', 'system-admin', 'security-admin', 'audit-admin', 'partner']

/** Mandates that reach a kind of thing and an action at all; the lists of a delegate are made of them. */
export const mandatesFor = (caller: Caller, action: string, type: string): readonly Mandate[] =>
  (caller.actsFor ?? []).filter(
    () => DELEGABLE_TYPES.includes(type) && (DELEGABLE_ACTIONS.includes(action) || action.startsWith(COMPLETE_PREFIX)),
  )

/** Whether a mandate that reaches the kind of thing reaches this very one. */
export function mandateCovers({ matters, actions, amountLimitFen }: Mandate, action: string, resource: Resource): boolean {
  if (matters !== null && !matters.includes(resource.matterKey ?? '')) return false
  const completion = STEP_ACTIONS.includes(action) && resource.node !== undefined ? `${COMPLETE_PREFIX}${resource.node}` : action
  if (!completion.startsWith(COMPLETE_PREFIX)) return true
  if (actions !== null && !actionMatches(completion, actions)) return false
  return amountLimitFen === null || (resource.amountFen ?? 0) <= amountLimitFen
}
