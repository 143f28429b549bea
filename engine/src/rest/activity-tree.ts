import type { InstanceState, Token } from '../core/state.ts'
import type { ExecutableProcess, Node } from '../model/executable.ts'
import { activityType, BODY_SUFFIX } from '../model/activity-types.ts'

interface Described {
  processInstanceId: string
  processDefinitionId: string
  activityId: string
  activityName: string | null
  activityType: string
  incidentIds: string[]
  incidents: { id: string; activityId: string }[]
}

/** Camunda's ActivityInstanceDto. `name` is what `activityName` was called before 7.4, and still sent. */
export interface ActivityInstance extends Described {
  id: string
  parentActivityInstanceId: string | null
  name: string | null
  executionIds: string[]
  childActivityInstances: ActivityInstance[]
  childTransitionInstances: TransitionInstance[]
}

/** A token in front of or behind an activity, which a job will carry on. */
export interface TransitionInstance extends Described {
  id: string
  parentActivityInstanceId: string
  targetActivityId: string
  executionId: string
}

/** Camunda's form: `<activity id>:<number>`; the token's id is the execution's. */
export const activityInstanceId = (activityId: string, tokenId: string): string => `${activityId}:${tokenId}`

/** The token of an activity instance; the process's own instance has none and is named by itself. */
export function tokenOfActivityInstance(id: string): string {
  const colon = id.indexOf(':')
  // ids of elements hold no colon, those of tokens do: `<element>:<instance>:<number>`
  return colon >= 0 && id.indexOf(':', colon + 1) >= 0 ? id.slice(colon + 1) : id
}

/** The tree of what is active: the process, its sub-processes and loops, and the tokens in them. */
export function activityTree(state: InstanceState, process: ExecutableProcess): ActivityInstance {
  const { id, definitionId } = state
  return {
    id,
    parentActivityInstanceId: null,
    processInstanceId: id,
    processDefinitionId: definitionId,
    activityId: definitionId,
    activityName: process.name,
    name: process.name,
    activityType: 'processDefinition',
    executionIds: [id],
    incidentIds: [],
    incidents: [],
    ...new Tree(state, process).children(id, id),
  }
}

class Tree {
  readonly #state: InstanceState
  readonly #process: ExecutableProcess
  /** Of each scope the tokens in it; of each token the scope that it opened. */
  readonly #tokens = new Map<string, Token[]>()
  readonly #opened = new Map<string, string>()
  readonly #jobs = new Map<string, string>()
  readonly #incidents = new Map<string, string[]>()

  constructor(state: InstanceState, process: ExecutableProcess) {
    this.#state = state
    this.#process = process
    for (const token of Object.values(state.tokens)) add(this.#tokens, token.scopeId, token)
    for (const scope of Object.values(state.scopes)) if (scope.tokenId !== null) this.#opened.set(scope.tokenId, scope.id)
    for (const { tokenId, job } of Object.values(state.subscriptions)) if (tokenId !== null && job) this.#jobs.set(tokenId, job.type)
    for (const { tokenId, id } of Object.values(state.incidents)) add(this.#incidents, tokenId, id)
  }

  children(scopeId: string, parentId: string): Pick<ActivityInstance, 'childActivityInstances' | 'childTransitionInstances'> {
    const tokens = this.#tokens.get(scopeId) ?? []
    return {
      childActivityInstances: tokens.filter((token) => !this.#isBetween(token)).map((token) => this.#activity(token, parentId)),
      childTransitionInstances: tokens.filter((token) => this.#isBetween(token)).map((token) => this.#transition(token, parentId)),
    }
  }

  #activity(token: Token, parentId: string): ActivityInstance {
    const described = this.#describe(token)
    const id = activityInstanceId(described.activityId, token.id)
    const inner = this.#opened.get(token.id)
    return {
      ...described,
      id,
      parentActivityInstanceId: parentId,
      name: described.activityName,
      executionIds: [token.id],
      ...(inner === undefined ? { childActivityInstances: [], childTransitionInstances: [] } : this.children(inner, id)),
    }
  }

  #transition(token: Token, parentId: string): TransitionInstance {
    const described = this.#describe(token)
    return { ...described, id: token.id, parentActivityInstanceId: parentId, targetActivityId: described.activityId, executionId: token.id }
  }

  #describe(token: Token): Described {
    const node = this.#process.nodes[token.elementId]
    const isBody = node !== undefined && this.#isBody(node, token)
    const activityId = isBody ? `${token.elementId}${BODY_SUFFIX}` : token.elementId
    const incidentIds = this.#incidents.get(token.id) ?? []
    return {
      processInstanceId: this.#state.id,
      processDefinitionId: this.#state.definitionId,
      activityId,
      activityName: node?.name ?? null,
      activityType: isBody ? 'multiInstanceBody' : node ? activityType(node) : 'task',
      incidentIds,
      incidents: incidentIds.map((id) => ({ id, activityId })),
    }
  }

  #isBody(node: Node, token: Token): boolean {
    const scope = this.#state.scopes[token.scopeId]
    return node.loop !== null && !(scope?.kind === 'loop' && scope.elementId === node.id)
  }

  /** It has not begun or has done its work, and a job must carry it on; also where that job failed. */
  #isBetween({ id, elementId, waitsFor, stage }: Token): boolean {
    const job = this.#jobs.get(id)
    if (waitsFor === 'job' && job !== 'retry') return true
    const node = this.#process.nodes[elementId]
    const isInFront = stage?.at === 'start' && stage.index === 0 && node?.asyncBefore === true
    return (waitsFor === 'job' || waitsFor === 'incident') && (isInFront || (stage?.at === 'leave' && node?.asyncAfter === true))
  }
}

function add<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key)
  if (list) list.push(item)
  else lists.set(key, [item])
}
