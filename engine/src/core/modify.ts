import type { Node } from '../model/executable.ts'
import { goOnIfUndone } from './compensation.ts'
import { openScopesOf, subProcessesAround } from './enclosing.ts'
import { startEventSubProcess } from './event-sub-processes.ts'
import { addInstance, addToLoop, dropInstance, removeFromLoop, type LoopChange } from './loop-changes.ts'
import { move, type Move } from './move.ts'
import { openAgain } from './open-again.ts'
import { Refusal } from './refusal.ts'
import type { Scope, Variables } from './state.ts'
import type { UserTaskChanges } from './commands.ts'
import type { Turn } from './turn.ts'

/** One instruction of a modification, carried out in order. */
export type Modification =
  /** Cancels one token by its id, or every token at an element. */
  | { type: 'cancel'; tokenId: string }
  | { type: 'cancelAll'; elementId: string }
  /**
   * Puts a token in front of an element, behind it, or on a flow. Scopes around it are opened as needed, or the one that
   * is open is used; if several are, `ancestorId` (a scope's id, or its token's) says in which. In front of a
   * multi-instance activity whose body is the ancestor it adds an instance.
   */
  | (Placement & { type: 'startBefore'; elementId: string; given?: UserTaskChanges })
  | (Placement & { type: 'startAfter'; elementId: string })
  | (Placement & { type: 'startTransition'; flowId: string })
  | LoopChange
  /** A task beside a user task that is open: what it says instead of the model, and local variables. */
  | { type: 'startBeside'; tokenId: string; task: UserTaskChanges; localVariables?: Variables }
  | Move

type Beginning = Extract<Modification, { type: 'startBefore' | 'startAfter' | 'startTransition' }>

interface Placement {
  ancestorId?: string
  /** Set on the process, or where the nearest scope has them. */
  variables?: Variables
  /** Local to the new token. */
  localVariables?: Variables
}

/**
 * Carries out the instructions, then removes scopes that they left empty: a sub-process of which everything was cancelled
 * is cancelled too, and so is the instance.
 * @param touched scopes that may have been left empty before
 * @throws Refusal
 */
export function modify(instructions: Modification[], reason: string, turn: Turn, touched = new Set<string>()): void {
  for (const instruction of instructions) carryOut(instruction, reason, touched, turn)
  for (const scopeId of touched) prune(scopeId, reason, turn)
  for (const id of Object.keys(turn.state.tokens)) goOnIfUndone(id, turn)
}

function carryOut(instruction: Modification, reason: string, touched: Set<string>, turn: Turn): void {
  switch (instruction.type) {
    case 'cancel':
      return cancel(instruction.tokenId, reason, touched, turn)
    case 'cancelAll': {
      const there = Object.values(turn.state.tokens).filter(({ elementId }) => elementId === instruction.elementId)
      for (const { id } of there) cancel(id, reason, touched, turn)
      return
    }
    case 'addToLoop':
      return addToLoop(instruction, turn)
    case 'removeFromLoop':
      return removeFromLoop(instruction, reason, turn)
    case 'startBeside':
      return startBeside(instruction, turn)
    case 'move':
      return move(instruction, reason, touched, turn)
    default:
      return begin(instruction, turn)
  }
}

function cancel(tokenId: string, reason: string, touched: Set<string>, turn: Turn): void {
  const token = turn.state.tokens[tokenId]
  if (!token) return
  if (turn.isLoopInstance(token)) dropInstance(token, turn)
  turn.terminate(token, reason)
  touched.add(token.scopeId)
}

/** Nothing is left in a scope: whoever waits in it is cancelled too. */
function prune(scopeId: string, reason: string, turn: Turn): void {
  const scope = turn.state.scopes[scopeId]
  if (!scope || !turn.index.isEmpty(scopeId) || turn.state.status !== 'active') return
  if (scope.tokenId === null) {
    turn.closeScopeSubscriptions(scopeId)
    turn.notifyCaller({ type: 'terminated', reason })
    return turn.emit({ type: 'instanceTerminated', reason, actor: turn.command.actor })
  }
  const host = turn.token(scope.tokenId)
  if (turn.isLoopInstance(host)) dropInstance(host, turn)
  turn.terminate(host, reason)
  prune(host.scopeId, reason, turn)
}

function startBeside({ tokenId, task, localVariables }: Extract<Modification, { type: 'startBeside' }>, turn: Turn): void {
  const host = turn.token(tokenId)
  turn.enter(host.elementId, host.scopeId, null, { variables: localVariables, given: task, beside: tokenId })
}

function begin(instruction: Beginning, turn: Turn): void {
  const { variables = {}, localVariables = {}, ancestorId } = instruction
  const flow = flowOf(instruction, turn)
  const node = turn.node(flow ? flow.source : (instruction as { elementId: string }).elementId)
  const loopScope = ancestorId === undefined ? null : loopOf(node, ancestorId, turn)
  if (loopScope && !flow) {
    addInstance(node, loopScope, localVariables, turn)
    return turn.setVariables(loopScope.id, variables)
  }
  const around = turn.process.nodes[node.scopeId]
  if (!flow && node.kind === 'startEvent' && around?.kind === 'eventSubProcess') {
    // in front of its start event it has not begun: it begins as if its event had come
    const scopeId = ensureScope(around, ancestorId, turn)
    turn.setVariables(scopeId, variables)
    return startEventSubProcess(around.id, scopeId, localVariables, turn)
  }
  const scopeId = ensureScope(node, ancestorId, turn)
  turn.setVariables(scopeId, variables)
  if (!flow) return void turn.enter(node.id, scopeId, null, { variables: localVariables, ...givenTo(instruction) })
  turn.emit({ type: 'flowTaken', flowId: flow.id, scopeId })
  turn.enter(flow.target, scopeId, flow.id, { variables: localVariables })
}

const givenTo = (instruction: Beginning) => (instruction.type === 'startBefore' && instruction.given ? { given: instruction.given } : {})

function flowOf(instruction: Beginning, turn: Turn) {
  if (instruction.type === 'startBefore') return null
  const id = instruction.type === 'startTransition' ? instruction.flowId : turn.node(instruction.elementId).outgoing[0]!
  return turn.process.flows[id]!
}

/** The open body of the node's own loop that `ancestorId` means. */
function loopOf(node: Node, ancestorId: string, turn: Turn): Scope | null {
  const scope = turn.state.scopes[ancestorId] ?? turn.scopeOpenedBy(ancestorId)
  return scope?.kind === 'loop' && scope.elementId === node.id && scope.loop ? scope : null
}

/** The scope in which the node stands, opened with those around it where they are not open. @returns its id */
function ensureScope(node: Node, ancestorId: string | undefined, turn: Turn): string {
  let current = turn.state.id
  for (const around of subProcessesAround(node, turn.process)) {
    const open = openScopesOf(around, current, turn)
    const wanted = ancestorId === undefined ? open : narrowed(open, ancestorId, turn)
    if (wanted.length > 1) {
      throw new Refusal(
        'AMBIGUOUS_SCOPE',
        `${around.id} is running ${wanted.length} times: name the one that is meant (ancestorId) to start ${node.id} in it`,
      )
    }
    current = wanted[0]?.id ?? openAgain(around, current, turn)
  }
  return current
}

/** Those that are the ancestor, stand in it, or hold it. */
function narrowed(scopes: Scope[], ancestorId: string, turn: Turn): Scope[] {
  const ancestor = turn.state.scopes[ancestorId] ?? turn.scopeOpenedBy(ancestorId)
  if (!ancestor) throw new Refusal('SCOPE_NOT_FOUND', `the instance has no open scope ${ancestorId}`)
  const isAround = (outer: Scope, inner: Scope): boolean => {
    for (let id: string | null = inner.id; id !== null; id = turn.scope(id).parentId) if (id === outer.id) return true
    return false
  }
  return scopes.filter((scope) => isAround(scope, ancestor) || isAround(ancestor, scope))
}
