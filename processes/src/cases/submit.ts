import type { JsonValue } from '@lianban/engine'
import { caseEvents, cases, newId, type CaseRow, type Tx } from '@lianban/storage'
import { dayOf, RUNNING_CLOCK, type Calendar } from '../clock/index.ts'
import { allocateNumber } from '../numbering/index.ts'
import { formOf, type Matter } from '../matters/matter-definition.ts'
import { openMatter } from '../matters/open-matter.ts'
import { caseLine, lineActor } from './case-lines.ts'
import type { CaseContext } from './context.ts'
import { commitmentFor, signCommitment } from './duties/commitments.ts'
import { dutyPorts } from './duties/duty-ports.ts'
import { matterChanged, notFound, type PlacedProblem } from './errors.ts'
import { remediesVariable } from './effects/effect.ts'
import { lowerOrganOf, type LowerOrgan } from './first-review.ts'
import { answersOf, checkNewForm, refuseProblems } from './forms.ts'
import { once } from './idempotency.ts'
import { copies } from './materials-list.ts'
import { planned, planParts, type Plan } from './joint/plan.ts'
import { claimOf, recordOpened, type Claim } from './licences/claim.ts'
import { acceptanceVariable, intakeLimits, limitVariables } from './limits.ts'
import { logEntry } from './log-entries.ts'
import { organOf, regionOf } from './people.ts'
import { handIn, materialProblems, type GivenMaterials } from './materials.ts'
import { circulateToChosen, starterReaders } from './desk/starter-readers.ts'
import type { Person } from './desk/recipients.ts'
import type { MatterManifest } from '../manifest.ts'
import type { Caller } from './ports.ts'

export interface Submission {
  matterKey: string
  /** Values of the application form. */
  form: Record<string, unknown>
  materials: GivenMaterials
  /** Papers that the county has already, by material; see reuse.ts. */
  reuse?: GivenMaterials
  /** Keys of materials that follow later, where the matter allows it; the intake decides 容缺. */
  deferred?: string[]
  /** The applicant promises 告知承诺 what the matter lets him promise, and need not hand in these materials. */
  commitment?: { agreed: true; materials: string[] }
  /** Version of the matter that the applicant saw; absent: whichever is in force. */
  version?: number
  /** Readers 抄送 whom the starter chose, where the matter lets him. */
  readers?: string[]
  /** Chosen by the client: a second submission with the same key gets the first one's answer. */
  idempotencyKey: string
}

export interface Submitted {
  caseId: string
  caseNo: string
}

/**
 * Hands in an application: form and materials are checked, the case gets its number and its process starts; case,
 * materials, time line and supervision entry are written in the transaction that starts it.
 * @throws CaseError NOT_FOUND, FORM_INVALID (details.problems; materials at `materials.<key>`), FIELD_NOT_WRITABLE,
 *   UNKNOWN_FIELD, MATTER_NOT_OPEN, MATTER_CHANGED, IDEMPOTENCY_KEY_REUSED; NOT_AUTHORIZED
 */
export function submit(context: CaseContext, caller: Caller, submission: Submission): Promise<Submitted> {
  const { idempotencyKey, ...body } = submission
  return once<Submitted>(context, { caller, key: idempotencyKey, operation: 'case.submit', body }, async (remember) => {
    const matter = await openMatter(context, caller.tenantId, submission.matterKey)
    if (submission.version !== undefined && submission.version !== matter.version) throw matterChanged()
    await context.tenants.authorization.assert(caller, 'create', { type: 'case', organId: matter.matter.organ, applicantId: caller.userId })
    // What the organ begins itself is nothing to apply for.
    if (matter.matter.licenceAct?.by === 'organ') throw notFound('事项')
    const { form, claim, plan } = await checkedForm(context, caller, matter, submission)
    const readers = await starterReaders(context, caller, matter, submission.readers)
    return start(context, caller, { matter, form, claim, plan, submission, readers, remember })
  })
}

/** @returns the values to store, for a theme the matters that they ask for, and the licence that it is about */
async function checkedForm(
  context: CaseContext,
  caller: Caller,
  matter: Matter,
  submission: Submission,
): Promise<{ form: Record<string, unknown>; claim: Claim | null; plan: Plan | null }> {
  const schema = formOf(matter, matter.matter.applicationForm)
  const checked = checkNewForm(schema, submission.form, matter.matter.applicantAccess, context.clock())
  const isRight = checked.problems.length === 0
  const answers = answersOf(matter, checked.values)
  const spared = isRight ? sparedMaterials(matter, answers, submission, context.clock()) : { keys: [], problems: [] }
  const needed = isRight ? { form: answers, spared: spared.keys } : null
  const missing = await materialProblems(context, caller, matter.matter, submission, needed)
  const { joint } = matter.matter
  const plan = joint && isRight ? await planParts(context, caller.tenantId, joint, answers) : null
  const { claim, problems } = await claimOf(context, caller, matter.matter, checked.values)
  refuseProblems([...checked.problems, ...spared.problems, ...missing, ...problems, ...(plan?.problems ?? [])])
  return { form: checked.values, claim, plan }
}

/** Materials that need not be there yet, or at all: deferred, or promised. */
function sparedMaterials(
  { matter }: Matter,
  answers: Record<string, unknown>,
  { deferred = [], commitment }: Submission,
  now: number,
): { keys: string[]; problems: PlacedProblem[] } {
  const nameOf = (key: string) => matter.materials.find((material) => material.key === key)?.name ?? key
  const final = deferred.filter((key) => !matter.materials.some((material) => material.key === key && material.deferral !== null))
  const allowed = commitment ? commitmentFor(matter, answers, now) : null
  const unpromised = allowed ? commitment!.materials.filter((key) => !allowed.materials.includes(key)) : []
  return {
    keys: [...deferred, ...(commitment?.materials ?? [])],
    problems: [
      ...final.map((key) => ({ path: `materials.${key}`, code: 'NOT_DEFERRABLE', message: `“${nameOf(key)}”不能容缺后补,请上传` })),
      ...unpromised.map((key) => ({ path: `materials.${key}`, code: 'NOT_PROMISABLE', message: `“${nameOf(key)}”不能以承诺代替,请上传` })),
      ...(commitment && !allowed
        ? [{ path: 'commitment', code: 'COMMITMENT_NOT_ALLOWED', message: '您填写的情况不适用告知承诺,请取消告知承诺后按一般程序提交' }]
        : []),
    ],
  }
}

interface Start {
  matter: Matter
  form: Record<string, unknown>
  /** The licence that it is about, where it is about one. */
  claim: Claim | null
  plan: Plan | null
  submission: Submission
  readers: Person[]
  remember: (tx: Tx, response: Submitted) => Promise<void>
}

async function start(context: CaseContext, caller: Caller, given: Start): Promise<Submitted> {
  const { matter, form, claim, plan, submission, readers, remember } = given
  const { tenantId } = caller
  const [organ, region, lower] = await Promise.all([
    organOf(context, tenantId, matter.matter.organ),
    regionOf(context, tenantId),
    lowerOrganOf(context, tenantId, matter.matter, form),
  ])
  const at = context.clock()
  const caseId = newId()
  const calendar = context.calendarOf(tenantId)
  let caseNo = ''
  const row = (): NewCaseRow => newCase(calendar, { applicant: caller, matter, form, caseId, caseNo, organ, at })
  await context.engine.start({
    tenantId,
    definitionId: matter.definitionId,
    businessKey: caseId,
    actor: { userId: caller.userId },
    variables: {
      ...startVariables(calendar, { matter, organ, lower, form, caseId, at }),
      byCommitment: submission.commitment !== undefined,
    },
    prepare: async (tx) => {
      const given = { tenantId, region, matter, organId: organ.id, lower, caseId, at }
      const numbers = await givenNumbers(tx, { ...given, materials: submission.materials, reuse: submission.reuse, receipt: true })
      caseNo = numbers.caseNo
      // Whoever decides the first step is found by the case, so it is there before the step; its instance follows.
      await cases(tx).insert({ ...row(), instance_id: caseId })
      return { ...numbers }
    },
    within: async (tx, step) => {
      await cases(tx).update(tenantId, caseId, { instance_id: step.instanceId })
      await cases(tx).addParties(
        partiesOf(matter.matter, lower).map(({ role, organ: id }) => ({ tenant_id: tenantId, case_id: caseId, role, organ_id: id, at })),
      )
      if (plan) await planned(tx, row(), plan)
      await bookSubmission(tx, context, caller, { row: row(), matter, claim, submission, at })
      await circulateToChosen(context, caller, tx, { ...row(), instance_id: step.instanceId }, readers)
      await remember(tx, { caseId, caseNo })
    },
  })
  return { caseId, caseNo }
}

/** What was handed in and promised with it, told on the time line and in the log. */
async function bookSubmission(
  tx: Tx,
  context: CaseContext,
  caller: Caller,
  { row, matter, claim, submission, at }: Pick<Start, 'matter' | 'claim' | 'submission'> & { row: NewCaseRow; at: number },
): Promise<void> {
  const { tenantId } = caller
  await caseEvents(tx).insert([
    caseLine({
      tenant_id: tenantId,
      case_id: row.id,
      at,
      type: 'submitted',
      step_name: '申请',
      action: 'submit',
      action_text: '提交申请',
      ...lineActor(caller),
    }),
    ...(claim ? await recordOpened(tx, context, caller, { claim, row }) : []),
  ])
  const { materials, reused } = await handIn(tx, context, caller, { row, matter: matter.matter, round: 0, given: submission, at })
  const payload = {
    caseNo: row.case_no,
    matter: matter.matter.key,
    version: matter.version,
    form: row.form as JsonValue,
    materials,
    reused,
    deferred: submission.deferred ?? [],
    byCommitment: submission.commitment !== undefined,
    channel: channelOf(caller),
    ...(claim && { licenceNo: claim.licence.licence_no, licenceAct: claim.entry.act }),
  }
  await context.tenants.supervision.record(tx, tenantId, [
    logEntry(caller, 'case.submitted', { caseId: row.id, organId: row.organ_id, payload }),
  ])
  const { commitment } = matter.matter
  if (!submission.commitment || !commitment) return
  await signCommitment(tx, dutyPorts(context), {
    row,
    matter: matter.matter,
    commitment,
    materials: submission.commitment.materials,
    channel: 'web',
    signedName: row.applicant_name,
    by: caller,
    at,
  })
}

/** Who takes part besides the organ that decides: those that the matter names, and the lower organ that reviews first. */
const partiesOf = ({ parties = [] }: MatterManifest, lower: LowerOrgan | null) => [
  ...parties,
  ...(lower ? [{ role: 'coop' as const, organ: lower.id }] : []),
]

interface CaseNumbers {
  tenantId: string
  region: string
  matter: Matter
  organId: string
  /** Whose receipt it is, where a lower organ receives the application. */
  lower?: LowerOrgan | null
  caseId: string
  materials: GivenMaterials
  /** What the county had already. */
  reuse?: GivenMaterials
  /** Whether the applicant is handed a receipt 收件凭证: of what the county begins itself there is none. */
  receipt?: boolean
  at: number
}

/** The case's number with its query code, and the receipt with its number; a receipt without a number is not made out. */
export async function givenNumbers(tx: Tx, given: CaseNumbers) {
  const { tenantId, region, matter, organId, lower, caseId, materials, reuse = {}, at } = given
  const { matterNo, documentNumbers } = matter.matter
  const common = { tenantId, schemes: matter.numbering, organId, runOrganId: matter.matter.organ, caseId, at }
  const facts = { day: dayOf(at), region, matterNo, organCode: documentNumbers.organCode, type: documentNumbers.types.receipt }
  const { number: caseNo, queryCode } = await allocateNumber(tx, { ...common, kind: 'case', facts })
  const issuer = lower ? { organId: lower.id, runOrganId: lower.id } : {}
  const ofIssuer = { ...common, ...issuer, kind: 'receipt' as const, facts: { ...facts, ...(lower && { organCode: lower.organCode }) } }
  const receipt = given.receipt && facts.type !== undefined ? await allocateNumber(tx, ofIssuer) : null
  const names = matter.matter.materials.flatMap(({ key, name }) => [
    ...(materials[key]?.length ? [copies(name, materials[key].length)] : []),
    ...(reuse[key]?.length ? [copies(name, reuse[key].length, '使用已有材料')] : []),
  ])
  return { caseNo, receipt: { number: receipt?.number ?? null, queryCode, receivedAt: at, materials: names } satisfies JsonValue }
}

/** By which way it came in: the applicant himself online, or someone of the county for him. */
const channelOf = ({ kind }: Caller): string => (kind === 'applicant' ? 'web' : 'window')

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
    form,
    caseId,
    at,
  }: Pick<NewCase, 'matter' | 'organ' | 'form' | 'caseId' | 'at'> & { lower?: LowerOrgan | null },
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
    ...limitVariables(item),
    ...procedureVariables(item),
    clockFrom: at,
    clock: { ...RUNNING_CLOCK } as unknown as JsonValue,
    application: form as JsonValue,
    remedies: remediesVariable(item),
    ...(item.joint && { headOrgan: item.joint.headOrgan }),
    acceptance: acceptanceVariable(item, { receivedAt: at, acceptedAt: at, number: '' }, calendar),
  }
}
