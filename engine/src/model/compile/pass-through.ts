import type { PassThroughNode } from '../executable.ts'
import type { NodeCompiler } from './node-compiler.ts'

export const compileTask: NodeCompiler = (_element, base): PassThroughNode => ({ ...base, kind: 'task' })

export const compileManualTask: NodeCompiler = (_element, base): PassThroughNode => ({ ...base, kind: 'manualTask' })
