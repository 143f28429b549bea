import type { CaseRow } from '@lianban/storage'
import type { JsonValue } from '@lianban/engine'
import { dayOf } from '../clock/index.ts'
import type { DocumentKind } from '../manifest.ts'
import type { Matter } from '../matters/matter-definition.ts'
import { NumberingError } from '../numbering/numbering-error.ts'
import type { NumberRequest } from '../numbering/request.ts'
import { issuerOf, type LowerOrgan } from './first-review.ts'
import { licenceOf } from './licences/face.ts'
import { copies } from './materials-needed.ts'

/* Which number is asked for, and by what it is made up: pure. Whoever keeps the runs gives it out. */

export interface Numbered {
  loaded: {
    matter: Matter
    row: Pick<CaseRow, 'tenant_id' | 'organ_id' | 'id'> & Partial<Pick<CaseRow, 'form' | 'clock'>>
  }
  at: number
}

/** A document number 文号. @throws NumberingError NUMBER_SCHEME_INVALID if the matter has no document type for this kind */
export function documentNumber({ loaded, at }: Numbered, kind: DocumentKind): NumberRequest {
  const { matter, numbering } = loaded.matter
  const { types, numbering: scheme = 'document' } = matter.documentNumbers
  const type = types[kind]
  if (type === undefined) throw new NumberingError('NUMBER_SCHEME_INVALID', `事项“${matter.name}”没有设置“${kind}”的文种代字`)
  const { tenant_id: tenantId, id: caseId } = loaded.row
  const { organId, organCode } = issuerOf(matter, loaded.row)
  const facts = { day: dayOf(at), organCode, type, matterNo: matter.matterNo }
  const of = { tenantId, organId, runOrganId: organId === loaded.row.organ_id ? matter.organ : organId, caseId }
  return { ...of, kind: 'document', scheme, schemes: numbering, facts, at }
}

/** The number of a new licence, by the matter's scheme. @param region GB/T 2260 code of the county */
export function licenceNumber(row: CaseRow, { matter, numbering }: Matter, { region, at }: { region: string; at: number }): NumberRequest {
  const { documentNumbers, matterNo } = matter
  return {
    tenantId: row.tenant_id,
    kind: 'licence',
    scheme: licenceOf(matter).numbering,
    schemes: numbering,
    organId: row.organ_id,
    runOrganId: matter.organ,
    caseId: row.id,
    facts: { day: dayOf(at), region, organCode: documentNumbers.organCode, matterNo, form: row.form },
    at,
  }
}

export interface CaseNumbers {
  tenantId: string
  region: string
  matter: Matter
  organId: string
  /** Whose receipt it is, where a lower organ receives the application. */
  lower?: LowerOrgan | null
  caseId: string
  /** Material → files. */
  materials: Record<string, string[]>
  /** What the county had already. */
  reuse?: Record<string, string[]>
  /** Whether the applicant is handed a receipt 收件凭证: of what the county begins itself there is none. */
  receipt?: boolean
  at: number
}

/** The numbers of a new case and, where its applicant gets one, of the receipt. */
export function caseNumbers(given: CaseNumbers): { case: NumberRequest; receipt: NumberRequest | null } {
  const { tenantId, region, matter, organId, lower, caseId, at } = given
  const { matterNo, documentNumbers } = matter.matter
  const common = { tenantId, schemes: matter.numbering, organId, runOrganId: matter.matter.organ, caseId, at }
  const facts = { day: dayOf(at), region, matterNo, organCode: documentNumbers.organCode, type: documentNumbers.types.receipt }
  const issuer = lower ? { organId: lower.id, runOrganId: lower.id } : {}
  const ofIssuer = { ...common, ...issuer, kind: 'receipt' as const, facts: { ...facts, ...(lower && { organCode: lower.organCode }) } }
  return { case: { ...common, kind: 'case', facts }, receipt: given.receipt && facts.type !== undefined ? ofIssuer : null }
}

/** The `receipt` variable; a receipt without a number is not made out. */
export function receiptVariable(
  { matter, materials, reuse = {}, at }: Pick<CaseNumbers, 'matter' | 'materials' | 'reuse' | 'at'>,
  numbers: { receiptNo: string | null; queryCode: string | null },
) {
  const names = matter.matter.materials.flatMap(({ key, name }) => [
    ...(materials[key]?.length ? [copies(name, materials[key].length)] : []),
    ...(reuse[key]?.length ? [copies(name, reuse[key].length, '使用已有材料')] : []),
  ])
  return { number: numbers.receiptNo, queryCode: numbers.queryCode, receivedAt: at, materials: names } satisfies JsonValue
}
