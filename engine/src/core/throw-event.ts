import { evaluateText } from '../expression/evaluate.ts'
import { ExpressionFailure } from '../expression/expression.ts'
import type { EndEventNode, IntermediateThrowEventNode, ThrowTrigger } from '../model/executable.ts'
import { mapped } from './calls.ts'
import { throwCompensation } from './compensation.ts'
import { doWork } from './elements/service-task.ts'
import { throwEscalation } from './escalations.ts'
import type { Token } from './state.ts'
import { trigger as triggerSubscription } from './subscriptions.ts'
import { byNumber } from './token-index.ts'
import type { Turn } from './turn.ts'
import { visibleTyped } from './variables.ts'

/** What throw and end events have in common: something is thrown, then the token goes on if it is still there. */
export function throwEvent(node: EndEventNode | IntermediateThrowEventNode, trigger: ThrowTrigger, token: Token, turn: Turn): void {
  switch (trigger.type) {
    case 'message':
      if (trigger.work) return doWork(node, trigger.work, token, turn)
      return turn.leave(token)
    case 'compensation':
      if (!throwCompensation(token, trigger.activityRef, turn)) turn.leave(token)
      return
    case 'escalation':
      throwEscalation(token, trigger.escalationCode, turn)
      break
    case 'signal':
      throwSignal(trigger, token, turn)
      break
  }
  const still = turn.state.tokens[token.id]
  if (still && turn.state.status === 'active') turn.leave(still)
}

/**
 * A signal goes to everything that waits for it, here and in other instances, with the variables that its `in` mappings
 * name (BPMN 2.0.2, clause 10.5.4). An event sub-process does not get what is thrown inside it.
 */
function throwSignal(trigger: Extract<ThrowTrigger, { type: 'signal' }>, token: Token, turn: Turn): void {
  const context = turn.context(token)
  const signalName = evaluateText(trigger.name, context)
  if (signalName === null) throw new ExpressionFailure(token.elementId, 'the name of the signal is empty')
  const variables = mapped(trigger.in, visibleTyped(turn.state, token.id), token.variables ?? {}, context)
  turn.emit({ type: 'signalThrown', tokenId: token.id, elementId: token.elementId, signalName, variables })
  const inside = scopesAround(token, turn)
  const waiting = Object.values(turn.state.subscriptions).filter(({ kind, eventName }) => kind === 'signal' && eventName === signalName)
  for (const { id } of waiting.sort((left, right) => byNumber(left.id, right.id))) {
    const subscription = turn.state.subscriptions[id]
    if (!subscription || (subscription.tokenId === null && inside.has(turn.node(subscription.elementId).scopeId))) continue
    receiveSignal(id, variables, turn)
  }
}

/** Element ids of the scopes that the token stands in. */
function scopesAround(token: Token, turn: Turn): Set<string> {
  const around = new Set<string>()
  for (let id: string | null = token.scopeId; id !== null; id = turn.scope(id).parentId) around.add(turn.scope(id).elementId)
  return around
}

/** A signal has come to one of the instance's subscriptions. */
export function receiveSignal(subscriptionId: string, variables: Parameters<Turn['setVariables']>[1], turn: Turn): void {
  const subscription = turn.state.subscriptions[subscriptionId]!
  const { elementId, eventName, scopeId, tokenId } = subscription
  if (Object.keys(variables).length > 0) turn.setVariables(tokenId ?? scopeId, variables)
  turn.emit({ type: 'signalReceived', subscriptionId, elementId, signalName: eventName ?? '', actor: turn.command.actor })
  triggerSubscription(subscription, {}, turn)
}
