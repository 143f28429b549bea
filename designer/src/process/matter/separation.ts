import type { MatterLike, SeparationLike } from '../draft.ts'

/** The matter with its rules of separation changed. */
export const changeRule = (matter: MatterLike, index: number, part: Partial<SeparationLike>): MatterLike => ({
  ...matter,
  separation: (matter.separation ?? []).map((rule, at) => (at === index ? settled({ ...rule, ...part }) : rule)),
})

export const addRule = (matter: MatterLike, rule: SeparationLike): MatterLike => ({
  ...matter,
  separation: [...(matter.separation ?? []), settled(rule)],
})

export const removeRule = (matter: MatterLike, index: number): MatterLike => ({
  ...matter,
  separation: (matter.separation ?? []).filter((_, at) => at !== index),
})

/** Only steps that the rule compares may be done together, and one alone is no exception. */
function settled({ together, ...rule }: SeparationLike): SeparationLike {
  const groups = (together ?? []).map((group) => group.filter((id) => rule.elements.includes(id))).filter((group) => group.length > 1)
  return groups.length > 0 ? { ...rule, together: groups } : rule
}

/** 前后环节: who takes in, handles, reviews and decides are different persons. */
const CHAIN_RULE = 'sod_chain_distinct'
const CHAIN_POSTS: ReadonlySet<string> = new Set(['window-clerk', 'handler', 'reviewer', 'approver'])

/**
 * A step that was given to a post of the chain joins the matter's rule of the chain, so that it is kept apart as the others are;
 * whoever has the same post may do both. A matter without the rule stays without.
 */
export function joinChain(matter: MatterLike, id: string): MatterLike {
  const at = (matter.separation ?? []).findIndex(({ rule, elements }) => rule === CHAIN_RULE && elements.length > 1)
  const post = matter.tasks?.[id]?.post
  if (at < 0 || post === undefined || !CHAIN_POSTS.has(post)) return matter
  const { elements, together = [] } = matter.separation![at]!
  const same = elements.find((other) => other !== id && matter.tasks?.[other]?.post === post)
  const groups = together.map((group) => group.filter((other) => other !== id))
  const own = same === undefined ? undefined : groups.find((group) => group.includes(same))
  own?.push(id)
  return changeRule(matter, at, {
    elements: elements.includes(id) ? elements : [...elements, id],
    together: same === undefined || own ? groups : [...groups, [same, id]],
  })
}

/** Steps that whoever did `id` may not do in the same case, by all rules, in the order of the rules. */
export function apartFrom(matter: MatterLike, id: string): string[] {
  const found = (matter.separation ?? []).flatMap(({ elements, together = [] }) =>
    elements.includes(id)
      ? elements.filter((other) => other !== id && !together.some((group) => group.includes(id) && group.includes(other)))
      : [],
  )
  return [...new Set(found)]
}
