import type { ExecutableProcess, Node } from '../model/executable.ts'
import type { UserTaskChanges } from './commands.ts'
import { Draft } from './draft.ts'
import { openScopesOf, subProcessesAround } from './enclosing.ts'
import { openAgain } from './open-again.ts'
import { Refusal } from './refusal.ts'
import type { InstanceState, Scope, Token, Variables } from './state.ts'
import { Turn } from './turn.ts'

/*
 * Moving the tokens of an instance to an element, back or forth: what 退回, 撤回 and 跳转 are made of. Going back means
 * that all that has come of the element is undone, and nothing else: parallel branches that do not come of it go on, and
 * a join that has been passed gets again what those branches have brought to it, so that it joins once.
 */

export interface Move {
  type: 'move'
  /** Where they are: tokens of tasks. */
  tokenIds: string[]
  /** Where they go, in front of it. */
  elementId: string
  /** Refuse it unless all of them have come of that element. */
  back: boolean
  /** What the user task there has instead of what its model says. */
  given?: UserTaskChanges
  /** Set on the process, or where the nearest scope has them. */
  variables?: Variables
}

/** A place in the instance from which a token was taken, so that it can be put there again. */
export interface Position {
  elementId: string
  tokenId: string
  /** A token that waited at a join, by the flow it had come. */
  flowId: string | null
}

/** @param touched scopes that may have been left empty are added @throws Refusal MOVE_NOT_POSSIBLE, AMBIGUOUS_SCOPE */
export function move(instruction: Move, reason: string, touched: Set<string>, turn: Turn): void {
  const { elementId, tokenIds, back } = instruction
  const node = turn.node(elementId)
  const from = tokenIds.map((id) => turn.token(id))
  const undoing = from.find((token) => isUndoing(token, turn))
  if (undoing) throw new Refusal('MOVE_NOT_POSSIBLE', `${undoing.elementId} undoes what was done: it cannot be moved`)
  const { scope, top } = placeOf(node, from, turn)
  const taken = comeOf(top, scope, turn)
  for (const token of from) {
    const outer = within(token, scope, turn) ?? token
    if (taken.has(outer.id)) continue
    if (back) throw new Refusal('MOVE_NOT_POSSIBLE', `${token.elementId} has not come of ${elementId}: there is no way back to it`)
    taken.set(outer.id, outer)
  }
  const positions = [...taken.values()].flatMap((token) => positionsIn(token, turn))
  for (const { id, scopeId } of taken.values()) {
    if (turn.state.tokens[id]) turn.terminate(turn.token(id), reason)
    if (scopeId !== scope.id) touched.add(scopeId)
  }
  turn.emit({ type: 'tokensMoved', elementId, positions })
  turn.setVariables(scope.id, instruction.variables ?? {})
  const path = [...subProcessesAround(node, turn.process), node]
  let scopeId = scope.id
  for (const at of path.slice(path.indexOf(top))) scopeId = beginAt(at, scopeId, at.id === node.id ? instruction : null, turn)
}

/** Enters the target, or opens a sub-process around it; and gives the joins behind it what has been there. @returns the scope inside */
function beginAt(node: Node, scopeId: string, arriving: Move | null, turn: Turn): string {
  const flows = unbrought(node, keptIn(scopeId, turn), turn)
  const inside = arriving ? scopeId : openAgain(node, scopeId, turn)
  if (arriving) turn.enter(node.id, scopeId, null, arriving.given ? { given: arriving.given } : {})
  for (const flowId of flows) {
    turn.emit({ type: 'flowTaken', flowId, scopeId })
    turn.enter(turn.process.flows[flowId]!.target, scopeId, flowId)
  }
  return inside
}

/** Of some elements those to which a move back is possible: the way from them has led to all of these tokens. */
export function waysBack(process: ExecutableProcess, state: InstanceState, tokenIds: string[], elementIds: string[]): string[] {
  const turn = new Turn(process, new Draft(state), { now: 0, actor: { userId: '' } }, { functions: {} })
  const from = tokenIds.map((id) => turn.token(id))
  return elementIds.filter((elementId) => canMoveBack(turn.node(elementId), from, turn))
}

function canMoveBack(target: Node, from: Token[], turn: Turn): boolean {
  try {
    const { scope, top } = placeOf(target, from, turn)
    const taken = comeOf(top, scope, turn)
    return from.every((token) => !isUndoing(token, turn) && taken.has(within(token, scope, turn)?.id ?? ''))
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

/** The innermost scope around the tokens in which the target stands, and what of that scope is, or holds, the target. */
function placeOf(target: Node, from: Token[], turn: Turn): { scope: Scope; top: Node } {
  const path = [...subProcessesAround(target, turn.process), target]
  const isAround = (scope: Scope) => scope.kind !== 'loop' && path.some(({ scopeId }) => scopeId === scope.elementId)
  let scope = turn.scope(turn.state.id)
  let top = path[0]!
  for (;;) {
    if (top.id === target.id) return { scope, top }
    const open = openScopesOf(top, scope.id, turn)
    const holding = open.filter((one) => from.every((token) => within(token, one, turn)))
    const next = holding[0] ?? (from.some((token) => open.some((one) => within(token, one, turn))) ? undefined : onlyOne(open, target))
    if (!next || !isAround(next)) return { scope, top }
    scope = next
    top = path.find(({ scopeId }) => scopeId === next.elementId)!
  }
}

function onlyOne(open: Scope[], target: Node): Scope | undefined {
  if (open.length > 1)
    throw new Refusal(
      'AMBIGUOUS_SCOPE',
      `${open[0]!.elementId} is running ${open.length} times: which of them ${target.id} is meant in is not clear`,
    )
  return open[0]
}

/** It carries out a compensation handler, or stands in one. */
function isUndoing(token: Token, turn: Turn): boolean {
  for (let at: Token | null = token; at;) {
    if (at.compensates !== undefined) return true
    const { tokenId } = turn.scope(at.scopeId)
    at = tokenId === null ? null : turn.token(tokenId)
  }
  return false
}

/** The token of the scope itself that is, or holds, the given one. */
function within(token: Token, scope: Scope, turn: Turn): Token | null {
  for (let at: Token | null = token; at;) {
    if (at.scopeId === scope.id) return at
    const around: Scope = turn.scope(at.scopeId)
    at = around.tokenId === null ? null : turn.token(around.tokenId)
  }
  return null
}

/** The tokens of a scope that have come of an element: along the flows from it as far as the first token on each way. */
function comeOf(top: Node, scope: Scope, turn: Turn): Map<string, Token> {
  const all = tokensIn(scope.id, turn)
  const here = all.filter(({ compensates }) => compensates === undefined)
  const taken = new Map<string, Token>()
  const seen = new Set<string>()
  const queue: string[] = []
  const leaveBy = (node: Node) => {
    queue.push(...node.outgoing)
    for (const id of node.boundary) queue.push(...turn.node(id).outgoing)
  }
  for (const token of here) if (token.elementId === top.id) taken.set(token.id, token)
  if (taken.size === 0) leaveBy(top)
  for (let flowId = queue.shift(); flowId !== undefined; flowId = queue.shift()) {
    if (seen.has(flowId)) continue
    seen.add(flowId)
    const target = turn.node(turn.process.flows[flowId]!.target)
    const at = here.filter(({ elementId }) => elementId === target.id)
    const joining = at.filter(({ waitsFor }) => waitsFor === 'join')
    for (const token of at) if (token.waitsFor !== 'join' || token.flowId === flowId) taken.set(token.id, token)
    // A join that still waits has let nothing through.
    if (joining.length > 0 && joining.length === at.length) continue
    if (at.length === 0) leaveBy(target)
    else for (const id of target.boundary) queue.push(...turn.node(id).outgoing)
  }
  // What undoes something ends with whoever asked for it.
  for (const token of all) if (token.compensates !== undefined && taken.has(token.compensates)) taken.set(token.id, token)
  return taken
}

const tokensIn = (scopeId: string, turn: Turn): Token[] => turn.index.inScope(scopeId).map((id) => turn.token(id))

/** Leaves of what is taken away: tasks and the like, and tokens at joins. */
function positionsIn(token: Token, turn: Turn): Position[] {
  const scope = turn.scopeOpenedBy(token.id)
  // Instances of a loop begin together again.
  if (scope && scope.kind !== 'loop') return tokensIn(scope.id, turn).flatMap((inner) => positionsIn(inner, turn))
  return [{ elementId: token.elementId, tokenId: token.id, flowId: token.waitsFor === 'join' ? token.flowId : null }]
}

interface Kept {
  /** Flows by which a token has come to a join and waits. */
  waiting: Set<string>
  /** Elements where something goes on. */
  elements: Set<string>
}

function keptIn(scopeId: string, turn: Turn): Kept {
  const tokens = tokensIn(scopeId, turn)
  const waiting = tokens.filter(({ waitsFor }) => waitsFor === 'join')
  return {
    waiting: new Set(waiting.flatMap(({ flowId }) => flowId ?? [])),
    elements: new Set(tokens.filter((token) => !waiting.includes(token)).map(({ elementId }) => elementId)),
  }
}

/** Flows into parallel joins on the way from `top` by which nothing will come any more: what came by them has been there. */
function unbrought(top: Node, kept: Kept, turn: Turn): string[] {
  return [...reachable([top.id], null, turn)].flatMap((id) => {
    const join = turn.node(id)
    if (join.kind !== 'parallelGateway' || join.incoming.length < 2 || id === top.id) return []
    const sourceOf = (flowId: string) => turn.process.flows[flowId]!.source
    const again = reachable([top.id], id, turn)
    if (!join.incoming.some((flow) => again.has(sourceOf(flow)))) return []
    const coming = reachable([top.id, ...kept.elements], id, turn)
    return join.incoming.filter((flow) => !kept.waiting.has(flow) && !coming.has(sourceOf(flow)))
  })
}

/** Elements that can be reached from some, themselves included, without passing through `closed`. */
function reachable(from: string[], closed: string | null, turn: Turn): Set<string> {
  const seen = new Set(from)
  const queue = [...from]
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    if (id === closed) continue
    const node = turn.node(id)
    const flows = [...node.outgoing, ...node.boundary.flatMap((event) => turn.node(event).outgoing)]
    for (const { target } of flows.map((flow) => turn.process.flows[flow]!)) {
      if (seen.has(target)) continue
      seen.add(target)
      queue.push(target)
    }
  }
  return seen
}
