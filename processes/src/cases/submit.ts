import type { JsonValue } from '@lianban/engine'
import { caseEvents, cases, newId, type Tx } from '@lianban/storage'
import { allocateNumber } from '../numbering/index.ts'
import { formOf, type Matter } from '../matters/matter-definition.ts'
import { openMatter } from '../matters/open-matter.ts'
import { caseLine, lineActor } from './case-lines.ts'
import type { CaseContext } from './context.ts'
import { signCommitment } from './duties/commitments.ts'
import { dutyPorts } from './duties/duty-ports.ts'
import { matterChanged, notFound } from './errors.ts'
import type { LowerOrgan } from './first-review.ts'
import { answersOf, checkNewForm, refuseProblems } from './forms.ts'
import { once } from './idempotency.ts'
import { planned, planParts, type Plan } from './joint/plan.ts'
import { claimOf, recordOpened, type Claim } from './licences/claim.ts'
import { logEntry } from './log-entries.ts'
import { optionsIn } from './options.ts'
import { newCase, startVariables, type NewCaseRow } from './new-case.ts'
import { caseNumbers, receiptVariable, type CaseNumbers } from './numbers.ts'
import { lowerOrganOf, organOf, regionOf } from './people.ts'
import { handIn, materialProblems, type GivenMaterials } from './materials.ts'
import { openingNamed, type LedgerOutcome } from '../ledgers/ledger.ts'
import type { EffectEntry } from './effects/effect.ts'
import { openerOrganOf, type OpenerOrgan } from './opened.ts'
import { partyRows } from './parties.ts'
import { sparedMaterials } from './materials-needed.ts'
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
  /** Of an internal matter: for which of the caller's organs. @default the first in which he may open it */
  organ?: string
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
    const opener = await openerOrganOf(context, caller, matter, submission.organ)
    const { form, claim, plan } = await checkedForm(context, caller, { matter, submission, opener })
    const readers = await starterReaders(context, caller, matter, submission.readers)
    return start(context, caller, { matter, form, claim, plan, opener, submission, readers, remember })
  })
}

/** @returns the values to store, for a theme the matters that they ask for, and the licence that it is about */
async function checkedForm(
  context: CaseContext,
  caller: Caller,
  { matter, submission, opener }: Pick<Start, 'matter' | 'submission' | 'opener'>,
): Promise<{ form: Record<string, unknown>; claim: Claim | null; plan: Plan | null }> {
  const schema = formOf(matter, matter.matter.applicationForm)
  const options = await optionsIn(context, caller.tenantId, [schema, submission.form])
  const checked = checkNewForm(schema, submission.form, matter.matter.applicantAccess, context.clock(), options)
  const isRight = checked.problems.length === 0
  const answers = answersOf(matter, checked.values)
  const spared = isRight ? sparedMaterials(matter.matter, answers, submission, context.clock()) : { keys: [], problems: [] }
  const needed = isRight ? { form: answers, spared: spared.keys } : null
  const missing = await materialProblems(context, caller, matter.matter, submission, needed)
  const { joint } = matter.matter
  const plan = joint && isRight ? await planParts(context, caller.tenantId, joint, { form: checked.values, answers }) : null
  const { claim, problems } = await claimOf(context, caller, matter.matter, checked.values)
  const { ledger } = matter.matter
  const opening = { context, caller, matter, form: checked.values, openerOrgan: opener?.id ?? null, at: context.clock() }
  const refused = ledger === undefined || !isRight ? [] : await openingNamed(context.ledgers, ledger).check?.(opening)
  refuseProblems([...checked.problems, ...spared.problems, ...missing, ...problems, ...(plan?.problems ?? []), ...(refused ?? [])])
  return { form: checked.values, claim, plan }
}

interface Start {
  matter: Matter
  form: Record<string, unknown>
  /** The licence that it is about, where it is about one. */
  claim: Claim | null
  plan: Plan | null
  opener: OpenerOrgan | null
  submission: Submission
  readers: Person[]
  remember: (tx: Tx, response: Submitted) => Promise<void>
}

async function start(context: CaseContext, caller: Caller, given: Start): Promise<Submitted> {
  const { matter, form, claim, plan, opener, submission, readers, remember } = given
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
  let written: LedgerOutcome = {}
  await context.engine.start({
    tenantId,
    definitionId: matter.definitionId,
    businessKey: caseId,
    actor: { userId: caller.userId },
    variables: {
      ...startVariables(calendar, { matter, organ, lower, opener, applicant: caller, form, caseId, at }),
      byCommitment: submission.commitment !== undefined,
    },
    prepare: async (tx) => {
      const given = { tenantId, region, matter, organId: organ.id, lower, caseId, at }
      const numbers = await givenNumbers(tx, { ...given, materials: submission.materials, reuse: submission.reuse, receipt: true })
      caseNo = numbers.caseNo
      // Whoever decides the first step is found by the case, so it is there before the step; its instance follows.
      await cases(tx).insert({ ...row(), instance_id: caseId })
      const opening = { context, caller, matter, form, openerOrgan: opener?.id ?? null, at, row: row() }
      if (matter.matter.ledger !== undefined) written = await openingNamed(context.ledgers, matter.matter.ledger).apply(tx, opening)
      return { ...numbers, ...written.variables }
    },
    within: async (tx, step) => {
      await cases(tx).update(tenantId, caseId, { instance_id: step.instanceId })
      await cases(tx).addParties(partyRows(row(), [...partiesOf(matter.matter, { lower, opener }), ...(written.parties ?? [])], at))
      if (plan) await planned(tx, row(), plan)
      await bookSubmission(tx, context, caller, { row: row(), matter, claim, opener, submission, entries: written.entries ?? [], at })
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
  {
    row,
    matter,
    claim,
    opener,
    submission,
    entries,
    at,
  }: Pick<Start, 'matter' | 'claim' | 'opener' | 'submission'> & { row: NewCaseRow; entries: EffectEntry[]; at: number },
): Promise<void> {
  const { tenantId } = caller
  await caseEvents(tx).insert([
    caseLine({
      tenant_id: tenantId,
      case_id: row.id,
      at,
      type: 'submitted',
      step_name: opener ? '申报' : '申请',
      action: 'submit',
      action_text: opener ? `${opener.name}提交` : '提交申请',
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
    channel: opener ? 'internal' : channelOf(caller),
    ...(opener && { opener: opener.id }),
    ...(claim && { licenceNo: claim.licence.licence_no, licenceAct: claim.entry.act }),
  }
  await context.tenants.supervision.record(tx, tenantId, [
    logEntry(caller, 'case.submitted', { caseId: row.id, organId: row.organ_id, payload }),
    ...entries.map((entry) => logEntry(caller, entry.action, { caseId: row.id, organId: row.organ_id, payload: entry.payload })),
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

/** Who takes part besides the organ that decides: those that the matter names, the lower organ that reviews first, and whose matter it is. */
const partiesOf = ({ parties = [] }: MatterManifest, { lower, opener }: { lower: LowerOrgan | null; opener: OpenerOrgan | null }) => [
  ...parties,
  ...(lower ? [{ role: 'coop' as const, organ: lower.id }] : []),
  ...(opener ? [{ role: 'opener' as const, organ: opener.id }] : []),
]

/** The case's number with its query code, and the receipt with its number. */
export async function givenNumbers(tx: Tx, given: CaseNumbers) {
  const asked = caseNumbers(given)
  const { number: caseNo, queryCode } = await allocateNumber(tx, asked.case)
  const receipt = asked.receipt && (await allocateNumber(tx, asked.receipt))
  return { caseNo, receipt: receiptVariable(given, { receiptNo: receipt?.number ?? null, queryCode }) }
}

/** By which way it came in: the applicant himself online, or someone of the county for him. */
const channelOf = ({ kind }: Caller): string => (kind === 'applicant' ? 'web' : 'window')
