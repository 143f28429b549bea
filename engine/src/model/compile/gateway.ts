import type { EventBasedGatewayNode, ExclusiveGatewayNode, InclusiveGatewayNode, ParallelGatewayNode } from '../executable.ts'
import { label } from './attributes.ts'
import type { NodeCompiler } from './node-compiler.ts'

export const compileExclusiveGateway: NodeCompiler = (_element, base): ExclusiveGatewayNode => ({ ...base, kind: 'exclusiveGateway' })

export const compileParallelGateway: NodeCompiler = (_element, base): ParallelGatewayNode => ({ ...base, kind: 'parallelGateway' })

/** From where tokens can come is computed when all flows are known. */
export const compileInclusiveGateway: NodeCompiler = (_element, base): InclusiveGatewayNode => ({
  ...base,
  kind: 'inclusiveGateway',
  waysIn: [],
})

export const compileEventBasedGateway: NodeCompiler = (element, base, context): EventBasedGatewayNode => {
  if (base.asyncAfter) {
    const message = `${label(element)} has camunda:asyncAfter, but an event based gateway waits anyway; put it on the events behind it`
    context.report('UNSUPPORTED_EXTENSION', element, message)
  }
  return { ...base, kind: 'eventBasedGateway' }
}
