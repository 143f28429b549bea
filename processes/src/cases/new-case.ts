import type { JsonValue } from '@lianban/engine'
import type { CaseRow } from '@lianban/storage'
import { RUNNING_CLOCK, type Calendar } from '../clock/index.ts'
import type { MatterManifest } from '../manifest.ts'
import type { Matter } from '../matters/matter-definition.ts'
import { remediesVariable } from './effects/papers.ts'
import { answersOf } from './forms.ts'
import type { LowerOrgan } from './first-review.ts'
import type { OpenerOrgan } from './opened.ts'
import { acceptanceVariable, examinationLimits, intakeLimits, limitVariables } from './limits.ts'
import type { Caller } from './ports.ts'

/** A case before its instance is there. */
export type NewCaseRow = Omit<CaseRow, 'instance_id'>

interface NewCase {
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
export function newCase(calendar: Calendar, { applicant, matter, form, caseId, caseNo, organ, at }: NewCase): NewCaseRow {
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
    // Of an internal matter there is nothing to accept.
    ...(matter.matter.openedBy && { status: 'accepted' as const, ...examinationLimits(matter.matter, at, calendar) }),
    calendar_version: calendar.edition,
  }
}

/** Which parts of a common model the case goes through; steps may choose anew. */
export const procedureVariables = ({ procedure, name, licence, decisionDocument, licenceAct }: MatterManifest) => ({
  ...procedure,
  licenceAct: licenceAct?.act ?? null,
  licenceTemplate: (licence ?? decisionDocument)?.document ?? null,
  licenceName: (licence ?? decisionDocument)?.name ?? name,
  deliverTogether: false,
})

/**
 * The process variables of a new case. `clockFrom` and `acceptance` start as silence would leave them: accepted on
 * receipt (行政许可法 article 32); whoever accepts sets them anew.
 */
export function startVariables(
  calendar: Calendar,
  {
    matter,
    organ,
    lower = null,
    opener = null,
    applicant = null,
    form,
    caseId,
    at,
  }: Pick<NewCase, 'matter' | 'organ' | 'form' | 'caseId' | 'at'> & {
    lower?: LowerOrgan | null
    opener?: OpenerOrgan | null
    applicant?: Pick<Caller, 'userId'> | null
  },
) {
  const { matter: item } = matter
  return {
    caseId,
    organ: organ.id,
    // Until it reports up, the papers are the lower organ's.
    organName: lower?.name ?? organ.name,
    intakeOrgan: lower?.id ?? organ.id,
    firstReviewOrgan: lower?.id ?? null,
    lowerOrganName: lower?.name ?? null,
    acceptanceTemplate: lower ? 'first-review-acceptance-notice' : 'acceptance-notice',
    matterKey: item.key,
    matterName: item.name,
    exOfficio: item.licenceAct?.by === 'organ',
    applicantName: String(form[item.applicantName] ?? ''),
    // Of an internal matter: who opened it, and for which organ; steps go back to them.
    ...(item.openedBy && { opener: applicant?.userId ?? null, openerOrgan: opener?.id ?? null, openerOrganName: opener?.name ?? null }),
    ...limitVariables(item),
    ...procedureVariables(item),
    clockFrom: at,
    clock: { ...RUNNING_CLOCK } as unknown as JsonValue,
    application: answersOf(matter, form) as JsonValue,
    remedies: remediesVariable(item),
    ...(item.joint && { headOrgan: item.joint.headOrgan }),
    acceptance: acceptanceVariable(item, { receivedAt: at, acceptedAt: at, number: '' }, calendar),
  }
}
