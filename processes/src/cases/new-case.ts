import type { JsonValue } from '@lianban/engine'
import type { CaseRow, Tx } from '@lianban/storage'
import { countOf, dayOf, RUNNING_CLOCK, type Calendar } from '../clock/index.ts'
import type { Matter } from '../matters/matter-definition.ts'
import { allocateNumber } from '../numbering/index.ts'
import { remediesVariable } from './effects/effect.ts'
import { acceptanceVariable, intakeLimits, limitVariable } from './limits.ts'
import type { GivenMaterials } from './materials.ts'
import type { Caller } from './ports.ts'

interface CaseNumbers {
  tenantId: string
  region: string
  matter: Matter
  organId: string
  caseId: string
  materials: GivenMaterials
  at: number
}

/** The case's number with its query code, and the receipt's number where the matter's receipts are numbered. */
export async function givenNumbers(tx: Tx, { tenantId, region, matter, organId, caseId, materials, at }: CaseNumbers) {
  const { matterNo, documentNumbers } = matter.matter
  const common = { tenantId, schemes: matter.numbering, organId, runOrganId: matter.matter.organ, caseId, at }
  const facts = { day: dayOf(at), region, matterNo, organCode: documentNumbers.organCode, type: documentNumbers.types.receipt }
  const { number: caseNo, queryCode } = await allocateNumber(tx, { ...common, kind: 'case', facts })
  const receipt = facts.type === undefined ? null : await allocateNumber(tx, { ...common, kind: 'receipt', facts })
  const names = matter.matter.materials.flatMap(({ key, name }) =>
    materials[key]?.length ? [`${name}（${materials[key].length}份）`] : [],
  )
  return { caseNo, receipt: { number: receipt?.number ?? null, queryCode, receivedAt: at, materials: names } satisfies JsonValue }
}

export interface NewCase {
  /** Whose case it is. */
  applicant: Pick<Caller, 'tenantId' | 'userId' | 'name'>
  matter: Matter
  form: Record<string, unknown>
  caseId: string
  caseNo: string
  organ: { id: string; name: string }
  at: number
}

/** The case file of a case that is handed in now. */
export function newCase(calendar: Calendar, { applicant, matter, form, caseId, caseNo, organ, at }: NewCase): Omit<CaseRow, 'instance_id'> {
  return {
    tenant_id: applicant.tenantId,
    id: caseId,
    case_no: caseNo,
    matter_key: matter.matter.key,
    matter_version: matter.version,
    matter_name: matter.matter.name,
    organ_id: organ.id,
    organ_name: organ.name,
    applicant_id: applicant.userId,
    applicant_name: String(form[matter.matter.applicantName] ?? applicant.name),
    form,
    status: 'submitted',
    step_name: null,
    submitted_at: at,
    accepted_at: null,
    deemed_accepted: false,
    decided_at: null,
    closed_at: null,
    promised_due_at: null,
    statutory_due_at: null,
    delivery_due_at: null,
    card: null,
    supplement: null,
    decision: null,
    ...intakeLimits(matter.matter, at, calendar),
    calendar_version: calendar.edition,
  }
}

/**
 * The process variables of a new case. `clockFrom` and `acceptance` start as silence would leave them: accepted on
 * receipt (行政许可法 article 32); whoever accepts sets them anew.
 */
export function startVariables(
  calendar: Calendar,
  { matter, organ, form, caseId, at }: Pick<NewCase, 'matter' | 'organ' | 'form' | 'caseId' | 'at'>,
) {
  const { matter: item } = matter
  return {
    caseId,
    organ: organ.id,
    organName: organ.name,
    matterKey: item.key,
    matterName: item.name,
    applicantName: String(form[item.applicantName] ?? ''),
    [limitVariable('promised', item.limits.promised)]: countOf(item.limits.promised),
    [limitVariable('statutory', item.limits.statutory)]: countOf(item.limits.statutory),
    clockFrom: at,
    clock: { ...RUNNING_CLOCK } as unknown as JsonValue,
    application: form as JsonValue,
    remedies: remediesVariable(item),
    ...(item.joint && { headOrgan: item.joint.headOrgan }),
    acceptance: acceptanceVariable(item, { receivedAt: at, acceptedAt: at, number: '' }, calendar),
  }
}
