import type { EventSubProcessNode, SubProcessNode } from '../executable.ts'
import { isEventSubProcess } from './attributes.ts'
import type { NodeCompiler } from './node-compiler.ts'

/** The sub-process itself, also a transaction; what stands in it is compiled as a scope of its own. */
export const compileSubProcess: NodeCompiler = (element, base): SubProcessNode | EventSubProcessNode => {
  if (isEventSubProcess(element)) return { ...base, kind: 'eventSubProcess' }
  return { ...base, kind: 'subProcess', isTransaction: element.name === 'bpmn:transaction' }
}
