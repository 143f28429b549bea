import type { PassThroughNode } from '../executable.ts'
import { eventDefinition, unsupportedDefinition } from './event-definition.ts'
import type { NodeCompiler } from './node-compiler.ts'

export const compileTask: NodeCompiler = (_element, base): PassThroughNode => ({ ...base, kind: 'task' })

export const compileManualTask: NodeCompiler = (_element, base): PassThroughNode => ({ ...base, kind: 'manualTask' })

/** The none intermediate event: a milestone. */
export const compileIntermediateThrowEvent: NodeCompiler = (element, base, context): PassThroughNode | null => {
  const definition = eventDefinition(element, context)
  if (definition) return unsupportedDefinition(element, definition, context)
  return { ...base, kind: 'intermediateThrowEvent' }
}
