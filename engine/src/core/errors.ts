import type { BoundaryEventNode } from '../model/executable.ts'
import type { Token, Variables } from './state.ts'
import type { Turn } from './turn.ts'

/**
 * A BPMN error thrown where `token` is. The innermost activity around it that has a fitting error boundary event
 * catches it, on one activity the exact code before catch-all (BPMN 2.0.2, clause 13.5.3); the activity ends and the
 * token goes on from the event. The catcher's variables receive code and message.
 * An error that nothing catches raises the incident UNHANDLED_ERROR (Camunda would end the token in silence).
 */
export function throwError(token: Token, errorCode: string, errorMessage: string | null, turn: Turn): void {
  const catcher = findCatcher(token, errorCode, turn)
  turn.emit({
    type: 'errorThrown',
    tokenId: token.id,
    elementId: token.elementId,
    errorCode,
    errorMessage,
    caughtBy: catcher?.event.id ?? null,
    actor: turn.command.actor,
  })
  if (!catcher) return raiseUnhandled(token, errorCode, errorMessage, turn)
  turn.setVariables(catcher.host.scopeId, variablesOf(catcher.event, errorCode, errorMessage))
  turn.catchAtBoundary(catcher.event, catcher.host)
}

function findCatcher(token: Token, errorCode: string, turn: Turn): { event: BoundaryEventNode; host: Token } | null {
  for (let host: Token | null = token; host; host = surrounding(host, turn)) {
    const events = turn.node(host.elementId).boundary.map((id) => turn.node(id) as BoundaryEventNode)
    const event =
      events.find(({ trigger }) => trigger.type === 'error' && trigger.errorCode === errorCode) ??
      events.find(({ trigger }) => trigger.type === 'error' && trigger.errorCode === null)
    if (event) return { event, host }
  }
  return null
}

/** The token that waits in the sub-process around this one. */
function surrounding(token: Token, turn: Turn): Token | null {
  const { tokenId } = turn.state.scopes[token.scopeId]!
  return tokenId === null ? null : turn.token(tokenId)
}

function variablesOf({ trigger }: BoundaryEventNode, errorCode: string, errorMessage: string | null): Variables {
  if (trigger.type !== 'error') return {}
  const entries: [string, Variables[string]][] = []
  if (trigger.codeVariable) entries.push([trigger.codeVariable, { value: errorCode, type: 'String' }])
  if (trigger.messageVariable) entries.push([trigger.messageVariable, { value: errorMessage, type: 'String' }])
  return Object.fromEntries(entries)
}

function raiseUnhandled(token: Token, errorCode: string, errorMessage: string | null, turn: Turn): void {
  const message = `no boundary event catches error ${errorCode}${errorMessage === null ? '' : `: ${errorMessage}`}`
  const isExternal = token.waitsFor === 'externalTask'
  if (isExternal) {
    const { now, actor } = turn.command
    const { id: tokenId, elementId } = token
    turn.emit({ type: 'externalTaskFailed', tokenId, elementId, retries: 0, retryAt: now, errorMessage: message, actor })
  }
  turn.raise(token, 'UNHANDLED_ERROR', message, isExternal ? 'work' : 'enter')
}
