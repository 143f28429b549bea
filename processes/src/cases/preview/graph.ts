import type { Node } from '@lianban/engine'
import { courseOf, writesOf, type Course, type CourseOptions } from './course.ts'
import type { Rewritten } from './knowledge.ts'

/** What a case may still come to: elements with the ways that lead on from them. */
export interface PathGraph {
  /** Where it stands now: where each token is. */
  from: string[]
  courses: Map<string, Course>
  /** What may have been set anew before a token comes to the element. */
  rewritten: Map<string, Rewritten>
}

/** A way by where it comes from and goes to. */
export const wayName = (from: string, to: string): string => `${from}>${to}`

interface Names {
  names: Set<string>
  all: boolean
}

/** Elements looked at until nothing changes any more: each is looked at again only if more may have been set before it. */
const MAX_LOOKS = 100_000

/**
 * The part of the process that can still be reached in the normal course, with conditions decided by what is known. What a
 * step on the way may set anew is not known behind it: so the ways grow until none is left out that could be taken.
 * @param without ways that are not followed: those back in a loop, where only the first time through is asked for
 */
export function pathGraph(options: CourseOptions, from: readonly string[], without: ReadonlySet<string> = new Set()): PathGraph {
  const { process } = options
  const before = new Map<string, Names>()
  const courses = new Map<string, Course>()
  const queue: string[] = []
  const reach = (id: string, set: Names): boolean => {
    const known = before.get(id)
    if (known && !grows(known, set)) return false
    before.set(id, known ? union(known, set) : set)
    queue.push(id)
    return true
  }
  for (const id of new Set(from)) reach(id, union(around(options, id), beside(options, courses, from, id)))
  for (let looks = 0; ; looks++) {
    const id = queue.pop()
    if (id === undefined) {
      // What a way beside this one sets is known only when that way is known whole.
      if (!settleBeside(options, from, courses, reach)) break
      continue
    }
    if (looks > MAX_LOOKS) throw new Error(`the path of ${process.id} was not found after ${MAX_LOOKS} looks`)
    const node = process.nodes[id]!
    const set = union(before.get(id)!, namesOf(options, node))
    // A gateway decides by what was set before it; what leaves an activity by what the activity set too.
    const course = courseOf(options, node, set)
    courses.set(id, course)
    for (const { to } of course.ways) if (!without.has(wayName(id, to))) reach(to, set)
  }
  return { from: [...new Set(from)], courses, rewritten: before }
}

/** What is local to the scopes that the element stands in hides variables of the process. */
function around(options: CourseOptions, id: string): Names {
  const { process, localNames = [] } = options
  let set: Names = { names: new Set(localNames), all: false }
  for (let host = process.nodes[process.nodes[id]!.scopeId]; host; host = process.nodes[host.scopeId])
    set = union(set, namesOf(options, host))
  return set
}

function namesOf(options: CourseOptions, node: Node): Names {
  const names = writesOf(options, node)
  return { names: new Set(names ?? []), all: names === null }
}

const union = (a: Names, b: Names): Names => ({ names: new Set([...a.names, ...b.names]), all: a.all || b.all })
const grows = (known: Names, more: Names): boolean => (more.all && !known.all) || [...more.names].some((name) => !known.names.has(name))

/** Ways that are gone at the same time set things for each other. @returns whether more is to be looked at */
function settleBeside(
  options: CourseOptions,
  from: readonly string[],
  courses: Map<string, Course>,
  reach: (id: string, set: Names) => boolean,
): boolean {
  let changed = false
  const groups = [from, ...[...courses.values()].filter(({ mode }) => mode !== 'one').map(({ ways }) => ways.map(({ to }) => to))]
  for (const group of groups) {
    if (group.length < 2) continue
    for (const id of new Set(group)) if (reach(id, beside(options, courses, group, id))) changed = true
  }
  return changed
}

/** What the ways from the others of a group may set while this one is still on its way. */
function beside(options: CourseOptions, courses: ReadonlyMap<string, Course>, group: readonly string[], id: string): Names {
  const { process } = options
  const own = reachable(courses, [id])
  const scopes = scopesAround(process, id)
  /** It waits there for this one: a join that this one comes to too, or the end of a scope that this one is in. */
  const waits = ({ id: at, kind, incoming, outgoing, scopeId }: Node): boolean =>
    ((kind === 'parallelGateway' || kind === 'inclusiveGateway') && incoming.length > 1 && own.has(at)) ||
    (outgoing.length === 0 && scopes.has(scopeId))
  const seen = new Set(group.filter((other) => other !== id))
  let set: Names = { names: new Set(), all: false }
  for (const at of seen) {
    const node = process.nodes[at]!
    set = union(set, namesOf(options, node))
    if (waits(node)) continue
    for (const { to } of courses.get(at)?.ways ?? []) seen.add(to)
  }
  return set
}

function scopesAround(process: CourseOptions['process'], id: string): Set<string> {
  const scopes = new Set<string>()
  for (let scopeId: string | undefined = process.nodes[id]!.scopeId; scopeId !== undefined; scopeId = process.nodes[scopeId]?.scopeId)
    scopes.add(scopeId)
  return scopes
}

/** Everything that can be come to from these, themselves included. */
export function reachable(courses: ReadonlyMap<string, Course>, from: readonly string[]): Set<string> {
  const seen = new Set(from)
  for (const id of seen) for (const { to } of courses.get(id)?.ways ?? []) seen.add(to)
  return seen
}
