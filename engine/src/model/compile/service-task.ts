import type { BusinessRuleTaskNode, ServiceTaskNode } from '../executable.ts'
import { attribute, label } from './attributes.ts'
import type { NodeCompiler } from './node-compiler.ts'
import { definitionReference } from './references.ts'
import { resultVariableOf, workOf } from './work.ts'

const MAPPINGS = ['singleEntry', 'singleResult', 'collectEntries', 'resultList'] as const

/** Service and send tasks, and business rule tasks without a decision. */
export const compileServiceTask: NodeCompiler = (element, base, context): ServiceTaskNode | null => {
  const work = workOf(element, element, context)
  return work && { ...base, kind: 'serviceTask', work }
}

/** A business rule task: the decision of camunda:decisionRef, else carried out like a service task. */
export const compileBusinessRuleTask: NodeCompiler = (element, base, context, place): BusinessRuleTaskNode | ServiceTaskNode | null => {
  if (attribute(element, 'camunda:decisionRef') === null) return compileServiceTask(element, base, context, place) as ServiceTaskNode | null
  const key = context.attributeExpression(element, 'camunda:decisionRef')
  const decision = key && definitionReference(element, key, 'decisionRef', context)
  const text = attribute(element, 'camunda:mapDecisionResult') ?? 'resultList'
  const mapDecisionResult = MAPPINGS.find((mapping) => mapping === text)
  if (!mapDecisionResult) {
    const message = `camunda:mapDecisionResult of ${label(element)}, "${text}", is none of ${MAPPINGS.join(', ')}`
    context.report('INVALID_VALUE', element, message)
    return null
  }
  return decision && { ...base, kind: 'businessRuleTask', decision, mapDecisionResult, resultVariable: resultVariableOf(element) }
}
