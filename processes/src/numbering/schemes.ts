import { numberSchemes, type Tx } from '@lianban/storage'
import { knownScheme, type Schemes } from './known-schemes.ts'
import { parseScheme, type ParsedScheme } from './scheme.ts'

/**
 * The scheme of this name that counts for the tenant: its own, else the package's, else the county's.
 * @throws NumberingError NUMBER_SCHEME_INVALID if there is none
 */
export async function schemeOf(db: Tx, tenantId: string, name: string, ofPackage: Schemes = {}): Promise<ParsedScheme> {
  const own = await numberSchemes(db).get(tenantId, name)
  return own ? parseScheme(own.scheme) : knownScheme(name, ofPackage)
}
