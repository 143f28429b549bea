import type { Course } from './course.ts'
import type { PathGraph } from './graph.ts'

/**
 * The elements that no normal course can leave out: whichever way the pending branches go, whoever ends the case in the
 * normal course has come through them. For each element it is asked whether an end can be reached without it; with a loop
 * in between, the loop is taken to be left some time.
 */
export function certainElements({ from, courses }: PathGraph): Set<string> {
  const certain = new Set<string>()
  // From the ends backwards, which is the way that avoiding spreads: few rounds are needed.
  const backwards = [...courses].reverse()
  for (const [id, { maybeSkipped, skipped }] of courses) {
    if (!maybeSkipped && !skipped && !canAvoid(backwards, from, id)) certain.add(id)
  }
  return certain
}

/** The least set of elements from which an end, or a standstill, is reached without the one that is asked for. */
function canAvoid(courses: readonly (readonly [string, Course])[], from: readonly string[], id: string): boolean {
  const avoiding = new Set<string>()
  const aborting = new Set<string>()
  for (let changed = true; changed;) {
    changed = false
    for (const [one, course] of courses) {
      if (one === id) continue
      if (!avoiding.has(one) && avoids(course, avoiding, aborting)) {
        avoiding.add(one)
        changed = true
      }
      const aborts = (course.aborts && avoiding.has(one)) || course.ways.some(({ to }) => aborting.has(to))
      if (aborts && !aborting.has(one)) {
        aborting.add(one)
        changed = true
      }
    }
  }
  return takenTogether(from, avoiding, aborting)
}

function avoids({ mode, ways, stops }: Course, avoiding: ReadonlySet<string>, aborting: ReadonlySet<string>): boolean {
  if (ways.length === 0 || stops !== undefined) return true
  if (mode === 'one') return ways.some(({ to }) => avoiding.has(to))
  const open = ways.filter(({ state }) => state === 'open').map(({ to }) => to)
  const pending = ways.filter(({ state }) => state === 'pending').map(({ to }) => to)
  if (open.length === 0) return pending.some((to) => avoiding.has(to))
  // A pending way that ends the others is one by which they may be left out.
  return takenTogether(open, avoiding, aborting) || pending.some((to) => aborting.has(to))
}

/** Of several ways gone at the same time all must avoid it, or one must end the others before they come to it. */
const takenTogether = (targets: readonly string[], avoiding: ReadonlySet<string>, aborting: ReadonlySet<string>): boolean =>
  targets.every((to) => avoiding.has(to)) || (targets.length > 1 && targets.some((to) => aborting.has(to)))
