import type { Expression } from '../../expression/expression.ts'
import type { Loop } from '../executable.ts'
import type { XmlElement } from '../xml.ts'
import { attribute, childOf, flag, isActivity, isEventSubProcess, label } from './attributes.ts'
import type { CompileContext } from './context.ts'
import { conditionExpression, elementExpression } from './language.ts'

/** The marker of an activity that is carried out several times: many instances, or again and again. */
export function loopOf(element: XmlElement, context: CompileContext): Loop | null {
  const multiple = childOf(element, 'bpmn:multiInstanceLoopCharacteristics')
  const standard = childOf(element, 'bpmn:standardLoopCharacteristics')
  const marker = multiple ?? standard
  if (!marker) return null
  if (!isActivity(element) || isEventSubProcess(element)) {
    context.report('UNSUPPORTED_ELEMENT', element, `${label(element)} is no activity that could be carried out several times`, marker)
    return null
  }
  return multiple ? multiInstance(element, multiple, context) : standardLoop(element, marker, context)
}

function multiInstance(element: XmlElement, marker: XmlElement, context: CompileContext): Loop | null {
  const cardinality = expressionOf(element, marker, 'loopCardinality', context)
  const reference = childOf(marker, 'bpmn:loopDataInputRef')?.text.trim() || attribute(marker, 'camunda:collection')
  const item = childOf(marker, 'bpmn:inputDataItem')
  const elementVariable = (item && attribute(item, 'name')) ?? attribute(marker, 'camunda:elementVariable')
  if (!childOf(marker, 'bpmn:loopCardinality') && !reference) {
    const message = `${label(element)} does not say how many instances it has: give loopCardinality or camunda:collection`
    context.report('NO_LOOP', element, message, marker)
    return null
  }
  if (elementVariable !== null && !reference) {
    context.report('NO_LOOP', element, `${label(element)} has the element variable "${elementVariable}" but no camunda:collection`, marker)
  }
  return {
    type: 'multiInstance',
    sequential: flag(marker, 'isSequential'),
    cardinality,
    collection: reference ? collectionOf(element, reference, marker, context) : null,
    elementVariable,
    completionCondition: conditionOf(element, marker, 'completionCondition', context),
    output: outputOf(marker),
    asyncBefore: flag(marker, 'camunda:asyncBefore') || flag(marker, 'camunda:async'),
    asyncAfter: flag(marker, 'camunda:asyncAfter'),
  }
}

/** A plain name means the variable of that name. */
function collectionOf(element: XmlElement, reference: string, marker: XmlElement, context: CompileContext): Expression | null {
  if (/^=|[$#]\{/.test(reference)) return context.expression(element, reference, 'the collection of', { at: marker })
  return { kind: 'juel', source: `\${${reference}}`, template: [{ type: 'variable', name: reference }] }
}

function outputOf(marker: XmlElement): { collection: string; element: string } | null {
  const collection = childOf(marker, 'bpmn:loopDataOutputRef')?.text.trim()
  const item = childOf(marker, 'bpmn:outputDataItem')
  const element = item && attribute(item, 'name')
  return collection && element ? { collection, element } : null
}

/** Without a condition and a maximum it would never end: camunda, which knows no loops, goes on after the first time. */
function standardLoop(element: XmlElement, marker: XmlElement, context: CompileContext): Loop | null {
  const condition = conditionOf(element, marker, 'loopCondition', context)
  const maximum = context.integerAttribute(element, 'loopMaximum', marker)
  if (!childOf(marker, 'bpmn:loopCondition') && attribute(marker, 'loopMaximum') === null) {
    const message = `the loop of ${label(element)} has no effect: it has neither a loopCondition nor a loopMaximum`
    context.warn('NO_LOOP', element, message, marker)
    return null
  }
  return { type: 'standard', testBefore: flag(marker, 'testBefore'), maximum, condition }
}

function expressionOf(element: XmlElement, marker: XmlElement, name: string, context: CompileContext): Expression | null {
  const holder = childOf(marker, `bpmn:${name}`)
  return holder && elementExpression(element, holder, `the ${name} of`, context)
}

function conditionOf(element: XmlElement, marker: XmlElement, name: string, context: CompileContext): Expression | null {
  const holder = childOf(marker, `bpmn:${name}`)
  return holder && conditionExpression(element, holder, `the ${name} of`, context)
}
