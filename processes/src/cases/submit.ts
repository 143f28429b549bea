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
import { byHimself, filedBy, type Filing } from './filing.ts'
import { formFileProblems, tieFormFiles } from './form-files.ts'
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
    const matter = await wantedMatter(context, caller.tenantId, submission)
    const { organ: organId, openedBy } = matter.matter
    const asked = { type: 'case', organId, applicantId: caller.userId, isInternal: openedBy !== undefined } as const
    await context.tenants.authorization.assert(caller, 'create', asked)
    const within = (tx: Tx, _row: NewCaseRow, submitted: Submitted) => remember(tx, submitted)
    return fileCase(context, byHimself(caller), { matter, submission, within })
  })
}

/** The matter as it takes cases now. @throws CaseError NOT_FOUND, MATTER_NOT_OPEN, MATTER_CHANGED */
export async function wantedMatter(
  context: CaseContext,
  tenantId: string,
  { matterKey, version }: Pick<Submission, 'matterKey' | 'version'>,
): Promise<Matter> {
  const matter = await openMatter(context, tenantId, matterKey)
  if (version !== undefined && version !== matter.version) throw matterChanged()
  return matter
}

/** What is handed in, for a matter and by persons who were let in. */
export interface Filed {
  matter: Matter
  submission: Submission
  /** Process variables besides those of every case. */
  variables?: Record<string, JsonValue>
  /** Written in the transaction that starts the case. */
  within: (tx: Tx, row: NewCaseRow, submitted: Submitted) => Promise<void>
}

/** Checks what is handed in and starts the case. @throws as `submit`, but for rights, the version and the key */
export async function fileCase(context: CaseContext, filing: Filing, filed: Filed): Promise<Submitted> {
  const { matter, submission } = filed
  // What the organ begins itself is nothing to apply for.
  if (matter.matter.licenceAct?.by === 'organ') throw notFound('事项')
  // Nobody hands in an internal matter for another.
  if (matter.matter.openedBy && filing.by !== filing.applicant) throw notFound('事项')
  const opener = await openerOrganOf(context, filing.by, matter, submission.organ)
  const { form, claim, plan } = await checkedForm(context, filing, { matter, submission, opener })
  const readers = await starterReaders(context, filing.by, matter, submission.readers)
  return start(context, filing, { ...filed, form, claim, plan, opener, readers })
}

/** @returns the values to store, for a theme the matters that they ask for, and the licence that it is about */
async function checkedForm(
  context: CaseContext,
  filing: Filing,
  { matter, submission, opener }: Pick<Start, 'matter' | 'submission' | 'opener'>,
): Promise<{ form: Record<string, unknown>; claim: Claim | null; plan: Plan | null }> {
  const { applicant } = filing
  const { tenantId } = applicant
  const schema = formOf(matter, matter.matter.applicationForm)
  const options = await optionsIn(context, tenantId, [schema, submission.form])
  const checked = checkNewForm(schema, submission.form, matter.matter.applicantAccess, context.clock(), options)
  const isRight = checked.problems.length === 0
  const answers = answersOf(matter, checked.values)
  const spared = isRight ? sparedMaterials(matter.matter, answers, submission, context.clock()) : { keys: [], problems: [] }
  const needed = isRight ? { form: answers, spared: spared.keys } : null
  const missing = await materialProblems(context, filing, matter.matter, submission, needed)
  const { joint } = matter.matter
  const plan = joint && isRight ? await planParts(context, tenantId, joint, { form: checked.values, answers }) : null
  const { claim, problems } = await claimOf(context, applicant, matter.matter, checked.values)
  const { ledger } = matter.matter
  const opening = { context, caller: filing.by, matter, form: checked.values, openerOrgan: opener?.id ?? null, at: context.clock() }
  const refused = ledger === undefined || !isRight ? [] : await openingNamed(context.ledgers, ledger).check?.(opening)
  const files = isRight ? await formFileProblems(context.database, filing.by, null, checked.values) : []
  refuseProblems([
    ...checked.problems,
    ...files,
    ...spared.problems,
    ...missing,
    ...problems,
    ...(plan?.problems ?? []),
    ...(refused ?? []),
  ])
  return { form: checked.values, claim, plan }
}

interface Start extends Filed {
  form: Record<string, unknown>
  /** The licence that it is about, where it is about one. */
  claim: Claim | null
  plan: Plan | null
  opener: OpenerOrgan | null
  readers: Person[]
}

async function start(context: CaseContext, filing: Filing, given: Start): Promise<Submitted> {
  const { matter, form, claim, plan, opener, submission, readers } = given
  const { by, applicant } = filing
  const { tenantId } = applicant
  const [organ, region, lower] = await Promise.all([
    organOf(context, tenantId, matter.matter.organ),
    regionOf(context, tenantId),
    lowerOrganOf(context, tenantId, matter.matter, form),
  ])
  const at = context.clock()
  const caseId = newId()
  const calendar = context.calendarOf(tenantId)
  let caseNo = ''
  const row = (): NewCaseRow => newCase(calendar, { applicant, matter, form, caseId, caseNo, organ, at })
  let written: LedgerOutcome = {}
  await context.engine.start({
    tenantId,
    definitionId: matter.definitionId,
    businessKey: caseId,
    actor: { userId: by.userId },
    variables: {
      ...startVariables(calendar, { matter, organ, lower, opener, applicant, form, caseId, at }),
      byCommitment: submission.commitment !== undefined,
      ...given.variables,
    },
    prepare: async (tx) => {
      const given = { tenantId, region, matter, organId: organ.id, lower, caseId, at }
      const numbers = await givenNumbers(tx, { ...given, materials: submission.materials, reuse: submission.reuse, receipt: true })
      caseNo = numbers.caseNo
      // Whoever decides the first step is found by the case, so it is there before the step; its instance follows.
      await cases(tx).insert({ ...row(), instance_id: caseId })
      const opening = { context, caller: by, matter, form, openerOrgan: opener?.id ?? null, at, row: row() }
      if (matter.matter.ledger !== undefined) written = await openingNamed(context.ledgers, matter.matter.ledger).apply(tx, opening)
      return { ...numbers, ...written.variables }
    },
    within: async (tx, step) => {
      await cases(tx).update(tenantId, caseId, { instance_id: step.instanceId })
      await cases(tx).addParties(partyRows(row(), [...partiesOf(matter.matter, { lower, opener }), ...(written.parties ?? [])], at))
      if (plan) await planned(tx, row(), plan)
      await tieFormFiles(tx, by, caseId, form)
      await bookSubmission(tx, context, filing, { row: row(), matter, claim, opener, submission, entries: written.entries ?? [], at })
      await circulateToChosen(context, by, tx, { ...row(), instance_id: step.instanceId }, readers)
      await given.within(tx, row(), { caseId, caseNo })
    },
  })
  return { caseId, caseNo }
}

/** What was handed in and promised with it, told on the time line and in the log. */
async function bookSubmission(
  tx: Tx,
  context: CaseContext,
  filing: Filing,
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
  const { tenantId } = filing.applicant
  const actor = filedBy(filing)
  await caseEvents(tx).insert([
    caseLine({
      tenant_id: tenantId,
      case_id: row.id,
      at,
      type: 'submitted',
      step_name: opener ? '申报' : '申请',
      action: 'submit',
      action_text: opener ? `${opener.name}提交` : '提交申请',
      ...lineActor(actor),
    }),
    ...(claim ? await recordOpened(tx, context, filing.applicant, { claim, row }) : []),
  ])
  const { materials, reused } = await handIn(tx, context, filing, { row, matter: matter.matter, round: 0, given: submission, at })
  const payload = {
    caseNo: row.case_no,
    matter: matter.matter.key,
    version: matter.version,
    form: row.form as JsonValue,
    materials,
    reused,
    deferred: submission.deferred ?? [],
    byCommitment: submission.commitment !== undefined,
    channel: opener ? 'internal' : channelOf(filing.by),
    ...(opener && { opener: opener.id }),
    ...(claim && { licenceNo: claim.licence.licence_no, licenceAct: claim.entry.act }),
  }
  await context.tenants.supervision.record(tx, tenantId, [
    logEntry(actor, 'case.submitted', { caseId: row.id, organId: row.organ_id, payload }),
    ...entries.map((entry) => logEntry(actor, entry.action, { caseId: row.id, organId: row.organ_id, payload: entry.payload })),
  ])
  const { commitment } = matter.matter
  if (!submission.commitment || !commitment) return
  await signCommitment(tx, dutyPorts(context), {
    row,
    matter: matter.matter,
    commitment,
    materials: submission.commitment.materials,
    channel: channelOf(filing.by),
    signedName: row.applicant_name,
    by: actor,
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
const channelOf = ({ kind }: Caller): 'web' | 'window' => (kind === 'applicant' ? 'web' : 'window')
