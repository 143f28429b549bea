import type { Node, StartEventNode } from '../model/executable.ts'
import { eventSubProcessesOf } from './enclosing.ts'
import type { Compensation, Scope, Token } from './state.ts'
import type { Turn } from './turn.ts'

/*
 * Compensation, BPMN 2.0.2 clause 10.7: what was completed in a scope can be undone. A completed activity with a handler
 * leaves a record in its scope, a completed sub-process without one leaves its own records. A throw event takes the
 * records of its scope and starts all handlers at once; it goes on when the last has ended.
 */

/** A completed activity that has a handler. The handler sees the variables that the activity had for itself. */
export function recordHandler(node: Node, token: Token, turn: Turn): void {
  if (token.compensates !== undefined || node.compensationHandler === null) return
  const compensation: Compensation = {
    type: 'handler',
    elementId: node.id,
    handlerId: node.compensationHandler,
    variables: token.variables ?? {},
  }
  turn.emit({ type: 'compensationRecorded', scopeId: token.scopeId, compensation })
}

/** A completed sub-process: its handler, or else what was completed in it, with a snapshot of its variables. */
export function recordScope(scope: Scope, token: Token, turn: Turn): void {
  if (token.compensates !== undefined) return
  const node = turn.node(token.elementId)
  const { variables: own, compensations = [] } = turn.scope(scope.id)
  const variables = { ...token.variables, ...own }
  const { id: elementId, compensationHandler: handlerId } = node
  if (handlerId !== null) {
    turn.emit({ type: 'compensationRecorded', scopeId: token.scopeId, compensation: { type: 'handler', elementId, handlerId, variables } })
  } else if (compensations.length > 0 || compensationStart(scope, turn)) {
    turn.emit({
      type: 'compensationRecorded',
      scopeId: token.scopeId,
      compensation: { type: 'scope', elementId, variables, compensations },
    })
  }
}

/** A completed loop: what its instances left. */
export function recordLoop({ elementId, variables, compensations = [] }: Scope, body: Token, turn: Turn): void {
  if (compensations.length === 0 || body.compensates !== undefined) return
  turn.emit({
    type: 'compensationRecorded',
    scopeId: body.scopeId,
    compensation: { type: 'scope', elementId, loop: true, variables, compensations },
  })
}

/** Of the event sub-process that replaces the default way of undoing a scope. */
function compensationStart(scope: Scope, turn: Turn): StartEventNode | undefined {
  return eventSubProcessesOf(scope, turn).find(({ trigger }) => trigger.type === 'compensation')
}

/**
 * Starts the handlers of what was completed in the token's scope, or of one activity there; inside an event sub-process
 * in the scope around it. The token waits for them.
 * @returns false if there is nothing to undo
 */
export function throwCompensation(token: Token, activityRef: string | null, turn: Turn): boolean {
  const scope = scopeToUndo(token, turn)
  const all = scope.compensations ?? []
  const wanted = all.filter(({ elementId }) => activityRef === null || elementId === activityRef)
  if (wanted.length === 0) return false
  turn.emit({ type: 'compensationsTaken', scopeId: scope.id, left: all.filter((one) => !wanted.includes(one)) })
  turn.wait(token, 'compensation')
  for (const one of wanted.toReversed()) undo(one, scope.id, token.id, turn)
  return true
}

function scopeToUndo(token: Token, turn: Turn): Scope {
  const scope = turn.scope(token.scopeId)
  return scope.kind === 'eventSubProcess' ? turn.scope(scope.parentId!) : scope
}

function undo(compensation: Compensation, scopeId: string, throwerId: string, turn: Turn): void {
  const { elementId, variables } = compensation
  if (compensation.type === 'handler') {
    turn.enter(compensation.handlerId, scopeId, null, { variables, compensates: throwerId })
    return
  }
  // the sub-process or loop is opened again as it was, without its start event
  const hostId = turn.place(elementId, scopeId, null, { compensates: throwerId })
  turn.wait(turn.token(hostId), 'scope')
  const inner = turn.nextId()
  turn.emit({
    type: 'scopeOpened',
    scopeId: inner,
    kind: compensation.loop ? 'loop' : 'subProcess',
    parentId: scopeId,
    elementId,
    tokenId: hostId,
  })
  if (Object.keys(variables).length > 0) turn.emit({ type: 'variablesSet', scopeId: inner, variables })
  const start = compensationStart(turn.scope(inner), turn)
  if (!start) {
    for (const one of compensation.compensations.toReversed()) undo(one, inner, hostId, turn)
    return
  }
  for (const one of compensation.compensations) turn.emit({ type: 'compensationRecorded', scopeId: inner, compensation: one })
  turn.enter(start.scopeId, inner, null)
}

/** A handler has ended. The last one lets the token go on that started them. */
export function handlerDone(token: Token, turn: Turn): void {
  turn.emit({ type: 'elementCompleted', tokenId: token.id, elementId: token.elementId })
  goOnIfUndone(token.compensates!, turn)
  if (turn.state.scopes[token.scopeId]) turn.endScopeIfEmpty(token.scopeId)
}

/** Lets a token go on that waits for handlers of which none is left. */
export function goOnIfUndone(throwerId: string, turn: Turn): void {
  const thrower = turn.state.tokens[throwerId]
  if (thrower?.waitsFor !== 'compensation') return
  for (const id in turn.state.tokens) if (turn.state.tokens[id]!.compensates === throwerId) return
  turn.leave(thrower)
}
