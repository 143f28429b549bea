import type { Expression } from '../../expression/expression.ts'
import type { UserTaskNode } from '../executable.ts'
import type { XmlElement } from '../xml.ts'
import type { CompileContext } from './context.ts'
import { attribute, childrenOf, label } from './context.ts'
import type { NodeCompiler } from './node-compiler.ts'

export const compileUserTask: NodeCompiler = (element, base, context): UserTaskNode => {
  const { users, groups } = potentialOwners(element)
  const performer = childrenOf(element, 'bpmn:humanPerformer').map(resourceText).find((text) => text !== '')
  const formRef = attribute(element, 'camunda:formRef')
  if (formRef) context.warn('UNSUPPORTED_EXTENSION', element, `camunda:formRef of ${label(element)} has no effect; use camunda:formKey`)
  const priority = context.attributeExpression(element, 'camunda:priority')
  checkInteger(priority, element, 'camunda:priority', context)
  return {
    ...base,
    kind: 'userTask',
    title: context.expression(element, attribute(element, 'name') ?? base.id, 'the name of') ?? { kind: 'literal', text: base.id },
    assignee:
      context.attributeExpression(element, 'camunda:assignee') ??
      (performer === undefined ? null : context.expression(element, performer, 'humanPerformer of')),
    candidateUsers: expressions([attribute(element, 'camunda:candidateUsers'), ...users], element, 'camunda:candidateUsers of', context),
    candidateGroups: expressions([attribute(element, 'camunda:candidateGroups'), ...groups], element, 'camunda:candidateGroups of', context),
    dueDate: context.attributeExpression(element, 'camunda:dueDate'),
    followUpDate: context.attributeExpression(element, 'camunda:followUpDate'),
    priority,
    formKey: context.attributeExpression(element, 'camunda:formKey'),
  }
}

/** A literal that should be a whole number is checked at deployment. */
export function checkInteger(expression: Expression | null, element: XmlElement, name: string, context: CompileContext): void {
  if (expression?.kind !== 'literal' || /^[+-]?\d{1,15}$/.test(expression.text)) return
  context.report('INVALID_VALUE', element, `${name} of ${label(element)}, "${expression.text}", is not a whole number`)
}

function expressions(texts: (string | null)[], element: XmlElement, what: string, context: CompileContext): Expression[] {
  return texts
    .flatMap((text) => (text === null ? [] : splitList(text)))
    .map((text) => context.expression(element, text, what))
    .filter((expression) => expression !== null)
}

/** Splits at commas that stand outside `${…}`; FEEL is one expression, its commas are its own. */
function splitList(text: string): string[] {
  if (text.startsWith('=')) return [text]
  return (text.match(/(?:[$#]\{[^}]*\}|[^,])+/g) ?? []).map((item) => item.trim()).filter((item) => item !== '')
}

/** bpmn:potentialOwner: `user(a), group(b), c`; an item that says neither is a group (camunda's rule). */
function potentialOwners(element: XmlElement): { users: string[]; groups: string[] } {
  const items = childrenOf(element, 'bpmn:potentialOwner').flatMap((owner) => splitList(resourceText(owner)))
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
