import { catchThrown, findCatcher } from './errors.ts'
import type { Catcher } from './enclosing.ts'
import type { Token, Variables } from './state.ts'
import type { Turn } from './turn.ts'

/**
 * An escalation thrown where `token` is (BPMN 2.0.2, clause 13.5.3): the innermost catcher alone takes it, the exact
 * code before catch-all; if it interrupts, the thrower may be gone afterwards. Uncaught it has no effect. In a called
 * process it goes on to the caller, whose out mappings run even if nobody catches it there (Camunda's rule).
 */
export function throwEscalation(token: Token, escalationCode: string, turn: Turn): void {
  const found = findCatcher(token, turn, 'escalation', escalationCode)
  const { id: tokenId, elementId } = token
  turn.emit({
    type: 'escalationThrown',
    tokenId,
    elementId,
    escalationCode,
    caughtBy: found?.catcher.event.id ?? null,
    actor: turn.command.actor,
  })
  if (found) return catchThrown(found, variablesOf(found.catcher, escalationCode), turn)
  const escalations = turn.state.caller?.escalations ?? []
  const outer = escalations.find(({ code }) => code === escalationCode || code === null)
  if (outer?.interrupting) turn.endByThrow({ type: 'escalation', escalationCode, ended: true })
  else turn.notifyCaller({ type: 'escalation', escalationCode, ended: false })
}

function variablesOf({ trigger }: Catcher, escalationCode: string): Variables {
  if (trigger.type !== 'escalation' || trigger.codeVariable === null) return {}
  return { [trigger.codeVariable]: { value: escalationCode, type: 'String' } }
}
