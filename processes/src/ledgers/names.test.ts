import { expect, it } from 'vitest'
import { countyLedgers } from './county-ledgers.ts'
import { LEDGER_NAMES } from './names.ts'

it('the names that manifests may use are those of the ledgers', () => {
  const namesOf = (kind: 'openings' | 'entries') =>
    Object.entries(countyLedgers).flatMap(([ledger, it]) => Object.keys(it[kind]).map((name) => `${ledger}.${name}`))
  expect([...LEDGER_NAMES.openings].sort()).toEqual(namesOf('openings').sort())
  expect([...LEDGER_NAMES.entries].sort()).toEqual(namesOf('entries').sort())
})
