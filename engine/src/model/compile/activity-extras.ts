import type { XmlElement } from '../xml.ts'
import type { CompileContext } from './context.ts'
import { attribute, childOf, extensions, label } from './context.ts'

/** Extensions that change what happens. Running the model without them would be wrong in silence, so they are refused. */
const REFUSED_EXTENSIONS = ['inputOutput', 'executionListener', 'taskListener', 'connector', 'in', 'out']

/** Attributes that only say when the engine commits, or about Camunda's own screens: told, and otherwise ignored. */
const IGNORED_ATTRIBUTES = ['asyncBefore', 'asyncAfter', 'async', 'jobPriority']

/** What may be put on any node and is not executed yet: loops, compensation, mappings, listeners. */
export function checkActivityExtras(element: XmlElement, context: CompileContext): void {
  for (const name of ['multiInstanceLoopCharacteristics', 'standardLoopCharacteristics']) {
    const loop = childOf(element, `bpmn:${name}`)
    if (loop) context.report('UNSUPPORTED_ELEMENT', element, `${name} of ${label(element)} is known to BPMN but not executed yet`, loop)
  }
  if (attribute(element, 'isForCompensation') === 'true') {
    context.report('UNSUPPORTED_ELEMENT', element, `${label(element)} is a compensation handler, which is not executed yet`)
  }
  checkExtensions(element, context)
  for (const name of IGNORED_ATTRIBUTES) {
    const value = attribute(element, `camunda:${name}`)
    if (value !== null && value !== 'false') {
      context.warn('UNSUPPORTED_EXTENSION', element, `camunda:${name} of ${label(element)} has no effect`)
    }
  }
}

/** The extensions of a process, a node or a flow that are refused or have no effect. */
export function checkExtensions(element: XmlElement, context: CompileContext): void {
  for (const name of REFUSED_EXTENSIONS) {
    for (const extension of extensions(element, `camunda:${name}`)) {
      context.report('UNSUPPORTED_EXTENSION', element, `camunda:${name} of ${label(element)} is not executed yet`, extension)
    }
  }
  for (const extension of extensions(element, 'camunda:formData')) {
    context.warn('UNSUPPORTED_EXTENSION', element, `camunda:formData of ${label(element)} has no effect; use camunda:formKey`, extension)
  }
}
