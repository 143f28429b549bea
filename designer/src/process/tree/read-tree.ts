import { isA, processOf, titleOf, type Moddle } from '../model/moddle.ts'
import { isExclusive, jumpReasons } from './jumps.ts'
import { ScopeGraph } from './scope-graph.ts'
import type { Branch, Edge, Item, Reason, Scope, Tree } from './tree.ts'

/**
 * The tree of a model: of its executable process. Every model has one; `reasons` says what in it is not block-structured.
 * @returns null if the file has no process
 */
export function readTree(definitions: Moddle): Tree | null {
  const process = processOf(definitions)
  if (!process) return null
  const reasons: Reason[] = []
  return { definitions, scope: readScope(process, reasons), reasons }
}

function readScope(element: Moddle, reasons: Reason[]): Scope {
  const graph = new ScopeGraph(element)
  const reader = new ScopeReader(graph, reasons)
  const starts = graph.nodes.filter((node) => isA(node, 'bpmn:StartEvent'))
  const first =
    starts[0] ?? graph.nodes.find((node) => !isApart(node) && graph.incoming(node).length === 0 && !isA(node, 'bpmn:BoundaryEvent'))
  const main = first ? reader.readRoot(first) : []
  const apart: Item[][] = []
  // What begins by itself comes before what is only led to.
  for (const withIncoming of [false, true])
    for (const node of graph.nodes) {
      if (reader.placed.has(node) || isA(node, 'bpmn:BoundaryEvent') || graph.incoming(node).length > 0 !== withIncoming) continue
      if (!isApart(node)) {
        const text = isA(node, 'bpmn:StartEvent') ? '有第二个开始' : '没有与开始相连'
        reasons.push({ elementId: node.id, text: `「${titleOf(node)}」${text}` })
      }
      apart.push(reader.readRoot(node))
    }
  const scope = { element, main, apart, rest: graph.rest, order: graph.order }
  reasons.push(...jumpReasons(scope))
  return scope
}

/** What begins by itself, or when something is taken back. */
export const isApart = (node: Moddle): boolean => Boolean(node.get('triggeredByEvent')) || Boolean(node.get('isForCompensation'))

const isSplit = (type: string): boolean => type.endsWith('Gateway')
const JOIN_OF: Record<string, string> = { 'bpmn:EventBasedGateway': 'bpmn:ExclusiveGateway' }

/** A way that is still open, and the sequence at whose end it is. */
interface Exit {
  edge: Edge
  items: Item[]
}

/** Reads one scope: along the flow, and down into branches until their ways meet. */
class ScopeReader {
  readonly placed = new Set<Moddle>()
  /** How many ways into a node were jumps. */
  private readonly jumped = new Map<Moddle, number>()
  /** Jumps to what has no place yet. */
  private pending: Exit[] = []

  constructor(
    private readonly graph: ScopeGraph,
    private readonly reasons: Reason[],
  ) {}

  /** A sequence with nothing around it: where its ways do not meet, it goes on with the nearest and jumps to the others. */
  readRoot(first: Moddle): Item[] {
    const items: Item[] = []
    this.readWhole(first, items)
    // What nothing else leads to stands where the first jump to it was.
    for (let exit = this.nextPending(); exit; exit = this.nextPending()) {
      exit.edge.jump = null
      this.readWhole(this.targetOf(exit), exit.items)
    }
    return items
  }

  private readWhole(first: Moddle, items: Item[]): void {
    for (let node: Moddle | undefined = first; node;) {
      const exits = this.readSequence(node, items)
      node = this.nearest(exits, this.openTargets(exits))
      for (const exit of exits) if (this.targetOf(exit) !== node) this.jump(exit)
    }
  }

  private nextPending(): Exit | undefined {
    const at = this.pending.findIndex((exit) => !this.placed.has(this.targetOf(exit)))
    if (at < 0) this.pending = []
    return at < 0 ? undefined : this.pending.splice(at, 1)[0]
  }

  /** A path beside others: what only it leads to stands in it. @returns the ways out of it */
  private readPath(first: Moddle, items: Item[], split: Moddle | null = null): Exit[] {
    let exits = this.readSequence(first, items, split)
    for (;;) {
      const targets = this.openTargets(exits)
      const own = targets.filter((target) => this.countTo(exits, target) === this.openIn(target) && !this.isLeft(target, split))
      const node = this.nearest(exits, own)
      if (!node) return exits
      // Where all that it leads to belongs to the path, the path goes on; else that stands where it is led to first.
      const reached = this.graph.reachedFrom(own)
      const within = (target: Moddle) => this.countTo(exits, target) + this.graph.forwardFrom(reached, target) === this.openIn(target)
      const isLast = targets.every((target) => own.includes(target) || within(target))
      const [into, ...others] = exits.filter((exit) => this.targetOf(exit) === node)
      const rest = exits.filter((exit) => this.targetOf(exit) !== node)
      for (const exit of isLast ? rest : others) this.jump(exit)
      exits = [...(isLast ? [] : rest), ...this.readSequence(node, isLast ? items : into!.items, split)]
    }
  }

  /** From a node until the way ends or reaches a node that other ways lead to as well. */
  private readSequence(first: Moddle, items: Item[], split: Moddle | null = null): Exit[] {
    for (let node: Moddle | null = first; node;) {
      const item = this.readItem(node)
      items.push(item)
      let exits = this.waysOut(item, items)
      const met = this.meeting(exits)
      if (item.branches.length > 1) {
        this.judge(item, exits, met)
        if (met && closes(item.element, met) && this.graph.outgoing(met).length <= 1) {
          this.placed.add(met)
          item.join = met
          const [flow] = this.graph.outgoing(met)
          item.next = flow ? { flow, jump: null } : null
          exits = item.next ? this.follow({ edge: item.next, items }) : []
        }
      }
      node = this.meeting(exits)
      if (!node || this.isLeft(node, split)) return exits
    }
    return []
  }

  private readItem(element: Moddle): Item {
    this.placed.add(element)
    const inside = isA(element, 'bpmn:SubProcess') ? readScope(element, this.reasons) : null
    const item: Item = { id: element.id, element, boundary: [], inside, branches: [], join: null, next: null }
    for (const event of this.graph.boundaryOf(element)) {
      const path: Item[] = []
      for (const exit of this.readPath(event, path)) this.jump(exit)
      item.boundary.push(path)
    }
    return item
  }

  private waysOut(item: Item, items: Item[]): Exit[] {
    const flows = this.graph.outgoing(item.element)
    if (flows.length === 0) return []
    if (flows.length === 1) {
      item.next = { flow: flows[0]!, jump: null }
      return this.follow({ edge: item.next, items })
    }
    item.branches = flows.map((flow) => ({ edge: { flow, jump: null }, items: [] }))
    return item.branches.flatMap((branch) => this.readBranch(branch, item.element))
  }

  private readBranch({ edge, items }: Branch, split: Moddle): Exit[] {
    const exits = this.follow({ edge, items })
    const first = this.meeting(exits)
    if (!first || this.isLeft(first, split)) return exits
    return this.readPath(first, items, split)
  }

  /** The way is open unless it leads to what stands in the tree already. */
  private follow(exit: Exit): Exit[] {
    if (!this.graph.isBack(exit.edge.flow!) && !this.placed.has(this.targetOf(exit))) return [exit]
    this.jump(exit)
    return []
  }

  /** The node in which all these ways meet, if no other way leads to it. */
  private meeting(exits: Exit[]): Moddle | null {
    const target = exits[0] && this.targetOf(exits[0])
    if (!target || this.placed.has(target) || exits.some((exit) => this.targetOf(exit) !== target)) return null
    return exits.length === this.openIn(target) ? target : null
  }

  /** A gateway in which but one way arrives, as the others jump: it is the join of the ways that part around it. */
  private isLeft = (node: Moddle, split: Moddle | null): boolean =>
    split !== null && closes(split, node) && this.graph.incoming(node).length === 1 && this.graph.outgoing(node).length === 1

  private openIn = (target: Moddle): number => this.graph.forwardIn(target) - (this.jumped.get(target) ?? 0)
  private countTo = (exits: Exit[], target: Moddle): number => exits.filter((exit) => this.targetOf(exit) === target).length
  private openTargets = (exits: Exit[]): Moddle[] =>
    [...new Set(exits.map((exit) => this.targetOf(exit)))].filter((target) => !this.placed.has(target))

  /** The one that no other way leads to first; of several a step before an end, and where most ways lead. */
  private nearest(exits: Exit[], candidates: Moddle[]): Moddle | undefined {
    const first = candidates.filter((one) => candidates.every((other) => other === one || !this.graph.reachedFrom([other]).has(one)))
    const weight = (node: Moddle) => (isA(node, 'bpmn:EndEvent') ? 0 : this.countTo(exits, node))
    return (first.length > 0 ? first : candidates).toSorted((a, b) => weight(b) - weight(a))[0]
  }

  private jump(exit: Exit): void {
    const target = this.targetOf(exit)
    exit.edge.jump = target.id
    if (!this.graph.isBack(exit.edge.flow!)) this.jumped.set(target, (this.jumped.get(target) ?? 0) + 1)
    if (!this.placed.has(target)) this.pending.push(exit)
  }

  /** A gateway without a name is told by what is before it. */
  private placeWords(node: Moddle): string {
    const [flow] = this.graph.incoming(node)
    return node.name || !flow ? titleOf(node) : `${titleOf(flow.get<Moddle>('sourceRef'))}之后的${titleOf(node)}`
  }

  /** What is wrong with how ways part here and meet again. */
  private judge({ element, branches }: Item, exits: Exit[], met: Moddle | null): void {
    const title = this.placeWords(element)
    if (!isSplit(element.$type)) return this.reason(element, `「${title}」没有用分支就有 ${branches.length} 条去向`)
    if (this.graph.incoming(element).length > 1 && !isExclusive(element)) this.reason(element, `「${title}」既汇合又分出`)
    if (exits.length < 2) return
    const open = branches.filter(({ edge, items }) => edge.jump === null && !endsInside(items)).length
    const own = met !== null && met.$type === (JOIN_OF[element.$type] ?? element.$type)
    if (!isExclusive(element) && (!own || open !== exits.length)) this.reason(element, `「${title}」分出的支路没有在同类的分支节点汇合`)
    if (isExclusive(element) && met && isA(met, 'bpmn:ParallelGateway', 'bpmn:InclusiveGateway'))
      this.reason(met, `「${titleOf(met)}」等待全部支路,而「${title}」只走其中一条`)
    if (met && own && !isExclusive(met) && this.graph.outgoing(met).length > 1) this.reason(met, `「${titleOf(met)}」既汇合又分出`)
  }

  private targetOf = ({ edge }: Exit): Moddle => edge.flow!.get<Moddle>('targetRef')

  private reason(element: Moddle, text: string): void {
    this.reasons.push({ elementId: element.id, text })
  }
}

/** Whether a sequence ends without a way out: it has an end event, or all of its own branches have. */
export function endsInside(items: Item[]): boolean {
  const last = items.at(-1)
  if (!last) return false
  if (last.next) return last.next.jump !== null
  if (last.branches.length === 0 || last.join) return true
  return last.branches.every(({ edge, items: inner }) => edge.jump !== null || endsInside(inner))
}

const closes = (split: Moddle, join: Moddle): boolean => join.$type === (JOIN_OF[split.$type] ?? split.$type)
