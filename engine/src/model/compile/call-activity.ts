import type { CallActivityNode } from '../executable.ts'
import { attribute, label } from './attributes.ts'
import { businessKeyOf, callMappings } from './call-mapping.ts'
import type { NodeCompiler } from './node-compiler.ts'
import { definitionReference } from './references.ts'

/** Another process, called by its key. Cases (CMMN) and Java mappings are not executed. */
export const compileCallActivity: NodeCompiler = (element, base, context): CallActivityNode | null => {
  if (attribute(element, 'camunda:caseRef')) {
    const message = `${label(element)} calls a case by camunda:caseRef="${attribute(element, 'camunda:caseRef')}"; CMMN is not executed: call a process by calledElement`
    context.report('UNSUPPORTED_EXTENSION', element, message)
    return null
  }
  for (const java of ['variableMappingClass', 'variableMappingDelegateExpression']) {
    if (attribute(element, `camunda:${java}`) === null) continue
    const message = `${label(element)} passes its variables by camunda:${java}, which is not executed; use camunda:in and camunda:out`
    context.report('NO_IMPLEMENTATION', element, message)
  }
  const key = context.attributeExpression(element, 'calledElement')
  if (attribute(element, 'calledElement') === null) {
    context.report('NO_CALLED_ELEMENT', element, `${label(element)} does not say which process it calls (calledElement)`)
  }
  const businessKey = businessKeyOf(element, context)
  const mappings = {
    in: callMappings(element, element, 'camunda:in', context),
    out: callMappings(element, element, 'camunda:out', context),
  }
  const called = key && definitionReference(element, key, 'calledElement', context)
  return called && { ...base, kind: 'callActivity', called, businessKey, ...mappings }
}
