import { evaluateCondition, type ExecutableProcess, type Expression, type Flow } from '@lianban/engine'
import { readsOf } from '../cases/preview/reads.ts'
import { procedureVariables } from '../cases/new-case.ts'
import type { MatterManifest } from '../manifest.ts'

/** What is the same in every case of the matter: the choices of its procedure that no step makes anew. */
export function constantsOf(matter: MatterManifest): Record<string, unknown> {
  const chosen = new Set(Object.values(matter.tasks).flatMap(({ variables = [] }) => variables))
  // A theme hands over together what is decided singly.
  const { deliverTogether: _, ...constants } = procedureVariables(matter)
  const all = { ...constants, ...(matter.commitment === null && { byCommitment: false }) }
  return Object.fromEntries(Object.entries(all).filter(([name]) => !chosen.has(name)))
}

/** The flows of a common model that some case of the matter may take: those that its procedure decides against are left out. */
export function openFlows(process: ExecutableProcess, constants: Record<string, unknown>): Set<string> {
  const open = new Set(Object.keys(process.flows))
  for (const node of Object.values(process.nodes)) {
    if (node.kind !== 'exclusiveGateway' && node.kind !== 'inclusiveGateway') continue
    const verdicts = node.outgoing.map((id): [Flow, boolean | null] => [process.flows[id]!, verdict(process.flows[id]!, constants)])
    const taken = verdicts.some(([, known]) => known === true)
    for (const [flow, known] of verdicts) {
      const passedOver = taken && (flow.id === node.defaultFlow || node.kind === 'exclusiveGateway') && known !== true
      if (known === false || passedOver) open.delete(flow.id)
    }
  }
  return open
}

/** Elements that some case of the matter may come to. */
export function openElements(process: ExecutableProcess, flows: ReadonlySet<string>): Set<string> {
  const nodes = Object.values(process.nodes)
  const reached = new Set<string>()
  const queue = nodes.filter(({ kind, scopeId }) => kind === 'startEvent' && !process.nodes[scopeId]).map(({ id }) => id)
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (reached.has(id)) continue
    reached.add(id)
    const node = process.nodes[id]!
    queue.push(...node.outgoing.filter((flow) => flows.has(flow)).map((flow) => process.flows[flow]!.target))
    for (const inner of nodes) {
      if (inner.scopeId === id && inner.incoming.length === 0 && inner.kind !== 'boundaryEvent') queue.push(inner.id)
      if (inner.kind === 'boundaryEvent' && inner.attachedTo === id) queue.push(inner.id)
    }
  }
  return reached
}

/** Whether the flow is always or never taken; null where a case decides. */
function verdict({ condition }: Flow, constants: Record<string, unknown>): boolean | null {
  if (condition === null || !isConstant(condition, constants)) return null
  const execution = { processInstanceId: '', processBusinessKey: null, currentActivityId: '' }
  return evaluateCondition(condition, { variables: constants, functions: {}, now: 0, execution })
}

function isConstant(condition: Expression, constants: Record<string, unknown>): boolean {
  const paths = readsOf(condition)
  return paths !== null && paths.length > 0 && paths.every((path) => Object.hasOwn(constants, path.split('.')[0]!))
}
