import { evaluateDue, evaluateInteger, evaluateList, evaluateText } from '../../expression/evaluate.ts'
import type { EvaluationContext, Expression } from '../../expression/expression.ts'
import type { UserTaskNode } from '../../model/executable.ts'
import type { UserTaskData } from '../events.ts'
import { boundarySubscriptions } from '../subscriptions.ts'
import { runTaskListeners, timeoutSubscriptions } from '../task-listeners.ts'
import type { ElementBehavior } from './behavior.ts'

const DEFAULT_PRIORITY = 50

/** User task: a person's work. It waits until someone completes it. */
export const userTask: ElementBehavior<UserTaskNode> = {
  onEnter(node, token, turn) {
    const task = { ...taskData(node, turn.context(token)), ...token.given } as UserTaskData
    const subscriptions = [...boundarySubscriptions(node, token, turn), ...timeoutSubscriptions(node, token, turn)]
    turn.emit({
      type: 'userTaskCreated',
      tokenId: token.id,
      elementId: node.id,
      task,
      ...(node.taskListeners.length > 0 && { kept: true as const }),
    })
    turn.wait(token, 'userTask')
    turn.subscribe(subscriptions)
    runTaskListeners('create', node, token, turn)
    if (task.assignee !== null) runTaskListeners('assignment', node, token, turn)
  },

  onTerminate(node, token, turn, reason) {
    if (token.waitsFor !== 'userTask') return
    turn.emit({ type: 'userTaskCanceled', tokenId: token.id, elementId: node.id, reason })
    runTaskListeners('delete', node, token, turn)
  },
}

function taskData(node: UserTaskNode, context: EvaluationContext): UserTaskData {
  const text = (expression: Expression | null) => expression && evaluateText(expression, context)
  const due = (expression: Expression | null) => expression && evaluateDue(expression, context)
  const list = (expressions: Expression[]) => [...new Set(expressions.flatMap((item) => evaluateList(item, context)))]
  return {
    name: text(node.title) ?? node.id,
    description: text(node.description),
    assignee: text(node.assignee),
    candidateUsers: list(node.candidateUsers),
    candidateGroups: list(node.candidateGroups),
    dueAt: due(node.dueDate),
    followUpAt: due(node.followUpDate),
    priority: (node.priority && evaluateInteger(node.priority, context)) ?? DEFAULT_PRIORITY,
    formKey: text(node.formKey),
  }
}
