import { create, isA, listOf, type Moddle } from '../model/moddle.ts'
import { newId } from '../model/ids.ts'
import { itemsOf, type Branch, type Edge, type Item, type Scope, type Tree } from './tree.ts'

/**
 * Makes the model say what the tree says: every node and flow is taken from the tree, so what stands in no tree is gone.
 * Flows that the tree has none for are made; what other elements say is not touched.
 * @returns whether anything of the structure is another than before
 */
export function writeTree({ definitions, scope }: Tree): boolean {
  return new Writer(definitions).writeScope(scope)
}

class Writer {
  constructor(private readonly definitions: Moddle) {}

  writeScope(scope: Scope): boolean {
    const nodes: Moddle[] = []
    const flows: Moddle[] = []
    const standing = new Map<string, Moddle>()
    let changed = false
    const link = (edge: Edge, source: Moddle, follow: Moddle | null) => {
      const target = edge.jump === null ? follow : (standing.get(edge.jump) ?? null)
      if (!target) return
      if (!edge.flow) edge.flow = create('bpmn:SequenceFlow', { id: newId(this.definitions, 'Flow') })
      changed ||= edge.flow.get('sourceRef') !== source || edge.flow.get('targetRef') !== target
      edge.flow.set('sourceRef', source)
      edge.flow.set('targetRef', target)
      flows.push(edge.flow)
    }
    const writeBranch = ({ edge, items }: Branch, source: Moddle, follow: Moddle | null) => {
      link(edge, source, items[0]?.element ?? follow)
      writeSequence(items, follow)
    }
    const writeItem = (item: Item, follow: Moddle | null) => {
      nodes.push(item.element)
      for (const path of item.boundary) {
        path[0]!.element.set('attachedToRef', item.element)
        writeSequence(path, null)
      }
      if (item.inside) changed = this.writeScope(item.inside) || changed
      for (const branch of item.branches) writeBranch(branch, item.element, item.join ?? follow)
      if (item.join) nodes.push(item.join)
      if (item.next) link(item.next, item.join ?? item.element, follow)
    }
    const writeSequence = (items: Item[], follow: Moddle | null) =>
      items.forEach((item, index) => writeItem(item, items[index + 1]?.element ?? follow))
    for (const { element, join } of [scope.main, ...scope.apart].flatMap((sequence) => [...itemsOf(sequence)]))
      for (const node of [element, ...(join ? [join] : [])]) standing.set(node.id, node)
    writeSequence(scope.main, null)
    for (const sequence of scope.apart) writeSequence(sequence, null)
    return replaceElements(scope, [...nodes, ...flows]) || changed
  }
}

/** What was there keeps its place in the file; what is new comes behind it. */
function replaceElements(scope: Scope, elements: Moddle[]): boolean {
  const kept = new Set(elements)
  const before = new Set(scope.order)
  const changed = elements.some((element) => !before.has(element)) || scope.order.some((element) => !kept.has(element))
  for (const element of elements) element.$parent = scope.element
  const all = listOf(scope.element, 'flowElements').filter((element) => kept.has(element) || !before.has(element))
  const there = new Set(all)
  scope.element.set('flowElements', [...all, ...elements.filter((element) => !there.has(element))])
  scope.order = [...scope.order.filter((element) => kept.has(element)), ...elements.filter((element) => !before.has(element))]
  renewEnds(elements)
  if (changed) renewLanes(scope)
  return changed
}

/** `incoming` and `outgoing` of the nodes; a node whose flows are the same keeps the file's own order, or leaves them out. */
function renewEnds(elements: Moddle[]): void {
  const flows = elements.filter((element) => isA(element, 'bpmn:SequenceFlow'))
  const listsEnds = elements.some(
    (element) => isA(element, 'bpmn:FlowNode') && ['incoming', 'outgoing'].some((name) => listOf(element, name).length > 0),
  )
  const ends = { incoming: byEnd(flows, 'targetRef'), outgoing: byEnd(flows, 'sourceRef') }
  for (const node of elements) {
    if (!isA(node, 'bpmn:FlowNode')) continue
    for (const name of ['incoming', 'outgoing'] as const) {
      const now = ends[name].get(node) ?? []
      const before = listOf(node, name)
      if (before.length === 0 && !listsEnds) continue
      if (before.length === now.length && now.every((flow) => before.includes(flow))) continue
      node.set(name, [...before.filter((flow) => now.includes(flow)), ...now.filter((flow) => !before.includes(flow))])
    }
  }
}

function byEnd(flows: Moddle[], end: 'sourceRef' | 'targetRef'): Map<Moddle, Moddle[]> {
  const map = new Map<Moddle, Moddle[]>()
  for (const flow of flows) {
    const node = flow.get<Moddle>(end)
    map.set(node, [...(map.get(node) ?? []), flow])
  }
  return map
}

/** What is gone leaves its lane, what is new goes to the lane of what is before it. */
function renewLanes({ element: scope, order }: Scope): void {
  const lanes = listOf(scope, 'laneSets').flatMap((set) => listOf(set, 'lanes').flatMap(withInner))
  const leaves = lanes.filter((lane) => !lane.get('childLaneSet'))
  if (leaves.length === 0) return
  const nodes = new Set(order.filter((element) => isA(element, 'bpmn:FlowNode')))
  for (const lane of lanes)
    lane.set(
      'flowNodeRef',
      listOf(lane, 'flowNodeRef').filter((node) => nodes.has(node)),
    )
  const laneOf = (node: Moddle) => leaves.find((lane) => listOf(lane, 'flowNodeRef').includes(node))
  const flows = order.filter((element) => isA(element, 'bpmn:SequenceFlow'))
  for (const node of nodes) {
    if (laneOf(node)) continue
    const before = flows.filter((flow) => flow.get('targetRef') === node).map((flow) => flow.get<Moddle>('sourceRef'))
    const after = flows.filter((flow) => flow.get('sourceRef') === node).map((flow) => flow.get<Moddle>('targetRef'))
    const near = [...before, ...after, node.get<Moddle | undefined>('attachedToRef')].flatMap((one) => (one && laneOf(one)) ?? [])
    const lane = near[0] ?? leaves[0]!
    lane.set('flowNodeRef', [...listOf(lane, 'flowNodeRef'), node])
  }
}

const withInner = (lane: Moddle): Moddle[] => [lane, ...listOf(lane.get<Moddle | undefined>('childLaneSet'), 'lanes').flatMap(withInner)]
