import { evaluateCondition } from '../expression/evaluate.ts'
import type { EvaluationContext } from '../expression/expression.ts'
import type { ExecutableProcess, Node } from '../model/executable.ts'

/**
 * The flows by which a token leaves an activity or event: all without a condition and all whose condition holds;
 * if there is none, the default flow (BPMN 2.0.2, clause 13.2.1). [] if the node has no way out: the token ends.
 * null if it has, and none is open.
 * @throws ExpressionFailure
 */
export function chooseFlows(node: Node, process: ExecutableProcess, context: EvaluationContext): string[] | null {
  if (node.outgoing.length === 0) return []
  const open = node.outgoing.filter((id) => id !== node.defaultFlow && isOpen(process, id, context))
  if (open.length > 0) return open
  return node.defaultFlow === null ? null : [node.defaultFlow]
}

/**
 * The flow by which a token leaves an exclusive gateway: the first in XML order that has no condition or whose
 * condition holds, else the default flow (clause 13.4.2); null if none is open.
 * @throws ExpressionFailure
 */
export function chooseOneFlow(node: Node, process: ExecutableProcess, context: EvaluationContext): string | null {
  return node.outgoing.find((id) => id !== node.defaultFlow && isOpen(process, id, context)) ?? node.defaultFlow
}

function isOpen(process: ExecutableProcess, flowId: string, context: EvaluationContext): boolean {
  const { condition } = process.flows[flowId]!
  return condition === null || evaluateCondition(condition, context)
}
