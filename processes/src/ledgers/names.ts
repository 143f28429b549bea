import { PROJECT_ENTRIES, PROJECT_OPENINGS, PROJECT_VARIABLES } from '../projects/ledger-names.ts'
import { LINKAGE_ENTRIES } from '../linkage/names.ts'

/**
 * The names that a manifest may use, `<ledger>.<name>`: what may be written when a case is handed in, and by a step's action. The
 * ledgers themselves need a database; these names are also read in the browser. A test holds both equal.
 */
export const LEDGER_NAMES: { readonly openings: readonly string[]; readonly entries: readonly string[] } = {
  openings: [
    ...['frame', 'decomposition', 'report', 'finding', 'adjustment', 'self', 'appeal', 'publication'].map((name) => `assessment.${name}`),
    'linkage.incident',
    ...PROJECT_OPENINGS,
  ],
  entries: [
    ...[
      ...['propose', 'balance', 'start', 'revise-parts', 'confirm-parts', 'revise-report', 'verify-report', 'close-finding', 'adjust'],
      ...['verify-values', 'confirm-data', 'name-group', 'mark', 'conclude', 'review-appeal', 'decide-appeal', 'publish', 'grade', 'use'],
    ].map((name) => `assessment.${name}`),
    ...LINKAGE_ENTRIES.map((name) => `linkage.${name}`),
    ...PROJECT_ENTRIES,
  ],
}

/** Variables that ledgers give to processes, by ledger: conditions and decision tables may ask for them. */
export const LEDGER_VARIABLES: Readonly<Record<string, readonly string[]>> = {
  linkage: ['incident', 'leadOrgan', 'targets', 'target', 'forced', 'reopened'],
  ...PROJECT_VARIABLES,
}
