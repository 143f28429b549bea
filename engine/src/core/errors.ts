import type { BoundaryEventNode } from '../model/executable.ts'
import { enclosing, triggersAt, type Catcher, type Place } from './enclosing.ts'
import { startEventSubProcess } from './event-sub-processes.ts'
import type { Token, Variables } from './state.ts'
import type { Turn } from './turn.ts'

/**
 * A BPMN error thrown where `token` is. The innermost catcher takes it: on one level an event sub-process before a
 * boundary event, and the exact code before catch-all (BPMN 2.0.2, clause 13.5.3). What it interrupts ends, and the
 * token goes on from it; its variables receive code and message. In a called process it goes on to the caller.
 * An error that nothing catches raises the incident UNHANDLED_ERROR (docs/decisions/0002).
 */
export function throwError(token: Token, errorCode: string, errorMessage: string | null, turn: Turn): void {
  const found = findCatcher(token, turn, 'error', errorCode)
  const { id: tokenId, elementId } = token
  const caughtBy = found?.catcher.event.id ?? null
  turn.emit({ type: 'errorThrown', tokenId, elementId, errorCode, errorMessage, caughtBy, actor: turn.command.actor })
  if (found) return catchThrown(found, variablesOf(found.catcher, errorCode, errorMessage), turn)
  const errors = turn.state.caller?.errors ?? []
  if (errors.includes(errorCode) || errors.includes(null)) return turn.endByThrow({ type: 'error', errorCode, errorMessage })
  raiseUnhandled(token, errorCode, errorMessage, turn)
}

interface Found {
  place: Place
  catcher: Catcher
}

/** The innermost place that catches the code. */
export function findCatcher(token: Token, turn: Turn, type: 'error' | 'escalation', code: string): Found | null {
  for (const place of enclosing(token, turn)) {
    const catchers = triggersAt(place, turn)
    const catcher = catchers.find((one) => codeOf(one, type) === code) ?? catchers.find((one) => codeOf(one, type) === null)
    if (catcher) return { place, catcher }
  }
  return null
}

/** undefined if it catches something else. */
function codeOf({ trigger }: Catcher, type: 'error' | 'escalation'): string | null | undefined {
  if (trigger.type !== type) return undefined
  return trigger.type === 'error' ? trigger.errorCode : trigger.type === 'escalation' ? trigger.escalationCode : undefined
}

/** The catcher begins; it ends what it interrupts. */
export function catchThrown({ place, catcher }: Found, variables: Variables, turn: Turn): void {
  if (place.type === 'scope') return startEventSubProcess(catcher.event.scopeId, place.scope.id, variables, turn)
  turn.setVariables(place.host.scopeId, variables)
  turn.catchAtBoundary(catcher.event as BoundaryEventNode, place.host)
}

function variablesOf({ trigger }: Catcher, errorCode: string, errorMessage: string | null): Variables {
  if (trigger.type !== 'error') return {}
  const entries: [string, Variables[string]][] = []
  if (trigger.codeVariable) entries.push([trigger.codeVariable, { value: errorCode, type: 'String' }])
  if (trigger.messageVariable) entries.push([trigger.messageVariable, { value: errorMessage, type: 'String' }])
  return Object.fromEntries(entries)
}

function raiseUnhandled(token: Token, errorCode: string, errorMessage: string | null, turn: Turn): void {
  const message = `nothing catches error ${errorCode}${errorMessage === null ? '' : `: ${errorMessage}`}`
  const isExternal = token.waitsFor === 'externalTask'
  if (isExternal) {
    const { now, actor } = turn.command
    const { id: tokenId, elementId } = token
    turn.emit({ type: 'externalTaskFailed', tokenId, elementId, retries: 0, retryAt: now, errorMessage: message, actor })
  }
  if (token.waitsFor === 'userTask') turn.closeWork(token, message)
  turn.raise(token, 'UNHANDLED_ERROR', message, isExternal ? 'work' : token.waitsFor === 'call' ? 'call' : 'enter')
}
