import { INCOMPATIBLE_POSTS } from '../authorization/county-policies.ts'

/** A post as the rules look at it, from its first instant until before its end; null = open. */
export interface Stretch {
  organId: string
  post: string
  holding: 'main' | 'part-time' | 'acting'
  from: number
  until: number | null
}

/** What is wrong with a person's posts taken together. */
export type PostProblem =
  | { code: 'same-post'; a: Stretch; b: Stretch }
  | { code: 'incompatible'; a: Stretch; b: Stretch }
  | { code: 'two-main'; a: Stretch; b: Stretch }
  /** From `at` on something is held, but no main post. */
  | { code: 'no-main'; a: Stretch; at: number }

/** Posts that only open cases that a person takes part in; people of external organisations hold no others. */
export const CASE_BOUND_POSTS: readonly string[] = ['partner']

const END = Number.POSITIVE_INFINITY
const until = (stretch: Stretch): number => stretch.until ?? END
const overlap = (a: Stretch, b: Stretch): boolean => a.from < until(b) && b.from < until(a)

export const areIncompatible = (a: string, b: string): boolean =>
  a !== b && INCOMPATIBLE_POSTS.some((pair) => pair.includes(a) && pair.includes(b))

/**
 * Judges everything that a person holds or will hold from `now` on: one post of an organ once at a time, no posts together
 * that separation of duties keeps apart, and at every moment at which anything is held exactly one main post.
 * Source: GB/T 22239-2019, 8.1.5; domain paper 6.1, 6.2.
 */
export function postProblem(all: readonly Stretch[], now: number): PostProblem | null {
  const stretches = all.filter((stretch) => until(stretch) > now && until(stretch) > stretch.from)
  for (const [i, a] of stretches.entries())
    for (const b of stretches.slice(i + 1)) {
      if (!overlap(a, b)) continue
      if (a.organId === b.organId && a.post === b.post) return { code: 'same-post', a, b }
      if (areIncompatible(a.post, b.post)) return { code: 'incompatible', a, b }
      if (a.holding === 'main' && b.holding === 'main') return { code: 'two-main', a, b }
    }
  return withoutMain(stretches, now)
}

/** Main posts do not overlap by now; where one ends and none begins, nothing else may be held. */
function withoutMain(stretches: readonly Stretch[], now: number): PostProblem | null {
  const turns = stretches.flatMap((stretch) => [Math.max(stretch.from, now), until(stretch)])
  for (const at of [...new Set([now, ...turns])].sort((a, b) => a - b)) {
    const held = stretches.filter((stretch) => stretch.from <= at && at < until(stretch))
    if (held.length > 0 && held.every(({ holding }) => holding !== 'main')) return { code: 'no-main', a: held[0]!, at }
  }
  return null
}
