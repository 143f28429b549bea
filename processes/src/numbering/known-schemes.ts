import countySchemes from './county-schemes.json' with { type: 'json' }
import { NumberingError } from './numbering-error.ts'
import { parseScheme, type NumberScheme, type ParsedScheme } from './scheme.ts'

export type Schemes = Record<string, NumberScheme>

/** The schemes every county starts with. A package adds its own, a tenant changes any of them. */
export const COUNTY_SCHEMES: Schemes = Object.fromEntries(
  Object.entries(countySchemes).map(([name, scheme]) => [name, parseScheme(scheme).scheme]),
)

/** The package's scheme of this name, else the county's. @throws NumberingError NUMBER_SCHEME_INVALID if there is none */
export function knownScheme(name: string, ofPackage: Schemes = {}): ParsedScheme {
  const scheme = Object.hasOwn(ofPackage, name) ? ofPackage[name] : Object.hasOwn(COUNTY_SCHEMES, name) ? COUNTY_SCHEMES[name] : undefined
  if (!scheme) throw new NumberingError('NUMBER_SCHEME_INVALID', `没有名为“${name}”的编号规则，请在编号规则中添加`)
  return read(scheme)
}

const known = new WeakMap<NumberScheme, ParsedScheme>()

/** Schemes of files do not change while the program runs. */
function read(scheme: NumberScheme): ParsedScheme {
  const parsed = known.get(scheme) ?? parseScheme(scheme)
  known.set(scheme, parsed)
  return parsed
}
