import type { Node } from '@lianban/engine'
import { after, courseOf, type CourseOptions } from './course.ts'
import type { Rewritten } from './knowledge.ts'

/** Nothing comes between the step that is done now and what it leads to at once. */
const NOTHING_NEW: Rewritten = { names: new Set(), all: false }

/**
 * Where the case stands at once after a step is done with what is known: everything passes that does not wait. A branch that
 * is not decided, and a join that waits for others, is where it stands then.
 */
export function standingAfter(options: CourseOptions, elementId: string): string[] {
  const { process } = options
  const standing = new Set<string>()
  const seen = new Set<string>()
  const pass = (id: string): void => {
    if (seen.has(id)) return
    seen.add(id)
    const node = process.nodes[id]!
    const course = passes(node) ? courseOf(options, node, NOTHING_NEW) : null
    const goesOn =
      course !== null && course.stops === undefined && course.ways.length > 0 && course.ways.every(({ state }) => state === 'open')
    if (!goesOn) standing.add(id)
    else for (const { to } of course.ways) pass(to)
  }
  const left = after(options, process.nodes[elementId]!, NOTHING_NEW)
  if (left.ways.length === 0 || left.ways.some(({ state }) => state === 'pending')) return [elementId]
  for (const { to } of left.ways) pass(to)
  return [...standing]
}

function passes({ kind, incoming }: Node): boolean {
  if (kind === 'exclusiveGateway' || kind === 'subProcess' || kind === 'startEvent' || kind === 'endEvent') return true
  return (kind === 'parallelGateway' || kind === 'inclusiveGateway') && incoming.length < 2
}
