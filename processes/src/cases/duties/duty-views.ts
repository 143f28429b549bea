import {
  caseCommitments,
  caseDebts,
  organs,
  type CaseCommitmentRow,
  type CaseCommitmentStatus,
  type CaseDebtRow,
  type CaseDebtStatus,
} from '@lianban/storage'
import { workdaysLeft, type Calendar } from '../../clock/index.ts'
import { COMMITMENT_TEXTS, DEBT_TEXTS } from '../../labels.ts'
import type { CaseContext } from '../context.ts'
import type { Caller } from '../ports.ts'
import { caseResource, type LoadedCase } from '../resources.ts'
import { hasDecided } from './commitments.ts'
import type { PromisedRecord } from './promised.ts'
import { isOwed } from './new-debts.ts'
import { dueDayOf } from '../effects/outcomes/intake.ts'

export interface DebtView {
  materialKey: string
  name: string
  status: CaseDebtStatus
  statusText: string
  dueAt: number
  /** Last day to hand it in, YYYY-MM-DD. */
  dueDay: string
  workdaysLeft: number
  paperNo: string | null
  closedAt: number | null
  closedBy: string | null
  reason: string | null
  canSettle: boolean
  canWaive: boolean
}

export interface CommitmentView {
  status: CaseCommitmentStatus
  statusText: string
  text: string
  conditions: string[]
  materialNames: string[]
  consequence: string
  paperNo: string | null
  signedAt: number
  signedName: string
  channelText: string
  /** The check that the organ owes, once the licence is granted. */
  check: {
    organName: string
    dueAt: number
    dueDay: string
    workdaysLeft: number
    checkedAt: number | null
    checkedBy: string | null
    finding: string | null
  } | null
  /** Null: the caller may record what the check found; else why not, empty where it is none of his business. */
  refusal: string | null
}

/** What a case was accepted without, and what became of it. */
export async function debtViews(context: CaseContext, caller: Caller, loaded: LoadedCase): Promise<DebtView[]> {
  const debts = await caseDebts(context.database).ofCase(caller.tenantId, loaded.row.id)
  const { decide } = context.tenants.authorization
  const may = {
    settle: debts.some(isOwed) && decide(caller, 'supplement', caseResource(loaded)).allowed,
    waive: debts.some(isOwed) && decide(caller, 'waive', { type: 'case-debt', id: loaded.row.id, organId: loaded.row.organ_id }).allowed,
  }
  return debts.map((debt) => debtView(debt, may, context))
}

function debtView(debt: CaseDebtRow, may: { settle: boolean; waive: boolean }, { clock, calendarOf }: CaseContext): DebtView {
  return {
    materialKey: debt.material_key,
    name: debt.material_name,
    status: debt.status,
    statusText: DEBT_TEXTS[debt.status]!,
    ...dueFields(debt.due_at, clock(), calendarOf(debt.tenant_id)),
    paperNo: debt.paper_no,
    closedAt: debt.closed_at,
    closedBy: debt.closed_name,
    reason: debt.reason,
    canSettle: isOwed(debt) && may.settle,
    canWaive: isOwed(debt) && may.waive,
  }
}

/** A due time for people: the last day, and workdays until it, negative once it has passed. */
export const dueFields = (dueAt: number, now: number, calendar: Calendar) => ({
  dueAt,
  dueDay: dueDayOf(dueAt),
  workdaysLeft: workdaysLeft(now, dueAt, calendar),
})

/** What was promised in a case and how its check stands; null if nothing was. */
export async function commitmentView(context: CaseContext, caller: Caller, loaded: LoadedCase): Promise<CommitmentView | null> {
  const row = await caseCommitments(context.database).ofCase(caller.tenantId, loaded.row.id)
  if (!row) return null
  const promised = row.promised as PromisedRecord
  return {
    status: row.status,
    statusText: COMMITMENT_TEXTS[row.status]!,
    text: promised.text,
    conditions: promised.conditions,
    materialNames: promised.materialNames,
    consequence: promised.consequence,
    paperNo: row.paper_no,
    signedAt: row.signed_at,
    signedName: row.signed_name,
    channelText: row.channel === 'web' ? '网上签署' : '窗口当面签署',
    check: await checkView(context, row),
    refusal: checkRefusal(context, caller, loaded, row),
  }
}

async function checkView(context: CaseContext, row: CaseCommitmentRow): Promise<CommitmentView['check']> {
  if (row.due_at === null) return null
  const organ = await organs(context.database).get(row.tenant_id, row.organ_id)
  return {
    organName: organ?.name ?? row.organ_id,
    ...dueFields(row.due_at, context.clock(), context.calendarOf(row.tenant_id)),
    checkedAt: row.checked_at,
    checkedBy: row.checked_name,
    finding: row.finding,
  }
}

/** Null: the caller may record what the check found; else why not, in words where he has the right but not here. */
export function checkRefusal(
  { tenants }: Pick<CaseContext, 'tenants'>,
  caller: Caller,
  loaded: Pick<LoadedCase, 'matter' | 'participants'>,
  { status, case_id, organ_id }: Pick<CaseCommitmentRow, 'status' | 'case_id' | 'organ_id'>,
): string | null {
  if (status !== 'open' && status !== 'overdue') return ''
  if (!tenants.authorization.decide(caller, 'record', { type: 'check-duty', id: case_id, organId: organ_id }).allowed) return ''
  return hasDecided(caller, loaded) ? '您作出了本办件的许可决定,应由其他人员核查' : null
}
