import { create, elementsById, isA, listOf, processOf, type Moddle } from '../model/moddle.ts'
import { Jumps } from '../tree/jumps.ts'
import { scopesIn, type Scope, type Tree } from '../tree/tree.ts'
import { layoutScope, type Box } from './block-layout.ts'
import { routeFlow, type Point } from './route-flow.ts'
import { routeJump, runsThrough } from './route-jump.ts'

/**
 * Draws the diagram of a tree anew: its process's shapes and edges; colours and other tools' data of shapes that there
 * were are kept, what is drawn of other processes too.
 */
export function drawDiagram(tree: Tree): void {
  const { definitions, scope } = tree
  const plane = planeOf(definitions, scope.element)
  const present = elementsById(definitions)
  const drawn = new Map(listOf(plane, 'planeElement').map((shape) => [shape.get<Moddle | undefined>('bpmnElement'), shape]))
  const boxes = layoutScope(scope)
  const lanes = placeInLanes(scope, boxes)
  const mine = new Set(boxes.keys())
  const flows = allFlows(scope)
  const kept = [...drawn].flatMap(([element, shape]) => {
    if (!element) return []
    const isFlowElement = isA(element, 'bpmn:FlowNode', 'bpmn:SequenceFlow')
    if (isFlowElement && !present.has(element.id)) return []
    return mine.has(element) || flows.includes(element) || lanes.has(element) ? [] : [shape]
  })
  const shapes = [...lanes, ...boxes].map(([element, box]) => drawShape(element, box, drawn.get(element), plane))
  const jumps = new Set(scopesIn(scope).flatMap((one) => new Jumps(one).jumps.map(({ edge }) => edge.flow)))
  const ways = waysOf(flows, boxes, jumps)
  const edges = flows.map((flow) => drawEdge(flow, ways.get(flow)!, drawn.get(flow), plane))
  plane.set('planeElement', [...kept, ...shapes, ...edges])
}

function planeOf(definitions: Moddle, process: Moddle): Moddle {
  const [diagram] = listOf(definitions, 'diagrams')
  const existing = diagram?.get<Moddle | undefined>('plane')
  if (existing) return existing
  const collaboration = listOf(definitions, 'rootElements').find((element) => isA(element, 'bpmn:Collaboration'))
  const plane = create('bpmndi:BPMNPlane', { id: 'BPMNPlane_1', bpmnElement: collaboration ?? process })
  const made = create('bpmndi:BPMNDiagram', { id: 'BPMNDiagram_1', plane }, definitions)
  plane.$parent = made
  definitions.set('diagrams', [made])
  return plane
}

function drawShape(element: Moddle, box: Box, existing: Moddle | undefined, plane: Moddle): Moddle {
  const shape = existing ?? create('bpmndi:BPMNShape', { id: `${element.id}_di`, bpmnElement: element }, plane)
  const bounds = create(
    'dc:Bounds',
    { x: Math.round(box.x), y: Math.round(box.y), width: Math.round(box.width), height: Math.round(box.height) },
    shape,
  )
  shape.set('bounds', bounds)
  // A label that was moved by hand would now stand somewhere else.
  shape.set('label', undefined)
  if (isA(element, 'bpmn:SubProcess')) shape.set('isExpanded', true)
  if (isA(element, 'bpmn:ExclusiveGateway')) shape.set('isMarkerVisible', true)
  return shape
}

/**
 * Corner points of every flow. What can be drawn straight is; a way that jumps, or would run through a shape that is not its own,
 * goes around all that stands in its process or sub-process, and keeps off the ways that lead elsewhere.
 */
function waysOf(flows: readonly Moddle[], boxes: Map<Moddle, Box>, jumps: ReadonlySet<Moddle | null>): Map<Moddle, Point[]> {
  const beside = new Map<Moddle | undefined, Box[]>()
  const ends = flows.map((flow) => endsOf(flow, boxes, beside))
  const straight = new Map(ends.map((end) => [end, routeFlow(end.from, end.to, end)]))
  const isPlain = (end: Ends) =>
    !jumps.has(end.flow) && !end.obstacles.some((box) => box !== end.from && box !== end.to && runsThrough(straight.get(end)!, box))
  const ways = new Map(ends.filter(isPlain).map((end) => [end, straight.get(end)!]))
  for (const end of ends.filter((one) => !ways.has(one))) {
    const others = [...ways].flatMap(([other, points]) => (other.to === end.to ? [] : [points]))
    ways.set(end, routeJump(end.from, end.to, { ...end, others }) ?? straight.get(end)!)
  }
  return new Map([...ways].map(([{ flow }, points]) => [flow, points]))
}

/** Where a flow begins and ends, and what stands around it. */
interface Ends {
  flow: Moddle
  from: Box
  to: Box
  fromBorder: boolean
  /** Shapes of its process or sub-process. */
  obstacles: Box[]
  within: Box | null
}

/** @param beside shapes by the scope that they stand in, looked up once */
function endsOf(flow: Moddle, boxes: Map<Moddle, Box>, beside: Map<Moddle | undefined, Box[]>): Ends {
  const source = flow.get<Moddle>('sourceRef')
  const scope = source.$parent
  const obstacles = beside.get(scope) ?? listOf(scope, 'flowElements').flatMap((element) => boxes.get(element) ?? [])
  beside.set(scope, obstacles)
  return {
    ...{ flow, from: boxes.get(source)!, to: boxes.get(flow.get<Moddle>('targetRef'))! },
    ...{ fromBorder: isA(source, 'bpmn:BoundaryEvent'), obstacles, within: (scope && boxes.get(scope)) ?? null },
  }
}

function drawEdge(flow: Moddle, points: Point[], existing: Moddle | undefined, plane: Moddle): Moddle {
  const edge = existing ?? create('bpmndi:BPMNEdge', { id: `${flow.id}_di`, bpmnElement: flow }, plane)
  edge.set(
    'waypoint',
    points.map(({ x, y }) => create('dc:Point', { x: Math.round(x), y: Math.round(y) }, edge)),
  )
  edge.set('label', undefined)
  return edge
}

function allFlows(scope: Scope): Moddle[] {
  const flows = (element: Moddle): Moddle[] =>
    listOf(element, 'flowElements').flatMap((one) =>
      isA(one, 'bpmn:SequenceFlow') ? [one] : isA(one, 'bpmn:SubProcess') ? flows(one) : [],
    )
  const here = new Set(flows(scope.element))
  return [...here].filter((flow) => flow.get('sourceRef') && flow.get('targetRef'))
}

const LANE_LABEL = 30

/**
 * Lanes lie one below the other: each element goes to the band of its lane, in the row that it has among the elements of
 * its lane. The boxes are moved; the lanes' own boxes, and that of the pool, are given back.
 */
function placeInLanes(scope: Scope, boxes: Map<Moddle, Box>): Map<Moddle, Box> {
  const lanes = listOf(scope.element, 'laneSets').flatMap((set) => listOf(set, 'lanes'))
  const participant = poolOf(scope.element)
  const all = [...boxes.values()]
  const left = Math.min(...all.map(({ x }) => x)) - 40
  const width = Math.max(...all.map((box) => box.x + box.width)) + 40 - left
  const result = new Map<Moddle, Box>()
  let top = Math.min(...all.map(({ y }) => y)) - 40
  const first = top
  for (const lane of lanes) {
    const nodes = listOf(lane, 'flowNodeRef').filter((node) => boxes.has(node) && !isA(node, 'bpmn:BoundaryEvent'))
    const middles = [...new Set(nodes.map((node) => middleOf(boxes.get(node)!)))].toSorted((a, b) => a - b)
    // Before anything is moved: what has moved may come to where another row was.
    const rows = middles.map((middle) => ({ middle, row: nodes.filter((node) => middleOf(boxes.get(node)!) === middle) }))
    let y = top + 20
    for (const { middle, row } of rows) {
      const height = Math.max(...row.map((node) => boxes.get(node)!.height)) + GAP_ROW
      for (const node of row) moveWith(node, y + height / 2 - middle, boxes, scope)
      y += height
    }
    const height = Math.max(120, y + 20 - top)
    result.set(lane, { x: left, y: top, width, height })
    top += height
  }
  if (participant) {
    const bottom = lanes.length > 0 ? top : Math.max(...all.map((box) => box.y + box.height)) + 40
    result.set(participant, { x: left - LANE_LABEL, y: first, width: width + LANE_LABEL, height: bottom - first })
  }
  return new Map([...result].toReversed())
}

const GAP_ROW = 40
const middleOf = (box: Box): number => Math.round(box.y + box.height / 2)

/** A sub-process takes its contents along, an element the events on its border. */
function moveWith(node: Moddle, dy: number, boxes: Map<Moddle, Box>, scope: Scope): void {
  if (isA(node, 'bpmn:BoundaryEvent')) return
  const inner = (element: Moddle): Moddle[] => listOf(element, 'flowElements').flatMap((one) => [one, ...inner(one)])
  const border = listOf(scope.element, 'flowElements').filter((one) => isA(one, 'bpmn:BoundaryEvent') && one.get('attachedToRef') === node)
  for (const element of [node, ...inner(node), ...border]) {
    const box = boxes.get(element)
    if (box) boxes.set(element, { ...box, y: box.y + dy })
  }
}

function poolOf(process: Moddle): Moddle | undefined {
  const definitions = process.$parent
  const collaborations = listOf(definitions, 'rootElements').filter((element) => isA(element, 'bpmn:Collaboration'))
  const owner = definitions && processOf(definitions) === process ? process : undefined
  return collaborations.flatMap((one) => listOf(one, 'participants')).find((participant) => participant.get('processRef') === owner)
}
