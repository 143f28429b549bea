import type { Expression } from '../../expression/expression.ts'
import { parseCycle } from '../../expression/cycle.ts'
import { parseDuration } from '../../expression/iso-time.ts'
import type { NodeBase } from '../executable.ts'
import type { XmlElement } from '../xml.ts'
import {
  attribute,
  childOf,
  documentationOf,
  extensions,
  flag,
  isActivity,
  isEventSubProcess,
  label,
  localName,
  propertiesOf,
} from './attributes.ts'
import type { CompileContext } from './context.ts'
import { executionListenersOf } from './listeners.ts'
import { loopOf } from './loop.ts'
import { mappingsOf } from './mapping.ts'
import type { Place } from './node-compiler.ts'

/** What every node may have, whatever its kind. Its flows, boundary events and handler are entered later. */
export function nodeBase(id: string, element: XmlElement, place: Place, context: CompileContext): NodeBase {
  warnOfMisplaced(element, context)
  return {
    id,
    name: attribute(element, 'name'),
    element: localName(element),
    scopeId: place.id,
    incoming: [],
    outgoing: [],
    defaultFlow: attribute(element, 'default'),
    boundary: [],
    documentation: documentationOf(element),
    properties: propertiesOf(element),
    asyncBefore: flag(element, 'camunda:asyncBefore') || flag(element, 'camunda:async'),
    asyncAfter: flag(element, 'camunda:asyncAfter'),
    exclusive: attribute(element, 'camunda:exclusive') !== 'false',
    jobPriority: context.integerAttribute(element, 'camunda:jobPriority') ?? context.jobPriority,
    retryCycle: retryCycleOf(element, context),
    ...mappingsOf(element, context),
    listeners: executionListenersOf(element, context),
    loop: loopOf(element, context),
    isForCompensation: isActivity(element) && !isEventSubProcess(element) && flag(element, 'isForCompensation'),
    compensationHandler: null,
  }
}

/** camunda:failedJobRetryTimeCycle, of the element or of its many instances. One that cannot be read is ignored, as camunda does. */
function retryCycleOf(element: XmlElement, context: CompileContext): Expression | null {
  const marker = childOf(element, 'bpmn:multiInstanceLoopCharacteristics')
  const holder = [element, ...(marker ? [marker] : [])].flatMap((owner) => extensions(owner, 'camunda:failedJobRetryTimeCycle'))[0]
  const text = holder?.text.trim() ?? ''
  if (!holder || text === '') return null
  const expression = context.expression(element, text, 'camunda:failedJobRetryTimeCycle of', { at: holder })
  if (expression?.kind !== 'literal' || isRetryCycle(text)) return expression
  const message = `camunda:failedJobRetryTimeCycle of ${label(element)}, "${text}", has no effect: it is neither like R3/PT10M nor like PT1M,PT5M`
  context.warn('INVALID_VALUE', element, message, holder)
  return null
}

function isRetryCycle(text: string): boolean {
  return text.startsWith('R') ? parseCycle(text) !== null : text.split(',').every((part) => parseDuration(part) !== null)
}

/** Extensions that mean something elsewhere: where they stand they have no effect in camunda either. */
function warnOfMisplaced(element: XmlElement, context: CompileContext): void {
  const homes: Record<string, string[]> = {
    taskListener: ['bpmn:userTask'],
    formData: ['bpmn:userTask', 'bpmn:startEvent'],
    in: ['bpmn:callActivity'],
    out: ['bpmn:callActivity'],
  }
  for (const [name, home] of Object.entries(homes)) {
    const [misplaced] = home.includes(element.name) ? [] : extensions(element, `camunda:${name}`)
    if (misplaced) context.warn('UNSUPPORTED_EXTENSION', element, `camunda:${name} of ${label(element)} has no effect there`, misplaced)
  }
}
