import type { StartEventNode } from '../executable.ts'
import { attribute, label } from './attributes.ts'
import { CATCH_TRIGGERS, SCOPE_TRIGGERS } from './catch-trigger.ts'
import type { TriggerCompilers } from './event-definition.ts'
import { compileTrigger, eventDefinition } from './event-definition.ts'
import { formOf } from './form.ts'
import type { NodeCompiler, Place } from './node-compiler.ts'

const EVENT_SUB_PROCESS_TRIGGERS: TriggerCompilers<StartEventNode['trigger']> = {
  ...CATCH_TRIGGERS,
  ...SCOPE_TRIGGERS,
  compensate: () => ({ type: 'compensation' }),
}

/** Of a process, a sub-process (none only) or an event sub-process (anything but none). */
export const compileStartEvent: NodeCompiler = (element, base, context, place): StartEventNode | null => {
  const definition = eventDefinition(element, context)
  const interrupting = attribute(element, 'isInterrupting') !== 'false'
  const node: StartEventNode = {
    ...base,
    kind: 'startEvent',
    trigger: { type: 'none' },
    interrupting,
    initiator: attribute(element, 'camunda:initiator'),
    ...formOf(element, context),
  }
  if (!definition) return node
  const trigger = compileTrigger(element, definition, context, { compilers: triggersAt(place), place: wordsFor(place) })
  if (!trigger) return null
  if (place.kind === 'process' && trigger.type === 'message' && trigger.name.kind !== 'literal') {
    const message = `the message name of ${label(element)} must be plain text, not an expression: it is known before any instance is`
    context.report('INVALID_EXPRESSION', element, message, definition)
    return null
  }
  if (trigger.type === 'error' && !interrupting) {
    const message = `${label(element)} is started by an error and does not interrupt: an error always ends its scope; remove isInterrupting="false"`
    context.report('EVENT_NOT_ALLOWED', element, message, definition)
  }
  return { ...node, trigger }
}

function triggersAt({ kind }: Place): TriggerCompilers<StartEventNode['trigger']> {
  if (kind === 'process') return CATCH_TRIGGERS
  return kind === 'eventSubProcess' ? EVENT_SUB_PROCESS_TRIGGERS : {}
}

function wordsFor({ kind }: Place): string {
  if (kind === 'process') return 'the start event of a process'
  return kind === 'eventSubProcess' ? 'the start event of an event sub-process' : 'the start event of a sub-process, which its flow starts,'
}
