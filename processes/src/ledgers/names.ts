/**
 * The names that a manifest may use, `<ledger>.<name>`: what may be written when a case is handed in, and by a step's action. The
 * ledgers themselves need a database; these names are also read in the browser. A test holds both equal.
 */
export const LEDGER_NAMES: { readonly openings: readonly string[]; readonly entries: readonly string[] } = {
  openings: [],
  entries: [],
}
