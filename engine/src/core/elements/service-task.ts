import { evaluateInteger, evaluateText } from '../../expression/evaluate.ts'
import { ExpressionFailure } from '../../expression/expression.ts'
import type { ExternalWork, Node, ServiceTaskNode } from '../../model/executable.ts'
import { runExpression } from '../evaluate.ts'
import type { Token } from '../state.ts'
import { boundarySubscriptions } from '../subscriptions.ts'
import type { Turn } from '../turn.ts'
import { toJson } from '../variables.ts'
import type { ElementBehavior } from './behavior.ts'

type Work = ServiceTaskNode['work']

/** Service, send and business rule tasks: an external task that a worker fetches by its topic, or an expression. */
export const serviceTask: ElementBehavior<ServiceTaskNode> = {
  onEnter: (node, token, turn) => doWork(node, node.work, token, turn),

  onTerminate(node, token, turn) {
    const isOpen = token.waitsFor === 'externalTask' || turn.incidentOf(token.id)?.phase === 'work'
    if (isOpen) turn.emit({ type: 'externalTaskCanceled', tokenId: token.id, elementId: node.id })
  },
}

/** Also of message throw and end events. @throws ExpressionFailure before anything is done */
export function doWork(node: Node, work: Work, token: Token, turn: Turn): void {
  const boundary = boundarySubscriptions(node, token, turn)
  if (work.type === 'expression') {
    const value = toJson(runExpression(work.expression, token, turn), node.id)
    if (work.resultVariable !== null) turn.setVariables(token.id, { [work.resultVariable]: { value } })
    return turn.leave(turn.token(token.id))
  }
  const task = externalTask(node, work, token, turn)
  turn.emit({ type: 'externalTaskCreated', tokenId: token.id, elementId: node.id, task })
  turn.wait(token, 'externalTask')
  turn.subscribe(boundary)
}

function externalTask(
  node: Node,
  work: ExternalWork,
  token: Token,
  turn: Turn,
): { topic: string; priority: number; properties: Record<string, string> } {
  const context = turn.context(token)
  const topic = evaluateText(work.topic, context)
  if (topic === null) throw new ExpressionFailure(node.id, 'the topic is empty')
  const priority = (work.priority && evaluateInteger(work.priority, context)) ?? 0
  return { topic, priority, properties: node.properties }
}
