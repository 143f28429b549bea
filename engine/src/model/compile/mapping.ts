import type { MappedValue, Mapping } from '../executable.ts'
import type { XmlElement } from '../xml.ts'
import { attribute, childOf, childrenOf, extensions, isActivity, isEventSubProcess, label, localName } from './attributes.ts'
import type { CompileContext } from './context.ts'
import { elementExpression, scriptExpression } from './language.ts'

export interface Mappings {
  inputs: Mapping[]
  outputs: Mapping[]
}

/** camunda:inputOutput, and the assignments of BPMN's own data associations after it. */
export function mappingsOf(element: XmlElement, context: CompileContext): Mappings {
  const holders = extensions(element, 'camunda:inputOutput')
  if (holders.length > 0 && !maySet(element)) {
    const message = `${label(element)} may not have camunda:inputOutput: there is no such mapping on a ${kindOf(element)}; move it to an activity`
    context.report('UNSUPPORTED_EXTENSION', element, message, holders[0])
    return { inputs: [], outputs: [] }
  }
  const inputs = parameters(element, holders, 'camunda:inputParameter', context)
  const outputs = parameters(element, holders, 'camunda:outputParameter', context)
  checkOutputs(element, holders, context)
  if (!isActivity(element)) return { inputs, outputs }
  const isMultiple = childOf(element, 'bpmn:multiInstanceLoopCharacteristics') !== null
  return {
    inputs: [...inputs, ...assignments(element, 'bpmn:dataInputAssociation', context)],
    outputs: isMultiple ? outputs : [...outputs, ...assignments(element, 'bpmn:dataOutputAssociation', context)],
  }
}

/** Camunda's rule: activities and the events inside a process, without start and boundary events. */
function maySet(element: XmlElement): boolean {
  if (isActivity(element)) return !isEventSubProcess(element)
  return ['bpmn:intermediateCatchEvent', 'bpmn:intermediateThrowEvent', 'bpmn:endEvent'].includes(element.name)
}

function kindOf(element: XmlElement): string {
  return isEventSubProcess(element) ? 'sub-process that an event starts' : localName(element)
}

function checkOutputs(element: XmlElement, holders: XmlElement[], context: CompileContext): void {
  const output = holders.flatMap((holder) => childrenOf(holder, 'camunda:outputParameter'))[0]
  if (!output) return
  if (element.name === 'bpmn:endEvent') {
    context.report(
      'UNSUPPORTED_EXTENSION',
      element,
      `${label(element)} has an output parameter, but nothing comes after an end event`,
      output,
    )
  } else if (childOf(element, 'bpmn:multiInstanceLoopCharacteristics')) {
    const message = `${label(element)} has an output parameter and many instances, each of which would overwrite it: use loopDataOutputRef`
    context.report('UNSUPPORTED_EXTENSION', element, message, output)
  }
}

function parameters(element: XmlElement, holders: XmlElement[], kind: string, context: CompileContext): Mapping[] {
  return holders
    .flatMap((holder) => childrenOf(holder, kind))
    .flatMap((parameter) => {
      const name = attribute(parameter, 'name')
      if (name === null) {
        context.report('INVALID_VALUE', element, `${kind} of ${label(element)} has no name`, parameter)
        return []
      }
      const value = valueOf(element, parameter, `the parameter "${name}" of`, context)
      return value ? [{ name, value }] : []
    })
}

/** A text, a script, a list or a map; nothing at all is null. */
function valueOf(element: XmlElement, holder: XmlElement, what: string, context: CompileContext): MappedValue | null {
  const content = holder.children.find((child) => ['camunda:script', 'camunda:list', 'camunda:map'].includes(child.name))
  if (content) return structureOf(element, content, what, context)
  const text = holder.text.trim()
  if (text === '') return { type: 'expression', expression: { kind: 'feel', source: 'null' } }
  const expression = context.expression(element, text, what, { at: holder })
  return expression && { type: 'expression', expression }
}

function structureOf(element: XmlElement, content: XmlElement, what: string, context: CompileContext): MappedValue | null {
  if (content.name === 'camunda:list')
    return { type: 'list', items: content.children.flatMap((item) => itemOf(element, item, what, context) ?? []) }
  if (content.name === 'camunda:map') {
    const entries = childrenOf(content, 'camunda:entry').flatMap((entry) => {
      const value = valueOf(element, entry, what, context)
      return value ? [{ key: attribute(entry, 'key') ?? '', value }] : []
    })
    return { type: 'map', entries }
  }
  const expression = scriptExpression(element, content, what, context)
  return expression && { type: 'expression', expression }
}

/** In a list stand values, and scripts, lists and maps without a value around them. */
function itemOf(element: XmlElement, item: XmlElement, what: string, context: CompileContext): MappedValue | null {
  return item.name === 'camunda:value' ? valueOf(element, item, what, context) : structureOf(element, item, what, context)
}

/** bpmn:assignment to a plain variable; any other says something to people only. */
function assignments(element: XmlElement, kind: string, context: CompileContext): Mapping[] {
  return childrenOf(element, kind)
    .flatMap((association) => childrenOf(association, 'bpmn:assignment'))
    .flatMap((assignment) => {
      const name = childOf(assignment, 'bpmn:to')?.text.trim() ?? ''
      const from = childOf(assignment, 'bpmn:from')
      if (!from || !/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name)) return []
      const expression = elementExpression(element, from, `the assignment to "${name}" of`, context)
      return expression ? [{ name, value: { type: 'expression' as const, expression } }] : []
    })
}
