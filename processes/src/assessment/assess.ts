import { createHash } from 'node:crypto'
import { rankUnits, type GradeRule, type Placed } from './ranking.ts'
import { scoreIndicator, type Indicator, type Measured, type ScoringOptions } from './scoring.ts'

/** Everything that a year's assessment of one family is computed from. */
export interface Assessed {
  options: ScoringOptions
  grades: GradeRule
  /** Of all added points together, thousandths. */
  plusCap: number
  units: readonly string[]
  /** Each with what is known of the units that have it. */
  indicators: readonly { indicator: Indicator; measured: readonly Measured[] }[]
}

export interface ItemResult {
  indicator: string
  name: string
  weight: number
  value: string | null
  target: string | null
  base: string | null
  /** Thousandths; null: not scored yet. */
  points: number | null
  words: string
}

export interface UnitResult extends Placed {
  items: ItemResult[]
}

/**
 * The scores of all units, all anew: when one value changes, every place is worked out again. Units come in the order of their
 * ids, whatever order they were given in. @throws ScoringFailure
 */
export function assess({ options, grades, plusCap, units, indicators }: Assessed): UnitResult[] {
  const items = new Map<string, ItemResult[]>(units.map((unit) => [unit, []]))
  const vetoed = new Set<string>()
  const added = new Map<string, number>()
  for (const { indicator, measured } of [...indicators].sort((a, b) => (a.indicator.id < b.indicator.id ? -1 : 1)))
    for (const { unit, points, words, ...one } of scoreIndicator(indicator, measured, options)) {
      if (one.vetoed) vetoed.add(unit)
      const before = added.get(unit) ?? 0
      const isAdded = indicator.rule.kind === 'plus-minus' && points! > 0
      const counted = isAdded ? Math.min(points!, plusCap - before) : points
      if (isAdded) added.set(unit, before + counted!)
      const { value, target, base } = measured.find((it) => it.unit === unit)!
      const says = counted === points ? words : `${words};全部加分已到总上限`
      items.get(unit)?.push({
        ...{ indicator: indicator.id, name: indicator.name, weight: indicator.weight },
        ...{ value, target, base, points: counted, words: says },
      })
    }
  const totals = [...units].sort().map((unit) => ({ unit, total: sum(items.get(unit)!), vetoed: vetoed.has(unit) }))
  return rankUnits(totals, options.tie, grades).map((one) => ({ ...one, items: items.get(one.unit)! }))
}

/** null: there is nothing, or something is not scored yet. */
function sum(items: readonly ItemResult[]): number | null {
  if (items.length === 0 || items.some(({ points }) => points === null)) return null
  return items.reduce((total, { points }) => total + points!, 0)
}

/** What is published: the same text for the same result, so that a version can be compared byte by byte and hashed. */
export function versionText(results: readonly UnitResult[]): { body: string; sha256: string } {
  const body = JSON.stringify(
    results.map(({ unit, total, vetoed, place, grade, words, items }) => ({
      ...{ unit, total, vetoed, place, grade, words },
      items: items.map(({ indicator, name, weight, value, target, base, points, words: says }) => ({
        ...{ indicator, name, weight, value, target, base, points },
        words: says,
      })),
    })),
  )
  return { body, sha256: createHash('sha256').update(body).digest('hex') }
}
