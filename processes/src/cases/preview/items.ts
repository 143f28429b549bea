import type { ExecutableProcess } from '@lianban/engine'
import type { Course, Way } from './course.ts'
import { wayName, type PathGraph } from './graph.ts'

/*
 * The graph as people read it: steps one under the other, branches side by side until they meet again, a loop told once.
 */

export type PathItem =
  | { kind: 'element'; elementId: string }
  /** One of several, which is not decided yet. `stops`: or none, and the case would stand still. */
  | { kind: 'choice'; elementId: string; branches: PathBranch[] }
  /** Side by side; a pending branch may be left out. */
  | { kind: 'parallel'; elementId: string | null; branches: PathBranch[] }
  /** Goes on at what stands elsewhere in the list already: back in a loop, or with another branch. */
  | { kind: 'again'; elementId: string; back: boolean }
  | { kind: 'end'; elementId: string; stops: Course['stops'] | null }

export interface PathBranch {
  flowId: string | null
  pending: boolean
  items: PathItem[]
}

/** Where all branches have met has been left: there is no such element. */
const NOWHERE = null

/** @param back ways that lead back in a loop of the process, wherever the case stands in it; see `backWays` */
export function pathItems(process: ExecutableProcess, { from, courses }: PathGraph, back: ReadonlySet<string>): PathItem[] {
  const order = forwardOrder(from, courses, back)
  const meets = meetingPoints(order, courses)
  const shown = new Set<string>()
  const open = new Set<string>()

  const walk = (start: string, stop: string | null): PathItem[] => {
    const items: PathItem[] = []
    const entered: string[] = []
    for (let id: string | null = start; id !== null && id !== stop;) {
      if (shown.has(id)) {
        items.push({ kind: 'again', elementId: id, back: open.has(id) })
        break
      }
      shown.add(id)
      open.add(id)
      entered.push(id)
      const course: Course = courses.get(id)!
      if (isShown(process, id) && !course.skipped) items.push({ kind: 'element', elementId: id })
      id = onward(id, course, items)
    }
    for (const id of entered) open.delete(id)
    return items
  }

  /** Adds what comes of it. @returns where it goes on */
  const onward = (id: string, course: Course, items: PathItem[]): string | null => {
    const ways = course.ways.filter(({ again }) => !again)
    if (ways.length === 0) {
      items.push({ kind: 'end', elementId: id, stops: course.stops ?? null })
      return NOWHERE
    }
    const [only] = ways
    if (ways.length === 1 && only!.state === 'open') {
      if (!back.has(wayName(id, only!.to))) return only!.to
      items.push({ kind: 'again', elementId: only!.to, back: true })
      return NOWHERE
    }
    const meet = meets.get(id) ?? NOWHERE
    // The way that leads back comes last: it is told as a return to what stands above.
    const leadsBack = ({ to }: Way) => open.has(to) || back.has(wayName(id, to))
    const main = course.mode === 'one' ? null : besideAsides(ways, items)
    if (main && !leadsBack(main)) return main.to
    const branches = [...ways].sort((a, b) => Number(leadsBack(a)) - Number(leadsBack(b))).map((way) => branchOf(way, meet, leadsBack(way)))
    items.push({ kind: course.mode === 'one' ? 'choice' : 'parallel', elementId: id, branches })
    return meet
  }

  const branchOf = (way: Way, meet: string | null, leadsBack: boolean): PathBranch => ({
    flowId: way.flowId,
    pending: way.state === 'pending',
    items: leadsBack ? [{ kind: 'again', elementId: way.to, back: true }] : walk(way.to, meet),
  })

  /** What the system makes beside the way, a receipt, is told before it and does not split it. @returns the only other way, or null */
  const besideAsides = <T extends Pick<Way, 'to' | 'state'>>(ways: readonly T[], items: PathItem[]): T | null => {
    const [main, ...more] = ways.filter((way) => way.state !== 'open' || !isAside(way.to))
    if (!main || more.length > 0 || main.state !== 'open' || ways.length < 2) return null
    for (const { to } of ways.filter((way) => way !== main)) items.push(...walk(to, NOWHERE).filter(({ kind }) => kind !== 'end'))
    return main
  }

  /** Whether nobody but the system has anything to do from here to an end. */
  const isAside = (id: string, seen = new Set<string>()): boolean => {
    const { kind } = process.nodes[id]!
    if (kind === 'endEvent') return true
    if (kind !== 'serviceTask' || seen.has(id)) return false
    seen.add(id)
    return courses.get(id)!.ways.every(({ to, again }) => !again && isAside(to, seen))
  }

  if (from.length === 1) return walk(from[0]!, NOWHERE)
  const asides: PathItem[] = []
  const only = besideAsides(
    from.map((to) => ({ to, state: 'open' as const })),
    asides,
  )
  if (only) return [...asides, ...walk(only.to, NOWHERE)]
  const meet = meets.get(ROOT) ?? NOWHERE
  const branches = from.map((id) => branchOf({ flowId: null, to: id, state: 'open' }, meet, false))
  return [{ kind: 'parallel', elementId: null, branches }, ...(meet === NOWHERE ? [] : walk(meet, NOWHERE))]
}

const STEPS = new Set([
  'userTask',
  'serviceTask',
  'callActivity',
  'receiveTask',
  'intermediateCatchEvent',
  'manualTask',
  'businessRuleTask',
])

/** What people know as a step; gateways, starts and what merely passes are not told. */
export const isShown = (process: ExecutableProcess, id: string): boolean => STEPS.has(process.nodes[id]!.kind)

/** A place before all beginnings: where several tokens stand, they are ways from it. */
const ROOT = ''

/** The ways that lead back, when the process is gone through from its start: a case that stands in a loop is not told its past as its future. */
export function backWays({ from, courses }: PathGraph): Set<string> {
  const found = new Set<string>()
  forwardOrder(from, courses, new Set(), (way) => found.add(way))
  return found
}

/** Elements so that each comes after all that lead to it, ways back in loops left out. */
export function forwardOrder(
  from: readonly string[],
  courses: ReadonlyMap<string, Course>,
  back: ReadonlySet<string>,
  onBack: (way: string) => void = () => undefined,
): { id: string; next: string[] }[] {
  const state = new Map<string, 'open' | 'done'>()
  const found: { id: string; next: string[] }[] = []
  const visit = (id: string): void => {
    state.set(id, 'open')
    const next: string[] = []
    for (const to of id === ROOT
      ? from
      : courses
          .get(id)!
          .ways.filter(({ again }) => !again)
          .map((way) => way.to)) {
      const way = wayName(id, to)
      if (state.get(to) === 'open') onBack(way)
      if (state.get(to) === 'open' || back.has(way)) continue
      next.push(to)
      if (!state.has(to)) visit(to)
    }
    state.set(id, 'done')
    found.push({ id, next })
  }
  visit(ROOT)
  return found.reverse()
}

/**
 * For each element the first one that every way from it comes to: where its branches meet again. A way that only leads back
 * says nothing about that.
 */
function meetingPoints(order: readonly { id: string; next: string[] }[], courses: ReadonlyMap<string, Course>): Map<string, string> {
  const place = new Map(order.map(({ id }, index) => [id, index]))
  const beyond = new Map<string, Set<string> | 'anything'>()
  const meets = new Map<string, string>()
  for (const { id, next } of [...order].reverse()) {
    const isEnd = id !== ROOT && courses.get(id)!.ways.every(({ again }) => again)
    let common: Set<string> | 'anything' = isEnd ? new Set() : 'anything'
    for (const to of next) {
      const of = beyond.get(to)!
      if (of === 'anything') continue
      const all = new Set([to, ...of])
      common = common === 'anything' ? all : new Set([...common].filter((one) => all.has(one)))
    }
    beyond.set(id, common)
    if (common === 'anything') continue
    const first = [...common].sort((a, b) => place.get(a)! - place.get(b)!)[0]
    if (first !== undefined) meets.set(id, first)
  }
  return meets
}
