import type { Box } from './block-layout.ts'
import type { Point } from './route-flow.ts'

interface Around {
  /** What the way must not cross. */
  obstacles: Box[]
  /** Ways that lead elsewhere: running along one of them it would be taken for it. */
  others: Point[][]
  /** What it must not leave: the sub-process that it is in. */
  within: Box | null
  /** An event on a border is left below. */
  fromBorder: boolean
}

/** How far a way keeps from what it passes, in pixels. */
const CLEAR = 15
/** A corner is worth a detour of so many pixels. */
const CORNER_COST = 40
/** A pixel along another way is worth so many beside it. */
const ALONG_COST = 4
/** Lanes above and below everything, for ways that would run along each other. */
const LANES = [2, 3]

/**
 * A way around everything that is drawn: the shortest with few corners along lines that keep clear of the boxes.
 * @returns corner points; null if there is no way
 */
export function routeJump(source: Box, target: Box, around: Around): Point[] | null {
  // Other ways come in at the left and go out at the right.
  return (
    routed(source, target, around, { out: ['above', 'below', 'right'], into: ['above', 'below'] }) ?? routed(source, target, around, ALL)
  )
}

type Side = 'above' | 'below' | 'left' | 'right'
const SIDES: Side[] = ['above', 'below', 'left', 'right']
const ALL = { out: SIDES, into: SIDES }

function routed(
  source: Box,
  target: Box,
  { obstacles, others, within, fromBorder }: Around,
  sides: { out: Side[]; into: Side[] },
): Point[] | null {
  const boxes = [...new Set([...obstacles, source, target])]
  const isFree = (a: Point, b: Point) => boxes.every((box) => !crosses(a, b, box)) && (!within || (holds(within, a) && holds(within, b)))
  const starts = doorsOf(source).filter(({ side }) => (fromBorder ? side === 'below' : sides.out.includes(side)))
  const ends = doorsOf(target).filter(({ side }) => sides.into.includes(side))
  const xs = unique([...boxes.flatMap(({ x, width }) => [x - CLEAR, x + width + CLEAR]), ...[...starts, ...ends].map(({ out }) => out.x)])
  const ys = unique([...boxes.flatMap(({ y, height }) => [y - CLEAR, y + height + CLEAR]), ...[...starts, ...ends].map(({ out }) => out.y)])
  const lanes = LANES.flatMap((lane) => [ys[0]! - (lane - 1) * CLEAR, ys.at(-1)! + (lane - 1) * CLEAR])
  const grid = new Grid(xs, unique([...ys, ...lanes]), isFree, (a, b) => others.some((way) => runsAlong(a, b, way)))
  const found = grid.shortest(
    starts.filter(({ door, out }) => isFreeDoor(door, out, { boxes, own: source })),
    ends.filter(({ door, out }) => isFreeDoor(door, out, { boxes, own: target })),
  )
  return found && withoutStraight(found)
}

interface Door {
  side: Side
  /** On the border of the shape. */
  door: Point
  /** Clear of it. */
  out: Point
}

function doorsOf({ x, y, width, height }: Box): Door[] {
  const middle = { x: x + width / 2, y: y + height / 2 }
  return [
    { side: 'above', door: { x: middle.x, y }, out: { x: middle.x, y: y - CLEAR } },
    { side: 'below', door: { x: middle.x, y: y + height }, out: { x: middle.x, y: y + height + CLEAR } },
    { side: 'left', door: { x, y: middle.y }, out: { x: x - CLEAR, y: middle.y } },
    { side: 'right', door: { x: x + width, y: middle.y }, out: { x: x + width + CLEAR, y: middle.y } },
  ]
}

const isFreeDoor = (door: Point, out: Point, { boxes, own }: { boxes: Box[]; own: Box }): boolean =>
  boxes.every((box) => box === own || !crosses(door, out, box))

/** Corners of the lines, and the shortest way over them. */
class Grid {
  private readonly columns: Map<number, number>
  private readonly rows: Map<number, number>

  constructor(
    private readonly xs: number[],
    private readonly ys: number[],
    private readonly isFree: (a: Point, b: Point) => boolean,
    private readonly isAlong: (a: Point, b: Point) => boolean,
  ) {
    this.columns = new Map(xs.map((x, index) => [x, index]))
    this.rows = new Map(ys.map((y, index) => [y, index]))
  }

  shortest(starts: Door[], ends: Door[]): Point[] | null {
    const goals = new Map(ends.map((end) => [this.key(end.out), end]))
    const cost = new Map<number, number>()
    const from = new Map<number, number>()
    const open = new Heap()
    for (const { side, out } of starts) {
      const state = this.key(out) * 2 + (side === 'left' || side === 'right' ? 0 : 1)
      cost.set(state, 0)
      open.push(0, state)
    }
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      const goal = goals.get(state >> 1)
      if (goal && isStraight(goal, state)) return this.traced(state, { from, starts, goal })
      for (const next of this.nextTo(state)) {
        const far = cost.get(state)! + this.distance(state, next) + ((state & 1) === (next & 1) ? 0 : CORNER_COST)
        if (far >= (cost.get(next) ?? Infinity)) continue
        cost.set(next, far)
        from.set(next, state)
        open.push(far + this.atLeast(next, ends), next)
      }
    }
    return null
  }

  /** A state is a corner and how it was reached: along or up and down; it may turn where it is. */
  private *nextTo(state: number): Generator<number> {
    yield state ^ 1
    const isUpright = (state & 1) === 1
    const here = this.point(state >> 1)
    const column = this.columns.get(here.x)!
    const row = this.rows.get(here.y)!
    for (const by of [-1, 1]) {
      const x = this.xs[isUpright ? column : column + by]
      const y = this.ys[isUpright ? row + by : row]
      if (x === undefined || y === undefined || !this.isFree(here, { x, y })) continue
      yield this.key({ x, y }) * 2 + (state & 1)
    }
  }

  /** How far it is to the nearest end if nothing stands in the way. */
  private atLeast(state: number, ends: Door[]): number {
    const { x, y } = this.point(state >> 1)
    return Math.min(...ends.map(({ out }) => Math.abs(out.x - x) + Math.abs(out.y - y)))
  }

  private traced(last: number, { from, starts, goal }: { from: Map<number, number>; starts: Door[]; goal: Door }): Point[] {
    const points: Point[] = []
    // A turn is a state of the same corner.
    for (let state: number | undefined = last, seen = -1; state !== undefined; seen = state >> 1, state = from.get(state))
      if (state >> 1 !== seen) points.unshift(this.point(state >> 1))
    const start = starts.find(({ out }) => out.x === points[0]!.x && out.y === points[0]!.y)!
    return [start.door, ...points, goal.door]
  }

  private key = ({ x, y }: Point): number => this.rows.get(y)! * this.xs.length + this.columns.get(x)!
  private point = (key: number): Point => ({ x: this.xs[key % this.xs.length]!, y: this.ys[Math.floor(key / this.xs.length)]! })
  private distance(a: number, b: number): number {
    const [from, to] = [this.point(a >> 1), this.point(b >> 1)]
    const far = Math.abs(from.x - to.x) + Math.abs(from.y - to.y)
    return far > 0 && this.isAlong(from, to) ? far * ALONG_COST : far
  }
}

/** Whether a way comes to a door as the door leads. */
const isStraight = ({ side }: Door, state: number): boolean => (side === 'left' || side === 'right') === ((state & 1) === 0)

/** States by their cost, the cheapest first. */
class Heap {
  private readonly list: { cost: number; state: number }[] = []

  push(cost: number, state: number): void {
    const { list } = this
    list.push({ cost, state })
    for (let at = list.length - 1; at > 0;) {
      const parent = (at - 1) >> 1
      if (list[parent]!.cost <= list[at]!.cost) return
      this.swap(at, parent)
      at = parent
    }
  }

  pop(): number | undefined {
    const { list } = this
    const first = list[0]
    const last = list.pop()
    if (first === undefined || list.length === 0) return first?.state
    list[0] = last!
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2]
      let least = at
      if (left < list.length && list[left]!.cost < list[least]!.cost) least = left
      if (right < list.length && list[right]!.cost < list[least]!.cost) least = right
      if (least === at) return first.state
      this.swap(at, least)
      at = least
    }
  }

  private swap(a: number, b: number): void {
    ;[this.list[a], this.list[b]] = [this.list[b]!, this.list[a]!]
  }
}

/** Whether a straight piece goes through a box; along its border it does not. */
const crosses = (a: Point, b: Point, { x, y, width, height }: Box): boolean =>
  Math.max(a.x, b.x) > x && Math.min(a.x, b.x) < x + width && Math.max(a.y, b.y) > y && Math.min(a.y, b.y) < y + height

/** Whether a straight piece lies on a way, for more than a point. */
const runsAlong = (a: Point, b: Point, way: readonly Point[]): boolean =>
  way.slice(1).some((d, index) => {
    const c = way[index]!
    const isOneLine = (along: 'x' | 'y') => a[along] === b[along] && b[along] === c[along] && c[along] === d[along]
    return (isOneLine('y') && overlap([a.x, b.x], [c.x, d.x])) || (isOneLine('x') && overlap([a.y, b.y], [c.y, d.y]))
  })

const overlap = (one: [number, number], other: [number, number]): boolean =>
  Math.min(Math.max(...one), Math.max(...other)) > Math.max(Math.min(...one), Math.min(...other))

/** Whether a way crosses a box. */
export const runsThrough = (points: readonly Point[], box: Box): boolean =>
  points.slice(1).some((point, index) => crosses(points[index]!, point, box))

const holds = ({ x, y, width, height }: Box, point: Point): boolean =>
  point.x > x && point.x < x + width && point.y > y && point.y < y + height

const unique = (values: number[]): number[] => [...new Set(values)].toSorted((a, b) => a - b)

const withoutStraight = (points: Point[]): Point[] =>
  points.filter((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]]
    if (!before || !after) return true
    return !(before.x === point.x && point.x === after.x) && !(before.y === point.y && point.y === after.y)
  })
