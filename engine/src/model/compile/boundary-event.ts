import type { BoundaryEventNode } from '../executable.ts'
import { attribute, label } from './attributes.ts'
import { CATCH_TRIGGERS, SCOPE_TRIGGERS } from './catch-trigger.ts'
import type { TriggerCompilers } from './event-definition.ts'
import { compileTrigger, eventDefinition } from './event-definition.ts'
import type { NodeCompiler } from './node-compiler.ts'

const TRIGGERS: TriggerCompilers<BoundaryEventNode['trigger']> = {
  ...CATCH_TRIGGERS,
  ...SCOPE_TRIGGERS,
  cancel: () => ({ type: 'cancel' }),
}

/** All but compensation, which is no node: see rules/compensation. Whether the host exists is checked with the references. */
export const compileBoundaryEvent: NodeCompiler = (element, base, context): BoundaryEventNode | null => {
  const attachedTo = attribute(element, 'attachedToRef')
  if (!attachedTo) context.report('NO_ATTACHED_ACTIVITY', element, `${label(element)} is attached to no activity (attachedToRef)`)
  const definition = eventDefinition(element, context)
  if (!definition) {
    context.report('UNSUPPORTED_ELEMENT', element, `${label(element)} has no event definition: BPMN knows no boundary event without one`)
    return null
  }
  const trigger = compileTrigger(element, definition, context, { compilers: TRIGGERS, place: 'a boundary event' })
  if (!trigger || !attachedTo) return null
  // an error and a cancellation always interrupt: BPMN 2.0.2, table 10.98
  const always = trigger.type === 'error' || trigger.type === 'cancel'
  return { ...base, kind: 'boundaryEvent', attachedTo, interrupting: always || attribute(element, 'cancelActivity') !== 'false', trigger }
}
