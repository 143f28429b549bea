import { ExpressionFailure } from '../../expression/expression.ts'
import type { BusinessRuleTaskNode } from '../../model/executable.ts'
import { resolveReference } from '../calls.ts'
import type { JsonValue } from '../state.ts'
import { boundarySubscriptions } from '../subscriptions.ts'
import type { ElementBehavior } from './behavior.ts'

/** Business rule task with a DMN decision: evaluated at once, its result set as a variable. */
export const businessRuleTask: ElementBehavior<BusinessRuleTaskNode> = {
  onEnter(node, token, turn) {
    boundarySubscriptions(node, token, turn)
    const context = turn.context(token)
    const reference = resolveReference(node.decision, context)
    const decision = turn.environment.decision?.(reference) ?? null
    if (!decision) return turn.raise(token, 'DECISION_NOT_FOUND', `no decision ${reference.key} (${reference.binding}) is deployed`, 'enter')
    const { rules, record } = decision.evaluate(context)
    const value = mapResult(node, rules)
    turn.emit({ type: 'decisionEvaluated', tokenId: token.id, elementId: node.id, decision: record })
    if (node.resultVariable !== null) turn.setVariables(token.id, { [node.resultVariable]: { value } })
    turn.leave(turn.token(token.id))
  },
}

/** camunda:mapDecisionResult. */
function mapResult({ id, mapDecisionResult }: BusinessRuleTaskNode, rules: Record<string, JsonValue>[]): JsonValue {
  const tooMany = (what: string) => new ExpressionFailure(id, `${mapDecisionResult} expects at most one ${what}, the decision gave ${rules.length}`)
  switch (mapDecisionResult) {
    case 'resultList':
      return rules
    case 'singleResult':
      if (rules.length > 1) throw tooMany('rule')
      return rules[0] ?? null
    case 'singleEntry': {
      if (rules.length > 1) throw tooMany('rule')
      const entries = Object.values(rules[0] ?? {})
      if (entries.length > 1) throw new ExpressionFailure(id, `singleEntry expects one output, the decision has ${entries.length}`)
      return entries[0] ?? null
    }
    case 'collectEntries':
      return rules.map((rule) => {
        const entries = Object.values(rule)
        if (entries.length > 1) throw new ExpressionFailure(id, `collectEntries expects one output, the decision has ${entries.length}`)
        return entries[0] ?? null
      })
  }
}
