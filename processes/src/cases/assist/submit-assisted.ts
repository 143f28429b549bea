import { wrongCitizenId } from '@lianban/forms'
import { assistedCases, cases, queueTickets, users, type AssistedCaseRow, type ProxyRecord, type Tx } from '@lianban/storage'
import { dayOf } from '../../clock/index.ts'
import type { MatterManifest } from '../../manifest.ts'
import type { CaseContext } from '../context.ts'
import { applicantOwnCase, formInvalid, ticketNotCalled, type PlacedProblem } from '../errors.ts'
import { once } from '../idempotency.ts'
import { filedBy } from '../filing.ts'
import { logEntry } from '../log-entries.ts'
import type { Caller } from '../ports.ts'
import { fileCase, wantedMatter, type Submission, type Submitted } from '../submit.ts'
import { applicantById, applicantView, isName, MAX_PERSON_CHARS } from './applicants.ts'
import { withPowerOfAttorney } from './power-of-attorney.ts'
import { assertAssists, WINDOW_CLERK } from './rights.ts'

export interface AssistedSubmission extends Submission {
  applicantId: string
  /** Who acts for the applicant 代理人; his power of attorney is then a required material. */
  proxy?: ProxyRecord
  /** The number 排队号 that he was called by at the caller's window. */
  ticketId?: string
}

/**
 * Enters an application for the applicant who stands at the window 窗口代办. The case is his; who entered it, and who stood
 * for him, is on the case, on its papers and in the log. Whoever entered it counts as having taken part in the intake.
 * @throws CaseError as `submit`, APPLICANT_UNKNOWN, APPLICANT_OWN_CASE, TICKET_NOT_CALLED; NOT_AUTHORIZED
 */
export function submitAssisted(context: CaseContext, caller: Caller, submission: AssistedSubmission): Promise<Submitted> {
  const { idempotencyKey, ...body } = submission
  return once<Submitted>(context, { caller, key: idempotencyKey, operation: 'case.assist', body }, async (remember) => {
    const wanted = await wantedMatter(context, caller.tenantId, submission)
    await assertAssists(context, caller, wanted.matter, submission.form)
    const found = await applicantById(context, caller.tenantId, submission.applicantId)
    const view = applicantView(found)
    await refuseOwnCase(context, caller, [view.number, submission.proxy?.idNumber])
    const proxy = checkedProxy(context, submission.proxy, view.number)
    if (submission.ticketId !== undefined) await refuseOtherTicket(context, caller, submission.ticketId)
    const matter = proxy ? { ...wanted, matter: withPowerOfAttorney(wanted.matter) } : wanted
    const applicant = { ...(await context.tenants.users.caller(caller.tenantId, found.user.id)), name: view.name }
    const within = async (tx: Tx, row: { id: string; case_no: string; organ_id: string }, submitted: Submitted) => {
      const assisted: AssistedCaseRow = {
        ...{ tenant_id: caller.tenantId, case_id: row.id, applicant_kind: view.kind, applicant_number: view.number, proxy },
        ...{ entered_by: caller.userId, entered_name: caller.name, entered_at: context.clock(), ticket_id: submission.ticketId ?? null },
      }
      await assistedCases(tx).insert(assisted)
      await cases(tx).addParticipants(
        intakeSteps(wanted.matter).map((element_id) => ({
          ...{ tenant_id: caller.tenantId, case_id: row.id, element_id, user_id: caller.userId, at: assisted.entered_at },
        })),
      )
      const payload = { caseNo: row.case_no, applicantKind: view.kind, proxy: proxy && { ...proxy }, ticket: assisted.ticket_id }
      await context.tenants.supervision.record(tx, caller.tenantId, [
        logEntry(filedBy({ by: caller, applicant }), 'case.assisted', { caseId: row.id, organId: row.organ_id, payload }),
      ])
      await remember(tx, submitted)
    }
    const filing = { by: caller, applicant }
    return fileCase(context, filing, { matter, submission, variables: { proxyName: proxy?.name ?? null }, within })
  })
}

/**
 * The steps of the intake that separation of duties looks at: whoever entered the application has taken part in them. So he
 * may accept it, which is the same duty of the window, and neither handle nor review nor approve it. See decision 0037.
 */
const intakeSteps = ({ tasks, separation }: MatterManifest): string[] => {
  const kept = new Set(separation.flatMap(({ elements }) => elements))
  return Object.entries(tasks).flatMap(([element, { post }]) => (post === WINDOW_CLERK && kept.has(element) ? [element] : []))
}

/** Nobody enters his own application, or one that he brings as a proxy. Source: 公务员法 article 76 (回避). */
async function refuseOwnCase(context: CaseContext, { tenantId, userId }: Caller, numbers: readonly (string | undefined)[]): Promise<void> {
  const own = (await users(context.database).get(tenantId, userId))?.citizen_id
  if (own && numbers.some((number) => number?.trim().toUpperCase() === own)) throw applicantOwnCase()
}

/** @throws CaseError FORM_INVALID at `proxy.…` */
function checkedProxy(context: CaseContext, given: ProxyRecord | undefined, applicantNumber: string): ProxyRecord | null {
  if (!given) return null
  const proxy = { name: given.name.trim(), idNumber: given.idNumber.trim().toUpperCase() }
  const isHimself = proxy.idNumber === applicantNumber
  const wrong: [string, string | null][] = [
    ['proxy.name', isName(proxy.name, MAX_PERSON_CHARS) ? null : `请填写代理人姓名,不超过 ${MAX_PERSON_CHARS} 字`],
    ['proxy.idNumber', isHimself ? '代理人与申请人是同一人,请选择“本人办理”' : wrongCitizenId(proxy.idNumber, dayOf(context.clock()))],
  ]
  const problems = wrong.flatMap(([path, message]): PlacedProblem[] => (message === null ? [] : [{ path, code: 'FORMAT_WRONG', message }]))
  if (problems.length > 0) throw formInvalid(problems)
  return proxy
}

async function refuseOtherTicket(context: CaseContext, { tenantId, userId }: Caller, ticketId: string): Promise<void> {
  const ticket = await queueTickets(context.database).get(tenantId, ticketId)
  if (ticket?.clerk_id !== userId || ticket.state !== 'called') throw ticketNotCalled()
}

/** A part of a joint case 并联办件 was entered as the whole was. */
export async function assistedAs(context: CaseContext, tenantId: string, parentId: string) {
  const parent = await assistedCases(context.database).get(tenantId, parentId)
  return {
    proxyName: parent?.proxy?.name ?? null,
    within: async (tx: Tx, caseId: string): Promise<void> => {
      if (parent) await assistedCases(tx).insert({ ...parent, case_id: caseId })
    },
  }
}

/** Who entered a case and who stood for its applicant, for those who may read it. Numbers are shown by their ends. */
export interface AssistanceView {
  enteredBy: string
  enteredAt: number
  proxy: { name: string; idNumber: string } | null
}

export async function assistanceView(context: CaseContext, tenantId: string, caseId: string): Promise<AssistanceView | null> {
  const row = await assistedCases(context.database).get(tenantId, caseId)
  if (!row) return null
  const proxy = row.proxy && { name: row.proxy.name, idNumber: maskedNumber(row.proxy.idNumber) }
  return { enteredBy: row.entered_name, enteredAt: row.entered_at, proxy }
}

/** `3208**********0020`. */
export const maskedNumber = (number: string): string => number.replace(/^(.{4}).*(.{4})$/, '$1**********$2')
