import type { IntermediateThrowEventNode } from '../executable.ts'
import { label } from './attributes.ts'
import type { TriggerCompilers } from './event-definition.ts'
import { compileTrigger, eventDefinition, linkName } from './event-definition.ts'
import type { NodeCompiler } from './node-compiler.ts'
import { THROW_TRIGGERS } from './throw-trigger.ts'

const TRIGGERS: TriggerCompilers<IntermediateThrowEventNode['trigger']> = {
  ...THROW_TRIGGERS,
  // where it leads is entered when all catch events are known
  link: (element, definition, context) => {
    if (linkName(definition) !== null) return { type: 'link', target: '' }
    context.report('NO_LINK', element, `${label(element)} has a link without a name`, definition)
    return null
  },
}

/** Without an event definition it is a milestone. */
export const compileIntermediateThrowEvent: NodeCompiler = (element, base, context): IntermediateThrowEventNode | null => {
  const definition = eventDefinition(element, context)
  if (!definition) return { ...base, kind: 'intermediateThrowEvent', trigger: { type: 'none' } }
  const trigger = compileTrigger(element, definition, context, { compilers: TRIGGERS, place: 'an intermediate throw event' })
  return trigger && { ...base, kind: 'intermediateThrowEvent', trigger }
}
