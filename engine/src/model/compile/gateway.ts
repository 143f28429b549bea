import type { ExclusiveGatewayNode, ParallelGatewayNode } from '../executable.ts'
import type { NodeCompiler } from './node-compiler.ts'

export const compileExclusiveGateway: NodeCompiler = (_element, base): ExclusiveGatewayNode => ({ ...base, kind: 'exclusiveGateway' })

export const compileParallelGateway: NodeCompiler = (_element, base): ParallelGatewayNode => ({ ...base, kind: 'parallelGateway' })
