import type { ReceiveTaskNode } from '../executable.ts'
import { attribute } from './attributes.ts'
import type { NodeCompiler } from './node-compiler.ts'
import { nameOf } from './references.ts'

/** Without a message only a signal to its token continues it. */
export const compileReceiveTask: NodeCompiler = (element, base, context): ReceiveTaskNode | null => {
  if (attribute(element, 'messageRef') === null) return { ...base, kind: 'receiveTask', messageName: null }
  const messageName = nameOf('message', element, element, context)
  return messageName && { ...base, kind: 'receiveTask', messageName }
}
