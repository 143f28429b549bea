import { mapDecisionResult } from '../../decision/map-result.ts'
import type { BusinessRuleTaskNode } from '../../model/executable.ts'
import { resolveReference } from '../calls.ts'
import { boundarySubscriptions } from '../subscriptions.ts'
import type { ElementBehavior } from './behavior.ts'

/** Business rule task with a DMN decision: evaluated at once, its result set as a variable. */
export const businessRuleTask: ElementBehavior<BusinessRuleTaskNode> = {
  onEnter(node, token, turn) {
    boundarySubscriptions(node, token, turn)
    const context = turn.context(token)
    const reference = resolveReference(node.decision, context)
    const decision = turn.environment.decision?.(reference) ?? null
    if (!decision)
      return turn.raise(token, 'DECISION_NOT_FOUND', `no decision ${reference.key} (${reference.binding}) is deployed`, 'enter')
    const { key, definitionId } = decision
    const result = decision.evaluate(context)
    const value = mapDecisionResult(result, node.mapDecisionResult)
    turn.emit({ type: 'decisionEvaluated', tokenId: token.id, elementId: node.id, decision: { key, definitionId, result } })
    if (node.resultVariable !== null) turn.setVariables(token.id, { [node.resultVariable]: { value } })
    turn.leave(turn.token(token.id))
  },
}
