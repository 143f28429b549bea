import type { JsonValue } from '@lianban/engine'
import { caseEvents, cases, licences, newId, type LicenceRow, type Tx } from '@lianban/storage'
import { lengthWords } from '../../clock/index.ts'
import { formOf, type Matter } from '../../matters/matter-definition.ts'
import { openMatter } from '../../matters/open-matter.ts'
import { caseLine, engineActor, lineActor } from '../case-lines.ts'
import type { CaseContext } from '../context.ts'
import { nextNumber } from '../effects/effect.ts'
import { notFound } from '../errors.ts'
import { formFileProblems, tieFormFiles } from '../form-files.ts'
import { checkNewForm, refuseProblems } from '../forms.ts'
import { optionsIn } from '../options.ts'
import { once } from '../idempotency.ts'
import { logEntry } from '../log-entries.ts'
import { byHimself } from '../filing.ts'
import { handIn, materialProblems, type GivenMaterials } from '../materials.ts'
import { organOf, regionOf } from '../people.ts'
import type { Caller } from '../ports.ts'
import { newCase, startVariables, type NewCaseRow } from '../new-case.ts'
import { givenNumbers, type Submitted } from '../submit.ts'
import { ACTS } from './acts.ts'
import { licenceResource } from './get-licence.ts'
import { claimOf, recordOpened, type Claim } from './claim.ts'
import { limitOf, noticeVariable, opening } from './notice.ts'

export interface ExOfficio {
  licenceId: string
  matterKey: string
  /** Facts and grounds; number and holder of the licence are filled in from the record. */
  form: Record<string, unknown>
  /** Evidence. */
  materials: GivenMaterials
  idempotencyKey: string
}

/**
 * The organ itself begins a procedure about a licence 依职权: to withdraw it (行政许可法 article 8), to revoke it (69) or to
 * strike it off (70). It is about the holder, who is its party: he is told, reads it and may defend himself before anything
 * is decided. There is nothing to accept, so its limits count from now. Whoever opens it decides nothing in it.
 * @throws CaseError NOT_FOUND, FORM_INVALID, FIELD_NOT_WRITABLE, UNKNOWN_FIELD, MATTER_NOT_OPEN, IDEMPOTENCY_KEY_REUSED; NOT_AUTHORIZED
 */
export function openExOfficio(context: CaseContext, caller: Caller, request: ExOfficio): Promise<Submitted> {
  const { idempotencyKey, ...body } = request
  return once<Submitted>(context, { caller, key: idempotencyKey, operation: 'licence.open', body }, async (remember) => {
    const { authorization } = context.tenants
    const licence = await licences(context.database).get(caller.tenantId, request.licenceId)
    const resource = licenceResource(request.licenceId, licence)
    await authorization.assert(caller, 'read', resource, { hide: true })
    if (!licence) throw notFound('证照')
    await authorization.assert(caller, 'open', resource)
    const matter = await openMatter(context, caller.tenantId, request.matterKey)
    if (matter.matter.licenceAct?.by !== 'organ') throw notFound('事项')
    const { form, claim } = await checkedForm(context, caller, { matter, licence, request })
    return start(context, caller, { matter, form, claim, request, remember })
  })
}

async function checkedForm(
  context: CaseContext,
  caller: Caller,
  { matter, licence, request }: { matter: Matter; licence: LicenceRow; request: ExOfficio },
): Promise<{ form: Record<string, unknown>; claim: Claim }> {
  const { licenceAct, applicantName, applicationForm, applicantAccess } = matter.matter
  const given = { ...request.form, [licenceAct!.field]: licence.licence_no, [applicantName]: licence.holder_name }
  const schema = formOf(matter, applicationForm)
  const options = await optionsIn(context, caller.tenantId, [schema, given])
  const checked = checkNewForm(schema, given, applicantAccess, context.clock(), options)
  const needed = checked.problems.length === 0 ? { form: checked.values, spared: [] } : null
  const missing = await materialProblems(context, byHimself(caller), matter.matter, { materials: request.materials }, needed)
  const { claim, problems } = await claimOf(context, caller, matter.matter, given)
  const files = needed ? await formFileProblems(context.database, caller, null, checked.values) : []
  refuseProblems([...checked.problems, ...files, ...missing, ...problems])
  return { form: checked.values, claim: claim! }
}

interface Opening {
  matter: Matter
  form: Record<string, unknown>
  claim: Claim
  request: ExOfficio
  remember: (tx: Tx, response: Submitted) => Promise<void>
}

async function start(context: CaseContext, caller: Caller, { matter, form, claim, request, remember }: Opening): Promise<Submitted> {
  const { tenantId } = caller
  const [organ, region] = await Promise.all([organOf(context, tenantId, matter.matter.organ), regionOf(context, tenantId)])
  const at = context.clock()
  const caseId = newId()
  const calendar = context.calendarOf(tenantId)
  const applicant = { tenantId, userId: claim.licence.holder_id, name: claim.licence.holder_name }
  let caseNo = ''
  const row = (): NewCaseRow => newCase(calendar, { applicant, matter, form, caseId, caseNo, organ, at })
  await context.engine.start({
    tenantId,
    definitionId: matter.definitionId,
    businessKey: caseId,
    actor: engineActor(caller),
    variables: { ...startVariables(calendar, { matter, organ, form, caseId, at }), byCommitment: false },
    prepare: async (tx) => {
      const given = await givenNumbers(tx, { tenantId, region, matter, organId: organ.id, caseId, materials: request.materials, at })
      caseNo = given.caseNo
      await cases(tx).insert({ ...row(), instance_id: caseId })
      const number = await nextNumber(tx, { loaded: { row: row(), matter }, at }, 'statement-notice')
      return { ...given, notice: noticeVariable(matter, { licence: claim.licence, form, number, at }) }
    },
    within: async (tx, step) => {
      await cases(tx).update(tenantId, caseId, { instance_id: step.instanceId })
      await cases(tx).addParticipants([{ tenant_id: tenantId, case_id: caseId, element_id: opening(matter), user_id: caller.userId, at }])
      await tieFormFiles(tx, caller, caseId, form)
      await book(tx, context, caller, { row: row(), matter, claim, request, at })
      await remember(tx, { caseId, caseNo })
    },
  })
  return { caseId, caseNo }
}

async function book(
  tx: Tx,
  context: CaseContext,
  caller: Caller,
  { row, matter, claim, request, at }: Pick<Opening, 'matter' | 'claim' | 'request'> & { row: NewCaseRow; at: number },
): Promise<void> {
  const { tenantId } = caller
  const { label } = ACTS[claim.entry.act]
  const line = { tenant_id: tenantId, case_id: row.id, at, type: 'submitted', step_name: '立案', action: 'open-ex-officio' }
  await caseEvents(tx).insert([
    caseLine({ ...line, action_text: `依职权启动${label}审查`, ...lineActor(caller) }),
    ...(await recordOpened(tx, context, caller, { claim, row })),
  ])
  const given = { materials: request.materials }
  const { materials } = await handIn(tx, context, byHimself(caller), { row, matter: matter.matter, round: 0, given, at })
  const payload = {
    ...{ caseNo: row.case_no, matter: matter.matter.key, version: matter.version, form: row.form as JsonValue, materials },
    ...{ reused: [], deferred: [], byCommitment: false, channel: 'ex-officio' },
    ...{ licenceNo: claim.licence.licence_no, licenceAct: claim.entry.act },
  }
  await context.tenants.supervision.record(tx, tenantId, [
    logEntry(caller, 'case.submitted', { caseId: row.id, organId: row.organ_id, payload }),
  ])
  await context.notices.send(tx, tenantId, {
    kind: 'licence',
    to: { userIds: [row.applicant_id] },
    title: `拟${label}您的${claim.licence.name}`,
    text: `${row.organ_name}依职权启动了${label}“${claim.licence.name}”(${claim.licence.licence_no})的审查。您可以在${lengthWords(limitOf(matter))}内提出陈述、申辩。`,
    link: `/my-cases/${row.id}`,
  })
}
