import { assistedCases, attachments, cases, issuedNumbers, type AssistedCaseRow, type CaseWithLamp } from '@lianban/storage'
import { dayOf, startOfDay } from '../../clock/index.ts'
import { receiptCode } from '../../receipts/find-case.ts'
import type { CaseContext } from '../context.ts'
import { notFound } from '../errors.ts'
import { copies } from '../materials-needed.ts'
import type { Caller } from '../ports.ts'
import { matterOf } from '../resources.ts'
import { materialsOf } from './power-of-attorney.ts'
import { assertAtWindow } from './rights.ts'
import { maskedNumber } from './submit-assisted.ts'

/** Cases of a day that a clerk sees listed. */
const MAX_LISTED = 100

/** What is printed at the window for the applicant: the receipt 收件凭证. Instants are UTC epoch milliseconds. */
export interface WindowReceipt {
  caseId: string
  caseNo: string
  receiptNo: string | null
  queryCode: string | null
  /** Where anyone who holds the receipt sees how the case stands; the QR code. */
  statusUrl: string | null
  matterName: string
  organName: string
  applicantName: string
  proxy: { name: string; idNumber: string } | null
  receivedAt: number
  materials: string[]
  enteredBy: string
}

/** What the caller entered today, newest first: to print a receipt again. @throws NOT_AUTHORIZED */
export async function assistedToday(context: CaseContext, caller: Caller): Promise<{ items: WindowReceipt[] }> {
  await assertAtWindow(context, caller)
  const from = startOfDay(dayOf(context.clock()))
  const entered = await assistedCases(context.database).ofClerk(caller.tenantId, caller.userId, from, MAX_LISTED)
  const ids = entered.map(({ case_id }) => case_id)
  const rows = new Map((await cases(context.database).getMany(caller.tenantId, ids, context.clock())).map((row) => [row.id, row]))
  const own = entered.flatMap((assisted) => {
    const row = rows.get(assisted.case_id)
    // The parts of a joint case are on the receipt of the whole.
    return row && !row.parent_case_id ? [receiptOf(context, assisted, row)] : []
  })
  return { items: await Promise.all(own) }
}

/** The receipt of a case that the caller entered, on whatever day. @throws CaseError NOT_FOUND; NOT_AUTHORIZED */
export async function windowReceipt(context: CaseContext, caller: Caller, caseId: string): Promise<WindowReceipt> {
  await assertAtWindow(context, caller)
  const assisted = await assistedCases(context.database).get(caller.tenantId, caseId)
  const row = await cases(context.database).get(caller.tenantId, caseId, context.clock())
  if (assisted?.entered_by !== caller.userId || !row) throw notFound('办件')
  return receiptOf(context, assisted, row)
}

async function receiptOf(context: CaseContext, assisted: AssistedCaseRow, row: CaseWithLamp): Promise<WindowReceipt> {
  const { tenant_id: tenantId } = row
  const [{ matter }, given, numbers, publicUrl] = await Promise.all([
    matterOf(context, row),
    attachments(context.database).materials(tenantId, row.id),
    issuedNumbers(context.database).forCase(tenantId, row.id),
    context.publicUrl(tenantId),
  ])
  const first = given.filter(({ round }) => round === 0).map(({ material_key }) => material_key)
  const count = (key: string) => first.filter((one) => one === key).length
  const standing = numbers.filter(({ voided_at }) => voided_at === null)
  const queryCode = standing.find(({ kind }) => kind === 'case')?.query_code ?? null
  return {
    ...{ caseId: row.id, caseNo: row.case_no, matterName: row.matter_name, organName: row.organ_name },
    ...{ applicantName: row.applicant_name, receivedAt: row.submitted_at, enteredBy: assisted.entered_name },
    receiptNo: standing.find(({ kind }) => kind === 'receipt')?.number ?? null,
    queryCode,
    statusUrl: queryCode === null ? null : `${publicUrl}/receipt/${receiptCode(row.case_no, queryCode)}`,
    proxy: assisted.proxy && { name: assisted.proxy.name, idNumber: maskedNumber(assisted.proxy.idNumber) },
    materials: materialsOf(matter, first).flatMap(({ key, name }) => (count(key) === 0 ? [] : [copies(name, count(key))])),
  }
}
