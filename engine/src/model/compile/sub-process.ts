import type { SubProcessNode } from '../executable.ts'
import { attribute, label } from './context.ts'
import type { NodeCompiler } from './node-compiler.ts'

/** The embedded sub-process itself; what stands in it is compiled as a scope of its own. */
export const compileSubProcess: NodeCompiler = (element, base, context): SubProcessNode | null => {
  if (attribute(element, 'triggeredByEvent') === 'true') {
    context.report('UNSUPPORTED_ELEMENT', element, `${label(element)} is an event sub-process, which is known to BPMN but not executed yet`)
    return null
  }
  return { ...base, kind: 'subProcess' }
}
