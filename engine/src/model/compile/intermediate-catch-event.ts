import type { IntermediateCatchEventNode } from '../executable.ts'
import { label } from './attributes.ts'
import { CATCH_TRIGGERS } from './catch-trigger.ts'
import type { TriggerCompilers } from './event-definition.ts'
import { compileTrigger, eventDefinition, linkName } from './event-definition.ts'
import type { NodeCompiler } from './node-compiler.ts'

const TRIGGERS: TriggerCompilers<IntermediateCatchEventNode['trigger']> = {
  ...CATCH_TRIGGERS,
  link: (element, definition, context) => {
    const name = linkName(definition)
    if (name === null) context.report('NO_LINK', element, `${label(element)} has a link without a name`, definition)
    return name === null ? null : { type: 'link', name }
  },
}

export const compileIntermediateCatchEvent: NodeCompiler = (element, base, context): IntermediateCatchEventNode | null => {
  const definition = eventDefinition(element, context)
  if (!definition) {
    context.report('UNSUPPORTED_ELEMENT', element, `${label(element)} has no event definition: it would wait for nothing`)
    return null
  }
  const trigger = compileTrigger(element, definition, context, { compilers: TRIGGERS, place: 'an intermediate catch event' })
  return trigger && { ...base, kind: 'intermediateCatchEvent', trigger }
}
