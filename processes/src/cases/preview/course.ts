import type { ExecutableProcess, Expression, Node } from '@lianban/engine'
import { countOf, valueOf, verdict, type Knowledge, type Rewritten } from './knowledge.ts'
import { readsOf, writesOfExpression } from './reads.ts'

/*
 * Where a token goes from an element in the normal course: no limit passes, no message interrupts, nothing fails. Sub-processes
 * are entered, so that one flat graph is left; what would leave the normal course is not told.
 */

export interface CourseOptions {
  process: ExecutableProcess
  knowledge: Knowledge
  /** Variables that a user task may set: by its form, by its actions. null: any. */
  writesOfTask: (elementId: string) => readonly string[] | null
  /** Variables that work of other programs may set. @default any */
  writesOfWorker?: (elementId: string) => readonly string[] | null
  /** Whether somebody is asked at this step whoever it turns out to be: an approval that is never passed over. */
  isAsked?: (elementId: string) => boolean
  /** Variables that are set at the start and that nobody sets again. */
  isStable: (name: string) => boolean
  /** Whether whoever decides a gateway cannot but choose one of its flows, though none of them is the default. */
  isCovered?: (node: Node) => boolean
  /** Whether nothing that can be chosen leads where this condition stands. */
  cannotHold?: (condition: Expression) => boolean
  /** Names of variables that belong to where the case stands, and not to the whole process. */
  localNames?: readonly string[]
}

/** One way on. `open`: it is taken; `pending`: it may be, which a value decides that is not known yet. */
export interface Way {
  flowId: string | null
  to: string
  state: 'open' | 'pending'
  /** Back into a sub-process that is done several times. */
  again?: boolean
}

/**
 * `all`: every way is taken. `one`: one of them is, not known which. `some`: the open ones are, the pending ones may be.
 * No ways: the token ends here, or `stops`, because nothing lets it go on.
 */
export interface Course {
  mode: 'all' | 'one' | 'some'
  ways: Way[]
  /** The element itself may be passed over: it is done for each of a list that is not known. */
  maybeSkipped?: boolean
  /** It is done for none. */
  skipped?: boolean
  /** It ends what goes on beside it in its scope. */
  aborts?: boolean
  /** Why the token does not go on. */
  stops?: 'no-branch' | 'waits' | 'error'
}

const ends = (more: Partial<Course> = {}): Course => ({ mode: 'all', ways: [], ...more })
const goes = (to: string, flowId: string | null = null): Course => ({ mode: 'all', ways: [{ flowId, to, state: 'open' }] })

/** Where a token that enters the element goes from it. @param rewritten what may have been set anew until then */
export function courseOf(options: CourseOptions, node: Node, rewritten: Rewritten): Course {
  const { process } = options
  const instances = node.loop === null ? 1 : instancesOf(options, node, rewritten)
  if (instances === 0) return { ...after(options, node, rewritten), skipped: true }
  const inside = insideOf(options, node, rewritten)
  if (instances !== null || node.kind === 'endEvent' || options.isAsked?.(node.id)) return inside
  // for each of a list that is not known: perhaps for none
  if (node.kind !== 'subProcess') return { ...inside, maybeSkipped: true }
  const beyond = after(options, node, rewritten)
  return { mode: 'one', ways: [{ flowId: null, to: process.scopes[node.id]!.start!, state: 'pending' }, ...pending(beyond.ways)] }
}

const pending = (ways: readonly Way[]): Way[] => ways.map((way) => ({ ...way, state: 'pending' }))

function insideOf(options: CourseOptions, node: Node, rewritten: Rewritten): Course {
  const { process, knowledge, isStable } = options
  switch (node.kind) {
    case 'subProcess':
      return goes(process.scopes[node.id]!.start!)
    case 'endEvent':
      return endOf(options, node, rewritten)
    case 'eventBasedGateway':
      return { mode: 'one', ways: waysTo(process, node.outgoing, 'pending') }
    case 'intermediateThrowEvent':
      if (node.trigger.type === 'link') return goes(node.trigger.target)
      if (node.trigger.type === 'escalation') return thrown(options, node, node.trigger.escalationCode, rewritten)
      return after(options, node, rewritten)
    case 'intermediateCatchEvent': {
      const { trigger } = node
      const holds = trigger.type === 'conditional' ? verdict(trigger.condition, knowledge, rewritten, isStable) : true
      const beyond = after(options, node, rewritten)
      if (holds === false) return ends({ stops: 'waits' })
      return holds === null ? { ...beyond, mode: 'one', ways: pending(beyond.ways), stops: 'waits' } : beyond
    }
    default:
      return after(options, node, rewritten)
  }
}

/** The flows by which a token leaves, as the engine's `chooseFlows` takes them, with `null` for what is not known. */
export function after(options: CourseOptions, node: Node, rewritten: Rewritten): Course {
  const { process, knowledge, isStable } = options
  const { outgoing, defaultFlow } = node
  if (outgoing.length === 0) return beyondScope(options, node, rewritten)
  if (node.kind === 'parallelGateway') return { mode: 'all', ways: waysTo(process, outgoing, 'open') }
  const asked = outgoing
    .filter((id) => id !== defaultFlow)
    .map((id) => {
      const { condition } = process.flows[id]!
      if (condition === null) return { id, holds: true }
      const holds = verdict(condition, knowledge, rewritten, isStable)
      return { id, holds: holds === null && options.cannotHold?.(condition) ? false : holds }
    })
  if (node.kind !== 'exclusiveGateway') return severalOf(process, asked, defaultFlow)
  const firstTrue = asked.findIndex(({ holds }) => holds === true)
  const before = (firstTrue < 0 ? asked : asked.slice(0, firstTrue)).filter(({ holds }) => holds === null).map(({ id }) => id)
  const last = firstTrue < 0 ? defaultFlow : asked[firstTrue]!.id
  const possible = last === null ? before : [...before, last]
  if (possible.length === 0) return ends({ stops: 'no-branch' })
  if (before.length === 0) return { mode: 'all', ways: waysTo(process, possible, 'open') }
  // without a default, none of the pending ones may hold
  const mayStop = last === null && !options.isCovered?.(node)
  return { mode: 'one', ways: waysTo(process, possible, 'pending'), ...(mayStop && { stops: 'no-branch' as const }) }
}

function severalOf(
  process: ExecutableProcess,
  asked: readonly { id: string; holds: boolean | null }[],
  defaultFlow: string | null,
): Course {
  const open = asked.filter(({ holds }) => holds === true).map(({ id }) => id)
  const unknown = asked.filter(({ holds }) => holds === null).map(({ id }) => id)
  if (unknown.length === 0) {
    const taken = open.length > 0 ? open : defaultFlow === null ? [] : [defaultFlow]
    return taken.length === 0 ? ends({ stops: 'no-branch' }) : { mode: 'all', ways: waysTo(process, taken, 'open') }
  }
  const rest = open.length > 0 || defaultFlow === null ? [] : [defaultFlow]
  const ways = [...waysTo(process, open, 'open'), ...waysTo(process, [...unknown, ...rest], 'pending')]
  return { mode: 'some', ways, ...(open.length === 0 && rest.length === 0 && { stops: 'no-branch' as const }) }
}

const waysTo = (process: ExecutableProcess, flowIds: readonly string[], state: Way['state']): Way[] =>
  flowIds.map((flowId) => ({ flowId, to: process.flows[flowId]!.target, state }))

/** The token has come to the end of its scope: the sub-process around it is left, by all that is in it at once. */
function beyondScope(options: CourseOptions, node: Node, rewritten: Rewritten): Course {
  const { process } = options
  const scope = process.scopes[node.scopeId]
  if (!scope || scope.parentId === null) return ends()
  const host = process.nodes[scope.id]
  // What an event sub-process does belongs to the scope that it stands in.
  if (host?.kind === 'eventSubProcess') return beyondScope(options, host, rewritten)
  if (host?.kind !== 'subProcess' || host.isForCompensation) return ends()
  const beyond = after(options, host, rewritten)
  if (host.loop === null) return beyond
  // Another round may be due, if not for this one then for one that stands where the case stands now.
  const again: Way = { flowId: null, to: host.id, state: 'pending', again: true }
  const mode = beyond.mode === 'one' ? 'one' : 'some'
  // A completion condition that holds ends the rounds that are still under way.
  const aborts = host.loop.type === 'multiInstance' && host.loop.completionCondition !== null
  return { ...beyond, mode, ways: [...beyond.ways, again], ...(aborts && { aborts }) }
}

function endOf(options: CourseOptions, node: Extract<Node, { kind: 'endEvent' }>, rewritten: Rewritten): Course {
  const { trigger } = node
  if (trigger.type === 'terminate') return { ...beyondScope(options, node, rewritten), aborts: true }
  if (trigger.type === 'escalation') return thrown(options, node, trigger.escalationCode, rewritten)
  if (trigger.type === 'error')
    return (
      caught(options, node, (kind) => kind.type === 'error' && [null, trigger.errorCode].includes(kind.errorCode)) ??
      ends({ stops: 'error' })
    )
  if (trigger.type === 'cancel') return caught(options, node, (kind) => kind.type === 'cancel') ?? ends({ stops: 'error' })
  return beyondScope(options, node, rewritten)
}

type Caught = Extract<Node, { kind: 'boundaryEvent' }>['trigger']

/** The boundary event around it that catches what is thrown and ends what stands in its host. */
function caught({ process }: CourseOptions, node: Node, catches: (trigger: Caught) => boolean): Course | null {
  for (let scopeId = node.scopeId; ;) {
    const host = process.nodes[scopeId]
    if (!host) return null
    const event = host.boundary.map((id) => process.nodes[id]!).find((one) => one.kind === 'boundaryEvent' && catches(one.trigger))
    if (event) return { ...goes(event.id), aborts: true }
    scopeId = host.scopeId
  }
}

/** An escalation goes on where it was thrown, unless what catches it interrupts; what does not interrupt starts a way of its own. */
function thrown(options: CourseOptions, node: Node, code: string, rewritten: Rewritten): Course {
  const { process } = options
  const on = node.kind === 'endEvent' ? beyondScope(options, node, rewritten) : after(options, node, rewritten)
  for (let scopeId = node.scopeId; process.nodes[scopeId]; scopeId = process.nodes[scopeId]!.scopeId) {
    // An event sub-process may catch it first: then nothing is promised.
    const inside = process.scopes[scopeId]!.eventSubProcesses.map((id) => process.nodes[process.scopes[id]!.start!]!)
    if (inside.some((start) => start.kind === 'startEvent' && start.trigger.type === 'escalation'))
      return { ...on, ways: pending(on.ways), mode: 'one', aborts: true }
    const event = process.nodes[scopeId]!.boundary.map((id) => process.nodes[id]!).find(
      (one) => one.kind === 'boundaryEvent' && one.trigger.type === 'escalation' && [null, code].includes(one.trigger.escalationCode),
    )
    if (event?.kind !== 'boundaryEvent') continue
    if (event.interrupting) return { ...goes(event.id), aborts: true }
    return { ...on, mode: 'all', ways: [...on.ways, { flowId: null, to: event.id, state: 'open' }] }
  }
  return on
}

/** How often the element is done; null: not known. */
export function instancesOf(
  { knowledge, isStable }: Pick<CourseOptions, 'knowledge' | 'isStable'>,
  node: Node,
  rewritten: Rewritten,
): number | null {
  const { loop } = node
  if (loop === null) return 1
  if (loop.type === 'standard') {
    if (!loop.testBefore || loop.condition === null) return 1
    const holds = verdict(loop.condition, knowledge, rewritten, isStable)
    return holds === null ? null : Number(holds)
  }
  const items = loop.collection && valueOf(loop.collection, knowledge, rewritten, isStable)
  if (Array.isArray(items)) return items.length
  return (loop.cardinality && countOf(loop.cardinality, knowledge, rewritten, isStable)) ?? null
}

/** What a token may set on its way through the element; null: any variable. */
export function writesOf(options: CourseOptions, node: Node): readonly string[] | null {
  const { writesOfTask, writesOfWorker = () => null } = options
  const names = [...node.inputs, ...node.outputs].map(({ name }) => name)
  if (node.loop?.type === 'multiInstance')
    names.push('loopCounter', ...[node.loop.elementVariable, node.loop.output?.collection].filter((name) => name != null))
  for (const { action } of node.listeners) {
    const set = action.type === 'expression' ? writesOfExpression(action.expression) : null
    if (set === null) return null
    names.push(...set)
  }
  // What undoes earlier steps is done by steps of its own, that may set anything.
  if ('trigger' in node && (node.trigger.type === 'compensation' || node.trigger.type === 'cancel')) return null
  const own = ownWrites(node, writesOfTask, writesOfWorker)
  return own === null ? null : [...names, ...own]
}

function ownWrites(
  node: Node,
  writesOfTask: CourseOptions['writesOfTask'],
  writesOfWorker: NonNullable<CourseOptions['writesOfWorker']>,
): readonly string[] | null {
  switch (node.kind) {
    case 'userTask':
      return writesOfTask(node.id)
    case 'serviceTask': {
      if (node.work.type === 'external') return writesOfWorker(node.id)
      const set = writesOfExpression(node.work.expression)
      return set && [...set, ...(node.work.resultVariable === null ? [] : [node.work.resultVariable])]
    }
    case 'scriptTask':
      return readsOf(node.script) === null ? null : [node.resultVariable ?? ''].filter(Boolean)
    case 'businessRuleTask':
      return node.resultVariable === null ? [] : [node.resultVariable]
    case 'callActivity':
      return node.out.some((mapping) => mapping.type === 'all')
        ? null
        : node.out.map((mapping) => ('target' in mapping ? mapping.target : ''))
    default:
      return []
  }
}
