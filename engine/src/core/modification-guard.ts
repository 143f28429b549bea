import type { ExecutableProcess } from '../model/executable.ts'
import { subProcessesAround } from './enclosing.ts'
import type { Modification } from './modify.ts'
import type { InstanceState } from './state.ts'
import type { Rejection } from './step-result.ts'

/** Whether all instructions name what is there. @param state null before the start */
export function guardModification(process: ExecutableProcess, state: InstanceState | null, instructions: Modification[]): Rejection | null {
  if (instructions.length === 0) return { code: 'MODIFICATION_NOT_POSSIBLE', message: 'there is no instruction' }
  for (const instruction of instructions) {
    const rejection = guardOne(process, state, instruction)
    if (rejection) return rejection
  }
  return null
}

function guardOne(process: ExecutableProcess, state: InstanceState | null, instruction: Modification): Rejection | null {
  switch (instruction.type) {
    case 'cancel':
      if (state && Object.hasOwn(state.tokens, instruction.tokenId)) return null
      return { code: 'TOKEN_NOT_FOUND', message: `the instance has no token ${instruction.tokenId}` }
    case 'startBeside':
      if (state?.tokens[instruction.tokenId]?.waitsFor === 'userTask') return null
      return { code: 'TASK_NOT_FOUND', message: `the instance has no open user task ${instruction.tokenId}` }
    case 'addToLoop':
    case 'removeFromLoop': {
      const { scopeId } = instruction
      if (!state || !Object.hasOwn(state.scopes, scopeId))
        return { code: 'SCOPE_NOT_FOUND', message: `the instance has no scope ${scopeId}` }
      if (!('tokenId' in instruction) || state.tokens[instruction.tokenId]?.scopeId === scopeId) return null
      return { code: 'TOKEN_NOT_FOUND', message: `there is no token ${instruction.tokenId} in ${scopeId}` }
    }
    case 'move': {
      const gone = instruction.tokenIds.find((id) => !state || !Object.hasOwn(state.tokens, id))
      if (gone !== undefined) return { code: 'TOKEN_NOT_FOUND', message: `the instance has no token ${gone}` }
      return Object.hasOwn(process.nodes, instruction.elementId) ? null : notFound('element', instruction.elementId, process)
    }
    case 'cancelAll':
      return Object.hasOwn(process.nodes, instruction.elementId) ? null : notFound('element', instruction.elementId, process)
    case 'startTransition':
      return Object.hasOwn(process.flows, instruction.flowId) ? null : notFound('sequence flow', instruction.flowId, process)
    case 'startBefore':
    case 'startAfter': {
      const node = Object.hasOwn(process.nodes, instruction.elementId) ? process.nodes[instruction.elementId] : undefined
      if (!node) return notFound('element', instruction.elementId, process)
      if (node.kind === 'boundaryEvent' && instruction.type === 'startBefore') {
        return {
          code: 'MODIFICATION_NOT_POSSIBLE',
          message: `boundary event ${node.id} has nothing before it; start after it, or before its activity`,
        }
      }
      if (instruction.type === 'startAfter' && node.outgoing.length !== 1) {
        return {
          code: 'MODIFICATION_NOT_POSSIBLE',
          message: `${node.id} has ${node.outgoing.length} ways out; name the sequence flow (startTransition)`,
        }
      }
      return subProcessesAround(node, process).some(({ loop }) => loop) && instruction.ancestorId === undefined && !state
        ? { code: 'AMBIGUOUS_SCOPE', message: `${node.id} stands in a multi-instance sub-process; start before that` }
        : null
    }
  }
}

function notFound(what: string, id: string, process: ExecutableProcess): Rejection {
  return { code: 'ELEMENT_NOT_FOUND', message: `process ${process.key} has no ${what} ${id}` }
}
