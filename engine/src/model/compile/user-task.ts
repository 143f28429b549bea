import type { Expression } from '../../expression/expression.ts'
import { isJuel } from '../../expression/juel-parse.ts'
import type { UserTaskNode } from '../executable.ts'
import type { XmlElement } from '../xml.ts'
import { attribute, childrenOf, splitList } from './attributes.ts'
import type { CompileContext } from './context.ts'
import { formOf } from './form.ts'
import { taskListenersOf } from './listeners.ts'
import type { NodeCompiler } from './node-compiler.ts'

export const compileUserTask: NodeCompiler = (element, base, context): UserTaskNode => {
  const { users, groups } = owners(childrenOf(element, 'bpmn:potentialOwner'))
  const performer = childrenOf(element, 'bpmn:humanPerformer')
    .map(resourceText)
    .find((text) => text !== '')
  return {
    ...base,
    kind: 'userTask',
    title: context.expression(element, attribute(element, 'name') ?? base.id, 'the name of') ?? { kind: 'literal', text: base.id },
    description: base.documentation === null ? null : descriptionOf(element, base.documentation, context),
    assignee:
      context.attributeExpression(element, 'camunda:assignee') ??
      (performer === undefined ? null : context.expression(element, performer, 'humanPerformer of')),
    candidateUsers: context.listExpressions(element, [attribute(element, 'camunda:candidateUsers'), ...users], 'camunda:candidateUsers of'),
    candidateGroups: context.listExpressions(
      element,
      [attribute(element, 'camunda:candidateGroups'), ...groups],
      'camunda:candidateGroups of',
    ),
    dueDate: context.attributeExpression(element, 'camunda:dueDate'),
    followUpDate: context.attributeExpression(element, 'camunda:followUpDate'),
    priority: context.integerAttribute(element, 'camunda:priority'),
    ...formOf(element, context),
    taskListeners: taskListenersOf(element, context),
  }
}

/** A text without an expression may be as long as it likes. */
function descriptionOf(element: XmlElement, text: string, context: CompileContext): Expression | null {
  return isJuel(text) || text.startsWith('=') ? context.expression(element, text, 'the documentation of') : { kind: 'literal', text }
}

/** `user(a), group(b), c` in potentialOwner or camunda:potentialStarter; an item that says neither is a group (camunda's rule). */
export function owners(roles: XmlElement[]): { users: string[]; groups: string[] } {
  const items = roles.flatMap((role) => splitList(resourceText(role)))
  const users = items.map((item) => /^user\((.*)\)$/.exec(item)?.[1]).filter((item) => item !== undefined)
  const groups = items.filter((item) => !/^user\(.*\)$/.test(item)).map((item) => /^group\((.*)\)$/.exec(item)?.[1] ?? item)
  return { users, groups }
}

function resourceText(role: XmlElement): string {
  return childrenOf(role, 'bpmn:resourceAssignmentExpression')
    .flatMap((holder) => holder.children)
    .map((expression) => expression.text.trim())
    .join(',')
}
