import { isA, listOf, type Moddle } from '../model/moddle.ts'

/** The nodes and flows of one process or sub-process, and which flows lead back. */
export class ScopeGraph {
  readonly nodes: Moddle[]
  readonly rest: Moddle[]
  /** Nodes and flows in the file's order. */
  readonly order: Moddle[]
  private readonly ins = new Map<Moddle, Moddle[]>()
  private readonly outs = new Map<Moddle, Moddle[]>()
  private readonly attached = new Map<Moddle, Moddle[]>()
  private readonly back: Set<Moddle>

  constructor(scope: Moddle) {
    const elements = listOf(scope, 'flowElements')
    this.nodes = elements.filter((element) => isA(element, 'bpmn:FlowNode'))
    const here = new Set(this.nodes)
    // A flow that leads nowhere is kept, but is not on the way.
    const flows = elements.filter(
      (element) => isA(element, 'bpmn:SequenceFlow') && here.has(element.get('sourceRef')) && here.has(element.get('targetRef')),
    )
    const order = new Set([...this.nodes, ...flows])
    this.order = elements.filter((element) => order.has(element))
    this.rest = elements.filter((element) => !order.has(element))
    for (const flow of flows) {
      push(this.outs, flow.get<Moddle>('sourceRef'), flow)
      push(this.ins, flow.get<Moddle>('targetRef'), flow)
    }
    for (const node of this.nodes) {
      const host = isA(node, 'bpmn:BoundaryEvent') ? node.get<Moddle | undefined>('attachedToRef') : undefined
      if (host) push(this.attached, host, node)
    }
    this.back = this.findBack()
  }

  incoming = (node: Moddle): Moddle[] => this.ins.get(node) ?? []
  outgoing = (node: Moddle): Moddle[] => this.outs.get(node) ?? []
  boundaryOf = (node: Moddle): Moddle[] => this.attached.get(node) ?? []
  isBack = (flow: Moddle): boolean => this.back.has(flow)
  forwardIn = (node: Moddle): number => this.incoming(node).filter((flow) => !this.back.has(flow)).length

  /** Nodes that ways lead to which never lead back; the given ones are among them. */
  reachedFrom(nodes: Moddle[]): Set<Moddle> {
    const seen = new Set(nodes)
    for (const node of seen) {
      for (const flow of this.outgoing(node)) if (!this.back.has(flow)) seen.add(flow.get<Moddle>('targetRef'))
      for (const event of this.boundaryOf(node)) seen.add(event)
    }
    return seen
  }

  /** How many of the ways into a node come from these nodes and do not lead back. */
  forwardFrom = (nodes: Set<Moddle>, target: Moddle): number =>
    this.incoming(target).filter((flow) => !this.back.has(flow) && nodes.has(flow.get<Moddle>('sourceRef'))).length

  /** Depth first from where the process begins: a flow to a node that is still being walked leads back. */
  private findBack(): Set<Moddle> {
    const back = new Set<Moddle>()
    const state = new Map<Moddle, 'walking' | 'done'>()
    const begins = this.nodes.filter((node) => isA(node, 'bpmn:StartEvent'))
    const roots = [
      ...begins,
      ...this.nodes.filter((node) => !isA(node, 'bpmn:BoundaryEvent') && this.incoming(node).length === 0),
      ...this.nodes,
    ]
    for (const root of roots) {
      if (state.has(root)) continue
      const stack: { node: Moddle; ways: Iterator<Moddle | null> }[] = []
      const enter = (node: Moddle) => {
        state.set(node, 'walking')
        stack.push({ node, ways: [...this.outgoing(node), ...this.boundaryOf(node)][Symbol.iterator]() })
      }
      enter(root)
      while (stack.length > 0) {
        const { node, ways } = stack.at(-1)!
        const { done, value: way } = ways.next()
        if (done || !way) {
          state.set(node, 'done')
          stack.pop()
          continue
        }
        const target = isA(way, 'bpmn:SequenceFlow') ? way.get<Moddle>('targetRef') : way
        if (state.get(target) === 'walking') back.add(way)
        else if (!state.has(target)) enter(target)
      }
    }
    return back
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
