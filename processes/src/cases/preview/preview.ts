import type { ExecutableProcess, Node } from '@lianban/engine'
import type { Calendar } from '../../clock/index.ts'
import { elementName, type MatterDefinition } from '../../matters/matter-definition.ts'
import { standingAfter } from './advance.ts'
import { certainElements } from './certain.ts'
import type { Course, CourseOptions } from './course.ts'
import { expectedDates, type Running, type StepDates } from './dates.ts'
import { pathGraph, type PathGraph } from './graph.ts'
import { backWays, pathItems, type PathBranch, type PathItem } from './items.ts'
import type { Knowledge, Rewritten } from './knowledge.ts'
import { takersOf, type Takers } from './takers.ts'
import { actionsCover, APPLICATION, conditionWords, noActionLeads, type ConditionWords } from './words.ts'

/** A step that runs or is to come. Instants are UTC epoch milliseconds. */
export interface PreviewStep extends StepDates {
  kind: 'step'
  elementId: string
  name: string
  /** A person's, the system's own, waiting for something from outside, another process. */
  what: 'task' | 'system' | 'wait' | 'process'
  /** `certain`: in the normal course it comes, whatever is decided on the way. `possible`: that depends. */
  state: 'running' | 'certain' | 'possible'
  /** Steps of people only. */
  takers: Takers | null
}

export type PreviewItem =
  | PreviewStep
  /** Not decided yet 待定: one of the branches. `mayStop`: or none, which the model does not provide for. */
  | { kind: 'choice'; elementId: string; name: string; branches: PreviewBranch[]; mayStop: boolean }
  /** Side by side. A branch with a condition is gone only if that holds. */
  | { kind: 'parallel'; branches: PreviewBranch[] }
  /** On to a step that stands in the list already; `back`: it is done anew. */
  | { kind: 'again'; elementId: string; name: string; back: boolean }
  /** `stops`: the case would stand still here, and why. */
  | { kind: 'end'; name: string; stops: Course['stops'] | null }

export interface PreviewBranch {
  /** As drawn, or null. */
  name: string | null
  /** What it depends on; null: it is gone in any case. */
  condition: ConditionWords | null
  items: PreviewItem[]
}

export interface PreviewOptions {
  process: ExecutableProcess
  definition: MatterDefinition
  /** Elements where the case stands; the start of the process before it begins. */
  from: readonly string[]
  running: ReadonlyMap<string, Running>
  knowledge: Knowledge
  localNames?: readonly string[]
  calendar: Calendar
  functionsAt: (now: number) => Knowledge['functions']
  /** Variables that are set when the case begins and by nobody afterwards. */
  stable: readonly string[]
  /** The step that is about to be done: what it sets is in the values already. */
  decided?: string
}

/**
 * What a case will come to in the normal course, told by what is known now. Pure: it guesses nothing, asks nobody and
 * remembers nothing; a branch that a later value decides is told as such, with what decides it.
 */
export function previewPath(options: PreviewOptions): PreviewItem[] {
  const { process, definition, from, knowledge, stable, decided, localNames } = options
  const isStable = (name: string): boolean => stable.includes(name)
  const settled = Object.fromEntries(Object.entries(knowledge.values).filter(([name]) => isStable(name) && name !== APPLICATION))
  const course: CourseOptions = {
    process,
    knowledge,
    localNames,
    isStable,
    writesOfTask: (elementId) => writesOfManifest(definition, elementId),
    isAsked: (elementId) => {
      const approval = definition.matter.tasks[elementId]?.approval
      return approval !== undefined && approval.empty !== 'pass' && approval.duplicate !== 'skip'
    },
    isCovered: ({ outgoing }) => {
      const conditions = outgoing.flatMap((flowId) => process.flows[flowId]!.condition ?? [])
      return conditions.length === outgoing.length && actionsCover(definition, conditions)
    },
    cannotHold: (condition) => noActionLeads(definition, condition, settled),
  }
  // Of several who each do the step for himself, one alone does not carry it on.
  const leaves = decided !== undefined && process.nodes[decided]?.loop === null
  const stands = leaves ? [...from.filter((id) => id !== decided), ...standingAfter(course, decided)] : from
  const graph = pathGraph(course, stands)
  const back = backWays(pathGraph({ ...course, knowledge: { ...knowledge, values: {} } }, [process.scopes[process.key]!.start!]))
  const certain = certainElements(graph)
  const dates = expectedDates({ ...options, isStable, matter: definition.matter }, graph, back)
  // Who takes a step is told for the first time that it comes.
  const { rewritten } = pathGraph(course, stands, back)
  const present = presenter(options, course, graph, { certain, dates, rewritten })
  const ahead = present(pathItems(process, graph, back))
  return leaves && !stands.includes(decided) ? [...present([{ kind: 'element', elementId: decided }]), ...ahead] : ahead
}

/** What a step may set: by its actions and by its form; what an action does to the case besides may set anything. */
function writesOfManifest({ matter }: MatterDefinition, elementId: string): readonly string[] | null {
  const task = matter.tasks[elementId]
  if (!task || task.actions.some(({ effect }) => effect !== undefined)) return null
  return [...task.actions.flatMap(({ set }) => Object.keys(set)), ...(task.variables ?? [])]
}

interface Found {
  certain: ReadonlySet<string>
  dates: ReadonlyMap<string, StepDates>
  rewritten: PathGraph['rewritten']
}

const NOTHING_NEW: Rewritten = { names: new Set(), all: false }
const NO_DATES: StepDates = { startBy: null, dueAt: null, provisional: false }

function presenter(
  { process, definition, running, from }: PreviewOptions,
  course: CourseOptions,
  graph: PathGraph,
  { certain, dates, rewritten }: Found,
): (items: readonly PathItem[]) => PreviewItem[] {
  const named = (elementId: string): string => process.nodes[elementId]?.name ?? elementName(definition, elementId)

  // Whom an approval will ask is found when it begins: until then its manifest says from which posts.
  const takersAt = (node: Extract<Node, { kind: 'userTask' }>, given: Rewritten): Takers => {
    const takers = takersOf(course, node, given)
    const approval = definition.matter.tasks[node.id]?.approval
    if (!approval?.approvers || takers.users.length > 0) return takers
    const { organ } = course.knowledge.values
    return { ...takers, groups: approval.approvers.map((source) => `${source.organ ?? String(organ)}:${source.post}`) }
  }

  const step = (elementId: string): PreviewStep => {
    const node = process.nodes[elementId]!
    const isRunning = running.has(elementId) && from.includes(elementId)
    return {
      kind: 'step',
      elementId,
      name: named(elementId),
      what: node.kind === 'userTask' ? 'task' : node.kind === 'callActivity' ? 'process' : WAITING.has(node.kind) ? 'wait' : 'system',
      state: isRunning ? 'running' : certain.has(elementId) ? 'certain' : 'possible',
      takers: node.kind === 'userTask' ? takersAt(node, rewritten.get(elementId) ?? NOTHING_NEW) : null,
      ...(dates.get(elementId) ?? NO_DATES),
    }
  }

  const branch = ({ flowId, pending, items }: PathBranch): PreviewBranch => {
    const flow = flowId === null ? null : process.flows[flowId]!
    return { name: flow?.name ?? null, condition: pending ? conditionOf(flow) : null, items: present(items) }
  }

  const conditionOf = (flow: ExecutableProcess['flows'][string] | null): ConditionWords => {
    if (!flow) return { text: '所需的份数还不知道', decidedBy: [], byAction: false }
    const source = process.nodes[flow.source]!
    if (source.kind === 'eventBasedGateway') return { text: `先发生“${named(flow.target)}”`, decidedBy: [], byAction: false }
    if (source.kind === 'intermediateCatchEvent') return { text: `等到“${named(flow.source)}”`, decidedBy: [], byAction: false }
    return conditionWords(definition, flow.id === source.defaultFlow ? null : flow.condition, { flow: flow.name, source: source.name })
  }

  const present = (items: readonly PathItem[]): PreviewItem[] =>
    items.map((item): PreviewItem => {
      switch (item.kind) {
        case 'element':
          return step(item.elementId)
        case 'choice':
          return {
            kind: 'choice',
            elementId: item.elementId,
            name: process.nodes[item.elementId]!.name ?? '',
            branches: item.branches.map(branch),
            mayStop: graph.courses.get(item.elementId)!.stops === 'no-branch',
          }
        case 'parallel':
          return { kind: 'parallel', branches: item.branches.map(branch) }
        case 'again':
          return { kind: 'again', elementId: item.elementId, name: named(firstShown(process, graph, item.elementId)), back: item.back }
        case 'end':
          return { kind: 'end', name: named(item.elementId), stops: item.stops }
      }
    })
  return present
}

const WAITING = new Set(['receiveTask', 'intermediateCatchEvent'])

/** A loop may begin at a gateway without a name: people know the step behind it. */
function firstShown(process: ExecutableProcess, { courses }: PathGraph, elementId: string): string {
  const seen = new Set<string>()
  for (let id = elementId; !seen.has(id);) {
    seen.add(id)
    const { kind } = process.nodes[id]!
    if (kind === 'userTask' || kind === 'serviceTask' || kind === 'callActivity') return id
    const next = courses.get(id)?.ways[0]?.to
    if (next === undefined) break
    id = next
  }
  return elementId
}
