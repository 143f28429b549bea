import type { ExecutableProcess, Node } from '../model/executable.ts'

/** One activity or event of the source and what it becomes in the target. */
export interface MigrationInstruction {
  source: string
  target: string
  /** The target's own timer, message, signal or condition takes the place of the one that is listened to. @default false */
  updateEventTrigger?: boolean
}

/** How running instances of one definition become instances of another. */
export interface MigrationPlan {
  sourceDefinitionId: string
  targetDefinitionId: string
  instructions: MigrationInstruction[]
}

/** Why a plan cannot be carried out. `instruction` null: the plan as a whole. */
export interface MigrationProblem {
  code:
    'ELEMENT_NOT_FOUND' | 'KIND_DIFFERS' | 'LOOP_DIFFERS' | 'SCOPE_NOT_KEPT' | 'HOST_NOT_KEPT' | 'DUPLICATE_INSTRUCTION' | 'TRIGGER_NEEDED'
  message: string
  instruction: MigrationInstruction | null
}

/** The plan that maps what has the same id, kind and place in both; what has no counterpart is left out. */
export function generatePlan(source: ExecutableProcess, target: ExecutableProcess, updateEventTriggers = false): MigrationPlan {
  const instructions: MigrationInstruction[] = []
  const mapped = new Set<string>()
  // outer elements first: what stands in a sub-process is mapped only if that is
  for (const node of inScopeOrder(source)) {
    const twin = Object.hasOwn(target.nodes, node.id) ? target.nodes[node.id]! : null
    if (
      !twin ||
      !isTwin(node, twin) ||
      !(node.scopeId === source.key ? twin.scopeId === target.key : twin.scopeId === node.scopeId && mapped.has(node.scopeId))
    )
      continue
    if (
      node.kind === 'boundaryEvent' &&
      !(twin.kind === 'boundaryEvent' && twin.attachedTo === node.attachedTo && mapped.has(node.attachedTo))
    )
      continue
    mapped.add(node.id)
    const listens = isEvent(node)
    instructions.push({ source: node.id, target: node.id, ...(listens && updateEventTriggers && { updateEventTrigger: true }) })
  }
  return { sourceDefinitionId: source.id, targetDefinitionId: target.id, instructions }
}

function inScopeOrder(process: ExecutableProcess): Node[] {
  const depth = (node: Node): number => (node.scopeId === process.key ? 0 : 1 + depth(process.nodes[node.scopeId]!))
  const hosts = (node: Node) => (node.kind === 'boundaryEvent' ? 1 : 0)
  return Object.values(process.nodes).sort((left, right) => depth(left) - depth(right) || hosts(left) - hosts(right))
}

/** What is listened to while the instance waits. */
export function isEvent(node: Node): boolean {
  return 'trigger' in node && ['timer', 'message', 'signal', 'conditional'].includes(node.trigger.type)
}

function isTwin(source: Node, target: Node): boolean {
  return kindOf(source) === kindOf(target) && loopOf(source) === loopOf(target)
}

/** Events differ by what they listen to, service tasks by how they work. */
const kindOf = (node: Node): string =>
  `${node.kind} ${'trigger' in node ? node.trigger.type : node.kind === 'serviceTask' ? node.work.type : ''}`
const loopOf = ({ loop }: Node): string =>
  loop === null ? '' : loop.type === 'standard' ? 'standard' : loop.sequential ? 'sequential' : 'parallel'

/** All that is wrong with a plan, whatever instances it is for. */
export function checkPlan(source: ExecutableProcess, target: ExecutableProcess, { instructions }: MigrationPlan): MigrationProblem[] {
  const targets = new Map<string, string>()
  const problems: MigrationProblem[] = []
  for (const instruction of instructions) {
    const report = (code: MigrationProblem['code'], message: string) => problems.push({ code, message, instruction })
    if (targets.has(instruction.source)) report('DUPLICATE_INSTRUCTION', `${instruction.source} is mapped twice`)
    targets.set(instruction.source, instruction.target)
    const from = Object.hasOwn(source.nodes, instruction.source) ? source.nodes[instruction.source]! : null
    const to = Object.hasOwn(target.nodes, instruction.target) ? target.nodes[instruction.target]! : null
    if (!from) report('ELEMENT_NOT_FOUND', `the source has no element ${instruction.source}`)
    if (!to) report('ELEMENT_NOT_FOUND', `the target has no element ${instruction.target}`)
    if (!from || !to) continue
    if (kindOf(from) !== kindOf(to)) report('KIND_DIFFERS', `${from.id} is a ${kindOf(from).trim()}, ${to.id} a ${kindOf(to).trim()}`)
    else if (loopOf(from) !== loopOf(to)) report('LOOP_DIFFERS', `${from.id} and ${to.id} do not repeat in the same way`)
    if (from.kind === 'intermediateCatchEvent' && from.trigger.type === 'conditional' && !instruction.updateEventTrigger) {
      report('TRIGGER_NEEDED', `${from.id} is a conditional event: its condition has to be that of the target (updateEventTrigger)`)
    }
  }
  for (const instruction of instructions) problems.push(...placeProblems(source, target, instruction, targets))
  return problems
}

/** What is nested has to stay nested in the same way, and boundary events on the same activity. */
function placeProblems(
  source: ExecutableProcess,
  target: ExecutableProcess,
  instruction: MigrationInstruction,
  targets: Map<string, string>,
): MigrationProblem[] {
  const from = source.nodes[instruction.source]
  const to = target.nodes[instruction.target]
  if (!from || !to) return []
  const scope = from.scopeId === source.key ? target.key : targets.get(from.scopeId)
  const problems: MigrationProblem[] = []
  if (scope !== to.scopeId) {
    const message = `${from.id} stands in ${from.scopeId}, which ${scope === undefined ? 'is not mapped' : `becomes ${scope}`}, but ${to.id} in ${to.scopeId}`
    problems.push({ code: 'SCOPE_NOT_KEPT', message, instruction })
  }
  if (from.kind === 'boundaryEvent' && to.kind === 'boundaryEvent' && targets.get(from.attachedTo) !== to.attachedTo) {
    problems.push({
      code: 'HOST_NOT_KEPT',
      message: `${from.id} is attached to ${from.attachedTo}, but ${to.id} to ${to.attachedTo}, which is not what that becomes`,
      instruction,
    })
  }
  return problems
}
