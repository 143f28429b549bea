import { evaluateCondition } from '../expression/evaluate.ts'
import type { EvaluationContext } from '../expression/expression.ts'
import type { ExecutableProcess, Node } from '../model/executable.ts'

/**
 * The flows by which a token leaves a node.
 * - Parallel gateway: all, whatever their conditions (BPMN 2.0.2, clause 13.4.1).
 * - Exclusive gateway: the first in XML order that has no condition or whose condition holds, else the default flow (13.4.2).
 * - Inclusive gateway, activity, event: all without a condition and all whose condition holds, else the default flow (13.2.1).
 *
 * [] if the node has no way out: the token ends. null if it has, and none is open.
 * @throws ExpressionFailure
 */
export function chooseFlows(node: Node, process: ExecutableProcess, context: EvaluationContext): string[] | null {
  const { outgoing, defaultFlow } = node
  if (outgoing.length === 0 || node.kind === 'parallelGateway') return outgoing
  const isOpen = (id: string) => id !== defaultFlow && holds(process, id, context)
  if (node.kind === 'exclusiveGateway') {
    const first = outgoing.find(isOpen) ?? defaultFlow
    return first === null ? null : [first]
  }
  const open = outgoing.filter(isOpen)
  if (open.length > 0) return open
  return defaultFlow === null ? null : [defaultFlow]
}

function holds(process: ExecutableProcess, flowId: string, context: EvaluationContext): boolean {
  const { condition } = process.flows[flowId]!
  return condition === null || evaluateCondition(condition, context)
}
