import {
  caseDebts,
  issuedDocuments,
  issuedNumbers,
  lookupFailures,
  type CaseDebtRow,
  type CaseWithLamp,
  type Database,
} from '@lianban/storage'
import type { Tenants } from '@lianban/tenants'
import { presentCase } from '../cases/present-case.ts'
import type { DecisionRecord, SupplementRecord } from '../cases/views.ts'
import { dayOf, type CalendarOf, type DueView } from '../clock/index.ts'
import { formOf, type Matter } from '../matters/matter-definition.ts'
import type { MatterStore } from '../matters/matter-store.ts'
import { maskedName, publicHolder } from '../publications/holder.ts'
import { createFindCase, type FindCase } from './find-case.ts'

const DAY_MS = 86_400_000

export interface ReceiptsOptions {
  database: Database
  tenants: Pick<Tenants, 'supervision'>
  matters: MatterStore
  calendarOf: CalendarOf
  clock: () => number
  /** @default as logins by default: five, for a quarter of an hour */
  lockOut?: { maxFailures: number; lockMs: number }
}

/** What a receipt tells whoever holds it 收件凭证查询: how the case stands. A person is named by his masked name, nothing else of him is told. */
export interface ReceiptStatus {
  caseNo: string
  receiptNo: string | null
  matterName: string
  organName: string
  applicantName: string
  statusText: string
  /** Days, YYYY-MM-DD. */
  submittedOn: string
  acceptedOn: string | null
  decidedOn: string | null
  closedOn: string | null
  /** null: no such limit runs now. */
  promised: DueView | null
  statutory: DueView | null
  /** What is expected of the applicant now, sentence by sentence; empty: nothing. */
  expected: string[]
}

export interface Receipts {
  /** The case behind a receipt. @throws ReceiptError RECEIPT_UNKNOWN, RECEIPT_LOCKED */
  find: FindCase
  /** How the case stands. @throws ReceiptError RECEIPT_UNKNOWN, RECEIPT_LOCKED */
  status(tenantId: string, code: string, ip?: string): Promise<ReceiptStatus>
  /** Housekeeping, once a day: counts of wrong codes. @returns how many were forgotten */
  forgetFailures(tenantId: string): Promise<number>
}

export function createReceipts(options: ReceiptsOptions): Receipts {
  const { database, tenants, matters, calendarOf, clock, lockOut = { maxFailures: 5, lockMs: 15 * 60_000 } } = options
  const find = createFindCase({ database, clock, lockOut, record: (...given) => tenants.supervision.record(...given) })
  return {
    find,
    async status(tenantId, code, ip) {
      const row = await find(tenantId, code, ip)
      const matter = await matters.version(database, tenantId, row.matter_key, row.matter_version)
      if (!matter) throw new Error(`matter ${row.matter_key} version ${row.matter_version} is gone`)
      const [numbers, debts, papers] = await Promise.all([
        issuedNumbers(database).forCase(tenantId, row.id),
        caseDebts(database).ofCase(tenantId, row.id),
        issuedDocuments(database).forCase(tenantId, row.id),
      ])
      const shown = presentCase(row, matter, clock(), calendarOf(tenantId))
      return {
        caseNo: row.case_no,
        receiptNo: numbers.find(({ kind, voided_at }) => kind === 'receipt' && voided_at === null)?.number ?? null,
        matterName: row.matter_name,
        organName: row.organ_name,
        applicantName: shownName(row, matter),
        statusText: shown.statusText,
        ...daysOf(row),
        promised: row.decided_at === null && row.closed_at === null ? shown.promised : null,
        statutory: row.decided_at === null && row.closed_at === null ? shown.statutory : null,
        expected: expectedOf(
          row,
          matter,
          debts,
          papers.some(({ template }) => template === 'delivery-receipt'),
        ),
      }
    },
    forgetFailures: (tenantId) => lookupFailures(database).deleteBefore(tenantId, clock() - DAY_MS),
  }
}

/** An organisation is known to the public by its name; whoever may be a person, an individual business too, by a masked one. */
function shownName({ applicant_name: name, form }: CaseWithLamp, matter: Matter): string {
  const { kind } = publicHolder(name, formOf(matter, matter.matter.applicationForm), form as Record<string, unknown>, null)
  return kind === '法人及非法人组织' ? name : maskedName(name)
}

function daysOf(row: CaseWithLamp) {
  const on = (at: number | null) => (at === null ? null : dayOf(at))
  return {
    submittedOn: dayOf(row.submitted_at),
    acceptedOn: on(row.accepted_at),
    decidedOn: on(row.decided_at),
    closedOn: on(row.closed_at),
  }
}

/** In the words of the law, without what the organ wrote about this one person: that stands on the notice. */
function expectedOf(row: CaseWithLamp, { matter }: Matter, debts: readonly CaseDebtRow[], delivered: boolean): string[] {
  if (row.closed_at !== null) return []
  const nameOf = (key: string) => matter.materials.find((material) => material.key === key)?.name ?? '告知书所列内容'
  const owed = debts.filter(({ status }) => status === 'open' || status === 'overdue')
  return [
    ...(row.status === 'supplementing' ? supplementWords(row.supplement as SupplementRecord, nameOf) : []),
    ...owed.map(({ material_name, due_at }) => `请在 ${dayOf(Number(due_at) - 1)} 前补交容缺材料:${material_name}`),
    ...(row.decided_at !== null && !delivered
      ? [`决定已经作出(${(row.decision as DecisionRecord | null)?.decidedOn ?? ''}),请留意送达或者到出件窗口领取`]
      : []),
  ]
}

function supplementWords({ kind, missing, dueAt }: SupplementRecord, nameOf: (key: string) => string): string[] {
  const names = [...new Set(missing.map(({ key }) => (key === undefined ? '告知书所列内容' : nameOf(key))))].join('、')
  const by = dueAt === null ? '' : `在 ${dayOf(dueAt - 1)} 前`
  return [kind === undefined ? `请${by}补正:${names}。具体要求见《补正材料一次性告知书》` : `请${by}修改后重新提交:${names}`]
}
