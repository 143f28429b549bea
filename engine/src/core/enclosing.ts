import type { BoundaryEventNode, ExecutableProcess, Node, ScopeModel, StartEventNode } from '../model/executable.ts'
import type { Scope, Token } from './state.ts'
import type { Turn } from './turn.ts'

/** A place around a token that may catch what is thrown there: an activity with its boundary events, or a scope. */
export type Place =
  | { type: 'activity'; host: Token }
  /** `from`: the token in it under which the throw happened. */
  | { type: 'scope'; scope: Scope; from: Token }

/** Something that catches, and whether it ends what runs there. */
export interface Catcher {
  trigger: BoundaryEventNode['trigger'] | StartEventNode['trigger']
  interrupting: boolean
  /** A boundary event, or the start event of an event sub-process. */
  event: BoundaryEventNode | StartEventNode
}

/** From the token outwards, innermost first; of a scope its event sub-processes come before its host's boundary events. */
export function* enclosing(token: Token, turn: Turn): Generator<Place> {
  for (let current = token; ;) {
    yield { type: 'activity', host: current }
    const scope = turn.state.scopes[current.scopeId]!
    yield { type: 'scope', scope, from: current }
    if (scope.tokenId === null) return
    current = turn.token(scope.tokenId)
  }
}

/** What catches at a place. Boundary events of a loop belong to its body, and an event sub-process never catches its own throw. */
export function triggersAt(place: Place, turn: Turn): Catcher[] {
  if (place.type === 'activity') {
    const { host } = place
    if (host.beside !== undefined || turn.isLoopInstance(host) || turn.isReopened(host)) return []
    return turn.node(host.elementId).boundary.map((id) => {
      const event = turn.node(id) as BoundaryEventNode
      return { trigger: event.trigger, interrupting: event.interrupting, event }
    })
  }
  const { tokenId } = place.scope
  if (tokenId !== null && turn.isReopened(turn.token(tokenId))) return []
  return eventSubProcessesOf(place.scope, turn)
    .filter((start) => start.scopeId !== place.from.elementId)
    .map((event) => ({ trigger: event.trigger, interrupting: event.interrupting, event }))
}

/** The start events of the event sub-processes that stand in a scope. */
export function eventSubProcessesOf(scope: Scope, turn: Turn): StartEventNode[] {
  return modelOf(scope, turn)?.eventSubProcesses.map((id) => turn.node(turn.process.scopes[id]!.start!) as StartEventNode) ?? []
}

/** null for the body of a loop, which holds nothing but its instances. */
export function modelOf(scope: Scope, turn: Turn): ScopeModel | null {
  return scope.kind === 'loop' ? null : (turn.process.scopes[scope.elementId] ?? null)
}

/** The sub-processes around an element, from the process down. */
export function subProcessesAround({ scopeId }: Node, process: ExecutableProcess): Node[] {
  const path: Node[] = []
  for (let around = process.nodes[scopeId]; around; around = process.nodes[around.scopeId]) path.unshift(around)
  return path
}

/** What is running of a sub-process directly in a scope, or in the body of its loop there: one each instance. */
export function openScopesOf({ id }: Node, parentId: string, turn: Turn): Scope[] {
  const isIn = (scope: Scope): boolean => {
    const parent = scope.parentId === null ? null : turn.scope(scope.parentId)
    return parent?.id === parentId || (parent?.kind === 'loop' && parent.parentId === parentId)
  }
  return Object.values(turn.state.scopes).filter((scope) => scope.kind !== 'loop' && scope.elementId === id && isIn(scope))
}
