import type { JsonValue } from '@lianban/engine'
import { caseEvents, cases, newId, type CaseRow, type Tx } from '@lianban/storage'
import { countOf, dayOf, RUNNING_CLOCK, type Calendar } from '../clock/index.ts'
import { allocateCaseNumber } from '../numbering/index.ts'
import { formOf, type Matter } from '../matters/matter-definition.ts'
import { caseLine, lineActor } from './case-lines.ts'
import type { CaseContext } from './context.ts'
import { notFound } from './errors.ts'
import { checkNewForm, refuseProblems } from './forms.ts'
import { once } from './idempotency.ts'
import { acceptanceVariable, intakeLimits, limitVariable } from './limits.ts'
import { logEntry } from './log-entries.ts'
import { organOf, regionOf } from './people.ts'
import { attachMaterials, materialProblems, reusedMaterials, type GivenMaterials } from './materials.ts'
import type { Caller } from './ports.ts'

export interface Submission {
  matterKey: string
  /** Values of the application form. */
  form: Record<string, unknown>
  materials: GivenMaterials
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
 *   UNKNOWN_FIELD, IDEMPOTENCY_KEY_REUSED; NOT_AUTHORIZED
 */
export function submit(context: CaseContext, caller: Caller, submission: Submission): Promise<Submitted> {
  const { idempotencyKey, ...body } = submission
  return once<Submitted>(context, { caller, key: idempotencyKey, operation: 'case.submit', body }, async (remember) => {
    const matter = await context.matters.latest(context.database, caller.tenantId, submission.matterKey)
    if (!matter) throw notFound('事项')
    await context.tenants.authorization.assert(caller, 'create', { type: 'case', organId: matter.matter.organ, applicantId: caller.userId })
    const form = await checkedForm(context, caller, matter, submission)
    return start(context, caller, { matter, form, materials: submission.materials, remember })
  })
}

async function checkedForm(
  context: CaseContext,
  caller: Caller,
  matter: Matter,
  { form, materials }: Submission,
): Promise<Record<string, unknown>> {
  const schema = formOf(matter, matter.matter.applicationForm)
  const checked = checkNewForm(schema, form, matter.matter.applicantAccess, context.clock())
  const missing = await materialProblems(
    context,
    caller,
    matter.matter,
    materials,
    checked.problems.length > 0 ? null : { form: checked.values },
  )
  refuseProblems([...checked.problems, ...missing])
  return checked.values
}

interface Start {
  matter: Matter
  form: Record<string, unknown>
  materials: GivenMaterials
  remember: (tx: Tx, response: Submitted) => Promise<void>
}

async function start(context: CaseContext, caller: Caller, { matter, form, materials, remember }: Start): Promise<Submitted> {
  const { tenantId } = caller
  const [organ, region] = await Promise.all([organOf(context, tenantId, matter.matter.organ), regionOf(context, tenantId)])
  const at = context.clock()
  const caseId = newId()
  const calendar = context.calendarOf(tenantId)
  let caseNo = ''
  const row = (): Omit<CaseRow, 'instance_id'> => newCase(calendar, { caller, matter, form, caseId, caseNo, organ, at })
  await context.engine.start({
    tenantId,
    definitionId: matter.definitionId,
    businessKey: caseId,
    actor: { userId: caller.userId },
    variables: startVariables(calendar, { matter, organ, form, caseId, at }),
    prepare: async (tx) => {
      caseNo = await allocateCaseNumber(tx, { tenantId, region, day: dayOf(at), matterNo: matter.matter.matterNo })
      return { caseNo }
    },
    within: async (tx, step) => {
      await cases(tx).insert({ ...row(), instance_id: step.instanceId })
      await cases(tx).addParties(
        (matter.matter.parties ?? []).map(({ role, organ: id }) => ({ tenant_id: tenantId, case_id: caseId, role, organ_id: id, at })),
      )
      const reused = await reusedMaterials(tx, caller, materials)
      await attachMaterials(tx, caller, { caseId, round: 0, given: materials, at })
      await caseEvents(tx).insert([
        caseLine({
          tenant_id: tenantId,
          case_id: caseId,
          at,
          type: 'submitted',
          step_name: '申请',
          action: 'submit',
          action_text: '提交申请',
          ...lineActor(caller),
        }),
      ])
      const payload = {
        caseNo,
        matter: matter.matter.key,
        version: matter.version,
        form: form as JsonValue,
        materials,
        reused,
        channel: channelOf(caller),
      }
      await context.tenants.supervision.record(tx, tenantId, [logEntry(caller, 'case.submitted', { caseId, organId: organ.id, payload })])
      await remember(tx, { caseId, caseNo })
    },
  })
  return { caseId, caseNo }
}

/** By which way it came in: the applicant himself online, or someone of the county for him. */
const channelOf = ({ kind }: Caller): string => (kind === 'applicant' ? 'web' : 'window')

interface NewCase {
  caller: Caller
  matter: Matter
  form: Record<string, unknown>
  caseId: string
  caseNo: string
  organ: { id: string; name: string }
  at: number
}

function newCase(calendar: Calendar, { caller, matter, form, caseId, caseNo, organ, at }: NewCase): Omit<CaseRow, 'instance_id'> {
  return {
    tenant_id: caller.tenantId,
    id: caseId,
    case_no: caseNo,
    matter_key: matter.matter.key,
    matter_version: matter.version,
    matter_name: matter.matter.name,
    organ_id: organ.id,
    organ_name: organ.name,
    applicant_id: caller.userId,
    applicant_name: String(form[matter.matter.applicantName] ?? caller.name),
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
function startVariables(
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
    acceptance: acceptanceVariable(item, { receivedAt: at, acceptedAt: at, number: '' }, calendar),
  }
}
