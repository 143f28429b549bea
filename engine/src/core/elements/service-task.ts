import { evaluateInteger, evaluateText } from '../../expression/evaluate.ts'
import { ExpressionFailure } from '../../expression/expression.ts'
import type { ServiceTaskNode } from '../../model/executable.ts'
import { boundarySubscriptions } from '../subscriptions.ts'
import type { ElementBehavior } from './behavior.ts'

/** External task: a worker fetches it by its topic, and completes it, fails it or throws an error. */
export const serviceTask: ElementBehavior<ServiceTaskNode> = {
  onEnter(node, token, turn) {
    const context = turn.context(token)
    const topic = evaluateText(node.topic, context)
    if (topic === null) throw new ExpressionFailure(node.id, 'the topic is empty')
    const priority = (node.priority && evaluateInteger(node.priority, context)) ?? 0
    const subscriptions = boundarySubscriptions(node, token, turn)
    const task = { topic, priority, properties: node.properties }
    turn.emit({ type: 'externalTaskCreated', tokenId: token.id, elementId: node.id, task })
    turn.wait(token, 'externalTask')
    turn.subscribe(subscriptions)
  },

  onTerminate(node, token, turn) {
    const isOpen = token.waitsFor === 'externalTask' || turn.incidentOf(token.id)?.phase === 'work'
    if (isOpen) turn.emit({ type: 'externalTaskCanceled', tokenId: token.id, elementId: node.id })
  },
}
