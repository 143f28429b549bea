import { isA, titleOf, type Moddle } from '../model/moddle.ts'
import type { Branch, Edge, Item, Reason, Scope } from './tree.ts'

/** One token goes on: its ways may meet without a gateway, and lead back. */
export const isExclusive = (node: Moddle): boolean => isA(node, 'bpmn:ExclusiveGateway', 'bpmn:EventBasedGateway')

/** A way that does not lead to what follows in the tree. */
export interface Jump {
  edge: Edge
  /** Out of which it leads: a gateway, a join or a node. */
  source: Moddle
  branch: Branch | null
  /** Whether it leads to what stands before it. */
  isBack: boolean
}

/** Steps between which one token goes to and fro: ways side by side are not left or entered by a jump. */
type Region = object

interface Stand {
  region: Region
  element: Moddle
  /** Its place in the tree from top to bottom. */
  at: number
}

/**
 * Where the elements of one scope stand, and which ways jump. A jump is in order where its source and its target are in
 * one region: an exclusive gateway's branches are in that of their gateway, those of others each in one of its own.
 */
export class Jumps {
  readonly stands = new Map<string, Stand>()
  readonly jumps: Jump[] = []
  /** Of each way out, by its edge. */
  readonly regionOf = new Map<Edge, Region>()
  private readonly edges: { edge: Edge; source: Moddle; branch: Branch | null; at: number }[] = []

  constructor(scope: Scope) {
    for (const sequence of [scope.main, ...scope.apart]) this.readSequence(sequence, {})
    for (const { edge, source, branch, at } of this.edges)
      if (edge.jump !== null) this.jumps.push({ edge, source, branch, isBack: (this.stands.get(edge.jump)?.at ?? -1) < at })
  }

  /** @returns why a way may not lead there; null: it may */
  refusal(edge: Edge, targetId: string): string | null {
    const target = this.stands.get(targetId)
    if (!target) return '已经不在流程里'
    if (isA(target.element, 'bpmn:StartEvent', 'bpmn:BoundaryEvent')) return '没有进入的连线'
    if (isA(target.element, 'bpmn:ParallelGateway', 'bpmn:InclusiveGateway')) return '同时进行的支路不能从中间进入'
    // Whoever comes to an end is done there.
    if (isA(target.element, 'bpmn:EndEvent')) return null
    return this.regionOf.get(edge) === target.region ? null : '在同时进行的另一段'
  }

  private readSequence(items: Item[], region: Region): void {
    for (const item of items) this.readItem(item, region)
  }

  private readItem(item: Item, region: Region): void {
    const { element } = item
    this.stand(element, region)
    for (const path of item.boundary) this.readSequence(path, path[0]!.element.get('cancelActivity') === false ? {} : region)
    for (const branch of item.branches) {
      const inner = isExclusive(element) ? region : {}
      this.way({ edge: branch.edge, source: element, branch }, inner)
      this.readSequence(branch.items, inner)
    }
    if (item.join) this.stand(item.join, region)
    if (item.next) this.way({ edge: item.next, source: item.join ?? element, branch: null }, region)
  }

  private stand(element: Moddle, region: Region): void {
    this.stands.set(element.id, { region, element, at: this.stands.size })
  }

  private way(way: { edge: Edge; source: Moddle; branch: Branch | null }, region: Region): void {
    this.edges.push({ ...way, at: this.stands.size })
    this.regionOf.set(way.edge, region)
  }
}

/** Which jumps of a scope, without those of scopes inside it, are not in order. */
export function jumpReasons(scope: Scope): Reason[] {
  const found = new Jumps(scope)
  return found.jumps.flatMap(({ edge, source, branch, isBack }) => {
    const refusal = found.refusal(edge, edge.jump!)
    if (refusal === null) return []
    const target = found.stands.get(edge.jump!)?.element ?? edge.flow?.get<Moddle | undefined>('targetRef')
    const name = edge.flow?.name || branch?.edge.flow?.name || titleOf(source)
    const title = target ? titleOf(target) : ''
    const text = found.stands.has(edge.jump!)
      ? `「${name}」${isBack ? '回到' : '转到'}「${title}」,${refusal}`
      : `「${name}」还要去「${title}」,请先改它的去向`
    return [{ elementId: edge.flow?.id ?? source.id, text }]
  })
}
