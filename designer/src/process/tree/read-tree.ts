import { isA, processOf, titleOf, type Moddle } from '../model/moddle.ts'
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
  return { element, main, apart, rest: graph.rest, order: graph.order }
}

const isApart = (node: Moddle): boolean => Boolean(node.get('triggeredByEvent')) || Boolean(node.get('isForCompensation'))

const isSplit = (type: string): boolean => type.endsWith('Gateway')
const JOIN_OF: Record<string, string> = { 'bpmn:EventBasedGateway': 'bpmn:ExclusiveGateway' }
/** One token goes on: its ways may meet without a gateway. */
const isExclusive = (node: Moddle): boolean => isA(node, 'bpmn:ExclusiveGateway', 'bpmn:EventBasedGateway')

/** Reads one scope: along the flow, and down into branches until their ways meet. */
class ScopeReader {
  readonly placed = new Set<Moddle>()
  /** How many ways into a node were jumps. */
  private readonly jumped = new Map<Moddle, number>()

  constructor(
    private readonly graph: ScopeGraph,
    private readonly reasons: Reason[],
  ) {}

  /** A sequence with nothing around it: where its ways do not meet properly, it goes on with one of them. */
  readRoot(first: Moddle): Item[] {
    const items: Item[] = []
    let exits: Edge[] = []
    for (let node: Moddle | undefined = first; node;) {
      const read = this.readSequence(node)
      items.push(...read.items)
      exits = read.exits
      node = exits.map((edge) => this.targetOf(edge)).find((target) => !this.placed.has(target))
      for (const edge of exits) if (this.targetOf(edge) !== node) this.jump(edge)
      if (node) this.reason(node, `「${titleOf(node)}」有多条连线进入,前面的分支没有成对汇合`)
    }
    return items
  }

  /** From a node until the way ends or reaches a node that other ways lead to as well. */
  private readSequence(first: Moddle): { items: Item[]; exits: Edge[] } {
    const items: Item[] = []
    for (let node: Moddle | null = first; node;) {
      const item = this.readItem(node)
      items.push(item)
      let exits = this.waysOut(item)
      const met = this.meeting(exits)
      if (item.branches.length > 1) {
        this.judge(item, exits, met)
        if (met && closes(item, met) && this.graph.outgoing(met).length <= 1) {
          this.placed.add(met)
          item.join = met
          const [flow] = this.graph.outgoing(met)
          item.next = flow ? { flow, jump: null } : null
          exits = item.next ? this.follow(item.next) : []
        }
      }
      node = this.meeting(exits)
      if (!node) return { items, exits }
    }
    return { items, exits: [] }
  }

  private readItem(element: Moddle): Item {
    this.placed.add(element)
    const inside = isA(element, 'bpmn:SubProcess') ? readScope(element, this.reasons) : null
    const item: Item = { id: element.id, element, boundary: [], inside, branches: [], join: null, next: null }
    for (const event of this.graph.boundaryOf(element)) {
      const { items, exits } = this.readSequence(event)
      for (const edge of exits) this.jump(edge)
      item.boundary.push(items)
    }
    return item
  }

  private waysOut(item: Item): Edge[] {
    const flows = this.graph.outgoing(item.element)
    if (flows.length === 0) return []
    if (flows.length === 1) {
      item.next = { flow: flows[0]!, jump: null }
      return this.follow(item.next)
    }
    item.branches = flows.map((flow) => ({ edge: { flow, jump: null }, items: [] }))
    return item.branches.flatMap((branch) => this.readBranch(branch))
  }

  private readBranch(branch: Branch): Edge[] {
    const exits = this.follow(branch.edge)
    const first = this.meeting(exits)
    if (!first) return exits
    const read = this.readSequence(first)
    branch.items = read.items
    return read.exits
  }

  /** The way is open unless it leads to what stands in the tree already. */
  private follow(edge: Edge): Edge[] {
    if (!this.graph.isBack(edge.flow!) && !this.placed.has(this.targetOf(edge))) return [edge]
    this.jump(edge)
    return []
  }

  /** The node in which all these ways meet, if no other way leads to it. */
  private meeting(exits: Edge[]): Moddle | null {
    const target = exits[0] && this.targetOf(exits[0])
    if (!target || exits.some((edge) => this.targetOf(edge) !== target)) return null
    return exits.length === this.graph.forwardIn(target) - (this.jumped.get(target) ?? 0) ? target : null
  }

  private jump(edge: Edge): void {
    const target = this.targetOf(edge)
    const source = edge.flow!.get<Moddle>('sourceRef')
    edge.jump = target.id
    if (!this.graph.isBack(edge.flow!)) this.jumped.set(target, (this.jumped.get(target) ?? 0) + 1)
    const verb = this.graph.isBack(edge.flow!) ? '回到' : '转到'
    this.reason(edge.flow!, `「${this.placeWords(source)}」的连线${verb}「${titleOf(target)}」,跳出了所在的分支`)
  }

  /** A gateway without a name is told by what is before it. */
  private placeWords(node: Moddle): string {
    const [flow] = this.graph.incoming(node)
    return node.name || !flow ? titleOf(node) : `${titleOf(flow.get<Moddle>('sourceRef'))}之后的${titleOf(node)}`
  }

  /** What is wrong with how ways part here and meet again. */
  private judge({ element, branches }: Item, exits: Edge[], met: Moddle | null): void {
    const title = this.placeWords(element)
    if (!isSplit(element.$type)) return this.reason(element, `「${title}」没有用分支就有 ${branches.length} 条去向`)
    if (this.graph.incoming(element).length > 1) this.reason(element, `「${title}」既汇合又分出`)
    if (exits.length < 2) return
    const open = branches.filter(({ edge, items }) => edge.jump === null && !endsInside(items)).length
    const own = met !== null && met.$type === (JOIN_OF[element.$type] ?? element.$type)
    if (!isExclusive(element) && (!own || open !== exits.length)) this.reason(element, `「${title}」分出的支路没有在同类的分支节点汇合`)
    if (isExclusive(element) && met && isA(met, 'bpmn:ParallelGateway', 'bpmn:InclusiveGateway'))
      this.reason(met, `「${titleOf(met)}」等待全部支路,而「${title}」只走其中一条`)
    if (met && own && this.graph.outgoing(met).length > 1) this.reason(met, `「${titleOf(met)}」既汇合又分出`)
  }

  private targetOf = (edge: Edge): Moddle => edge.flow!.get<Moddle>('targetRef')

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

const closes = ({ element }: Item, join: Moddle): boolean => join.$type === (JOIN_OF[element.$type] ?? element.$type)
