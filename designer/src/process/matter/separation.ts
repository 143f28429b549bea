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

/** Steps that whoever did `id` may not do in the same case, by all rules, in the order of the rules. */
export function apartFrom(matter: MatterLike, id: string): string[] {
  const found = (matter.separation ?? []).flatMap(({ elements, together = [] }) =>
    elements.includes(id)
      ? elements.filter((other) => other !== id && !together.some((group) => group.includes(id) && group.includes(other)))
      : [],
  )
  return [...new Set(found)]
}
