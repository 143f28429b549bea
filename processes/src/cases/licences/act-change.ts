import type { LicenceRow, LicenceState } from '@lianban/storage'
import { plusDays, type Day } from '../../clock/index.ts'
import type { ActAfterGrant } from '../../manifest.ts'
import type { Deed } from '../effects/outcomes/deed.ts'
import type { Change } from './act-papers.ts'
import { faceOf, holderOf, licenceOf } from './face.ts'
import { yearsLater } from './term.ts'

/* What an act after the grant does to a licence, worked out from both: pure. */

const ENDS: Partial<Record<ActAfterGrant, LicenceState>> = { withdraw: 'withdrawn', revoke: 'revoked', cancel: 'cancelled' }

/** What changes in the record, and the same for history and papers. */
export function changeOf(
  { at, row, matter }: Pick<Deed, 'at' | 'row' | 'matter'>,
  before: LicenceRow,
  act: ActAfterGrant,
  silence: Change | null,
): { patch: Partial<LicenceRow>; change: Change } {
  const end = ENDS[act]
  if (end) return { patch: { state: end, state_at: at }, change: { lines: [], from: before.valid_from, until: before.valid_until } }
  const paper = { paper_case_id: row.id }
  if (act === 'alter') {
    const face = faceOf(matter.matter, row)
    const change = { lines: changedLines(before.face, face), from: before.valid_from, until: before.valid_until }
    return { patch: { ...paper, face, ...holderOf(matter, row) }, change }
  }
  // A silent renewal is confirmed and not renewed again; the record keeps its first day, as the right was never interrupted.
  const term = act === 'renew' && !silence ? nextTerm(before, licenceOf(matter.matter).validYears) : null
  if (!term) return { patch: paper, change: silence ?? { lines: [], from: before.valid_from, until: before.valid_until } }
  return { patch: { ...paper, valid_until: term.until }, change: { lines: [], ...term } }
}

/** The new term begins on the day after the old one ends. A licence without end has nothing to renew. */
export function nextTerm({ valid_until }: Pick<LicenceRow, 'valid_until'>, years: number): { from: Day; until: Day } | null {
  if (valid_until === null) return null
  const from = plusDays(valid_until, 1)
  return { from, until: plusDays(yearsLater(from, years), -1) }
}

const NOTHING = '（无）'

/** Lines of the face that differ, both ways. */
export function changedLines(before: LicenceRow['face'], after: LicenceRow['face']): Change['lines'] {
  const labels = [...new Set([...before, ...after].map(({ label }) => label))]
  const textOf = (face: LicenceRow['face'], label: string) => face.find((line) => line.label === label)?.text ?? NOTHING
  return labels
    .map((label) => ({ label, before: textOf(before, label), after: textOf(after, label) }))
    .filter((line) => line.before !== line.after)
}
