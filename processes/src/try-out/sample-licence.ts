import type { CaseRow, LicenceRow } from '@lianban/storage'
import { actPaper } from '../cases/licences/act-papers.ts'
import { changeOf } from '../cases/licences/act-change.ts'
import { ACTS } from '../cases/licences/acts.ts'
import { faceOf, holderOf, licenceOf } from '../cases/licences/face.ts'
import { yearsLater } from '../cases/licences/term.ts'
import { dayOf, plusDays } from '../clock/index.ts'
import type { Deed, Outcome } from '../cases/effects/outcomes/deed.ts'
import { newDecision } from '../cases/effects/outcomes/decision.ts'
import type { DecisionRecord } from '../cases/views.ts'
import type { Matter } from '../matters/matter-definition.ts'

/** Days until the licence ends: in time for a renewal. */
const DAYS_LEFT = 60
/** What stood in the first line of the licence before an alteration. */
const BEFORE = '(变更前的内容)'

/** The licence that an act after the grant is tried out on: valid, the applicant's, and in no register. */
export function sampleLicence(definition: Matter, row: CaseRow, today: string): LicenceRow {
  const { matter } = definition
  const { name, validYears, kind } = licenceOf(matter)
  const validUntil = plusDays(today, DAYS_LEFT)
  const face = faceOf(matter, row).map((line, index) => (index === 0 ? { ...line, text: BEFORE } : line))
  const field = matter.licenceAct?.field
  return {
    tenant_id: row.tenant_id,
    id: 'licence',
    licence_no: String((field !== undefined && row.form[field]) || ''),
    kind: kind ?? matter.key,
    name,
    matter_key: matter.key,
    matter_name: row.matter_name,
    organ_id: row.organ_id,
    organ_name: row.organ_name,
    case_id: 'granted',
    paper_case_id: 'granted',
    holder_id: row.applicant_id,
    ...holderOf(definition, row),
    face,
    valid_from: plusDays(yearsLater(validUntil, -validYears), 1),
    valid_until: validUntil,
    state: 'valid',
    state_at: null,
    created_at: row.submitted_at,
  }
}

/** What the decision does to that licence, with the papers that say so. @param statement what was made of the defence 陈述申辩 */
export function actDecided(
  deed: Deed,
  number: string,
  statement: string | null,
): { decision: DecisionRecord; licence: LicenceRow; variables: Outcome['variables'] } {
  const { row, matter, at } = deed
  const { act } = matter.matter.licenceAct!
  const before = sampleLicence(matter, row, dayOf(at))
  const { patch, change } = changeOf(deed, before, act, null)
  const licence = { ...before, ...patch }
  const decision: DecisionRecord = {
    ...newDecision(deed, { number, licenceNo: null }),
    licenceNo: before.licence_no,
    validFrom: change.from,
    validUntil: change.until,
  }
  return {
    decision,
    licence,
    variables: actPaper(deed, { act, decision, licence, change, statement: act === 'revoke' ? statement : null }),
  }
}

/** The kind of number that the decision on an act has. */
export const paperOf = ({ matter: { licenceAct, documentNumbers } }: Matter) => {
  const { paper } = ACTS[licenceAct!.act]
  return documentNumbers.types[paper] === undefined ? 'grant' : paper
}
