import { parseDefinitions, type ExecutableProcess } from '@lianban/engine'
import { keepsStepsApart } from '@lianban/tenants/browser'
import { countOf } from '../clock/index.ts'
import type { MatterManifest } from '../manifest.ts'
import type { MatterWatch } from '../supervision/fold/case-state.ts'
import { PUBLISH_DECISION_TOPIC } from '../workers/topics.ts'
import { apartPairs } from './check-separation.ts'
import { constantsOf, openFlows } from './open-flows.ts'
import type { ProcessPackage } from './load-package.ts'
import { stepNames } from './step-names.ts'

/** Rounds until the order of a model no longer changes; each flow is followed as often as there are nodes at most. */
const MAX_ROUNDS = 1_000

/** What supervision rules need to know of a version of a matter: it is written to the log with its publication. */
export function matterWatch({ models }: ProcessPackage, matter: MatterManifest): MatterWatch {
  const parsed = parseDefinitions(models[matter.process.file] ?? '')
  const process = parsed.ok ? parsed.processes.find(({ key }) => key === matter.process.key) : undefined
  const nodes = Object.values(process?.nodes ?? {})
  const tasks = nodes.filter(({ kind }) => kind === 'userTask')
  return {
    name: matter.name,
    promisedDays: countOf(matter.limits.promised),
    statutoryDays: countOf(matter.limits.statutory),
    limitUnit: matter.limits.statutory.unit,
    phases: Object.fromEntries(matter.steps.map(({ task, phase }) => [task, phase])),
    before: process ? stepsBefore(process, openFlows(process, constantsOf(matter))) : {},
    names: stepNames(Object.fromEntries(tasks.map(({ id, name }) => [id, name ?? id])), matter),
    apart: matter.separation
      .filter(({ rule }) => keepsStepsApart(rule))
      .flatMap((rule) => (rule.together ? apartPairs(rule) : [rule.elements])),
    materials: Object.fromEntries(matter.materials.map(({ key, required }) => [key, required])),
    materialNames: Object.fromEntries(matter.materials.map(({ key, name }) => [key, name])),
    remedies: matter.remedies.text,
    publishes: nodes.some(publishes),
    ...(matter.procedure.firstReview && { firstReview: true }),
  }
}

const publishes = (node: ExecutableProcess['nodes'][string]): boolean =>
  node.kind === 'serviceTask' &&
  node.work.type === 'external' &&
  node.work.topic.kind === 'literal' &&
  node.work.topic.text === PUBLISH_DECISION_TOPIC

type Passed = ReadonlySet<string>

/**
 * For each user task the user tasks that every way to it has completed: a data flow over the graph, intersected where ways
 * meet, united where parallel ways join.
 */
export function stepsBefore(process: ExecutableProcess, flows = new Set(Object.keys(process.flows))): Record<string, string[]> {
  const entering = new Map<string, Passed>()
  const nodes = Object.values(process.nodes)
  const leaving = (id: string): Passed | undefined => {
    const node = process.nodes[id]!
    const passed = node.kind === 'subProcess' ? meet(endsOf(id)) : entering.get(id)
    if (!passed) return undefined
    return node.kind === 'userTask' ? new Set([...passed, id]) : passed
  }
  const endsOf = (scopeId: string): (Passed | undefined)[] =>
    nodes
      .filter((node) => node.scopeId === scopeId && node.outgoing.length === 0 && node.kind === 'endEvent')
      .map(({ id }) => entering.get(id))
  const computed = (node: (typeof nodes)[number]): Passed | undefined => {
    if (node.kind === 'boundaryEvent') return entering.get(node.attachedTo)
    if (node.incoming.length > 0 && !node.incoming.some((flow) => flows.has(flow))) return undefined
    const from = node.incoming.filter((flow) => flows.has(flow)).map((flow) => leaving(process.flows[flow]!.source))
    if (from.length === 0) return process.nodes[node.scopeId] ? entering.get(node.scopeId) : new Set()
    const known = from.filter((passed) => passed !== undefined)
    if (known.length === 0) return undefined
    return node.kind === 'parallelGateway' ? new Set(known.flatMap((passed) => [...passed])) : meet(known)
  }
  for (let changed = true, rounds = 0; changed && rounds < MAX_ROUNDS; rounds++) {
    changed = false
    for (const node of nodes) {
      const passed = computed(node)
      if (!passed || same(passed, entering.get(node.id))) continue
      entering.set(node.id, passed)
      changed = true
    }
  }
  return Object.fromEntries(nodes.filter(({ kind }) => kind === 'userTask').map(({ id }) => [id, [...(entering.get(id) ?? [])].sort()]))
}

/** What all of them have passed; those not reached yet say nothing. */
function meet(ways: (Passed | undefined)[]): Passed | undefined {
  const known = ways.filter((passed) => passed !== undefined)
  const [first, ...others] = known
  return first && new Set([...first].filter((id) => others.every((passed) => passed.has(id))))
}

const same = (a: Passed, b: Passed | undefined): boolean => b !== undefined && a.size === b.size && [...a].every((id) => b.has(id))
