import { caseCommitments, caseDebts, type DutyQuery } from '@lianban/storage'
import { COMMITMENT_TEXTS, DEBT_TEXTS } from '../../labels.ts'
import type { CaseContext } from '../context.ts'
import type { Caller } from '../ports.ts'
import { caseResource, loadCases } from '../resources.ts'
import type { Page } from '../views.ts'
import type { PromisedRecord } from './promised.ts'
import { checkRefusal, dueFields } from './duty-views.ts'

const MAX_DUTY_PAGE = 100

export interface DutyListQuery {
  /** `owed`: open and overdue, earliest due first; `done`: newest first. */
  state: DutyQuery['state']
  /** 1 to 100. */
  limit: number
  after?: string
}

/** A debt or a check in the list of an organ. */
export interface DutyItem {
  caseId: string
  caseNo: string
  matterName: string
  organName: string
  applicantName: string
  /** What is owed: the material, or what was promised. */
  what: string
  materialKey: string | null
  status: string
  statusText: string
  dueAt: number
  dueDay: string
  workdaysLeft: number
  doneAt: number | null
  doneBy: string | null
  remark: string | null
  canOpen: boolean
  canRecord: boolean
}

/** Materials that cases of the caller's organs were accepted without. */
export async function listDebts(context: CaseContext, caller: Caller, query: DutyListQuery): Promise<Page<DutyItem>> {
  const restrict = await context.tenants.authorization.restrict(caller, 'list', 'case')
  const limit = Math.min(query.limit, MAX_DUTY_PAGE)
  const { rows, next } = await caseDebts(context.database).list({ ...query, tenantId: caller.tenantId, restrict, limit })
  const now = context.clock()
  const items = rows.map((row): DutyItem => ({
    caseId: row.case_id,
    caseNo: row.case_no,
    matterName: row.matter_name,
    organName: row.organ_name,
    applicantName: row.applicant_name,
    what: row.material_name,
    materialKey: row.material_key,
    status: row.status,
    statusText: DEBT_TEXTS[row.status]!,
    ...dueFields(row.due_at, now, context.calendarOf(caller.tenantId)),
    doneAt: row.closed_at,
    doneBy: row.closed_name,
    remark: row.reason,
    canOpen: true,
    canRecord: false,
  }))
  return { items, next }
}

/** Checks of promises that the caller's organs owe. */
export async function listChecks(context: CaseContext, caller: Caller, query: DutyListQuery): Promise<Page<DutyItem>> {
  const restrict = await context.tenants.authorization.restrict(caller, 'list', 'check-duty', { organId: 'case_commitment.organ_id' })
  const limit = Math.min(query.limit, MAX_DUTY_PAGE)
  const { rows, next } = await caseCommitments(context.database).list({ ...query, tenantId: caller.tenantId, restrict, limit })
  const now = context.clock()
  const ids = rows.map(({ case_id }) => case_id)
  const byId = new Map((await loadCases(context, caller.tenantId, ids, caller)).map((loaded) => [loaded.row.id, loaded]))
  const items = rows.map((row): DutyItem => {
    const loaded = byId.get(row.case_id)!
    return {
      caseId: row.case_id,
      caseNo: row.case_no,
      matterName: row.matter_name,
      organName: row.organ_name,
      applicantName: row.applicant_name,
      what: (row.promised as PromisedRecord).conditions.join(';'),
      materialKey: null,
      status: row.status,
      statusText: COMMITMENT_TEXTS[row.status]!,
      ...dueFields(row.due_at!, now, context.calendarOf(caller.tenantId)),
      doneAt: row.checked_at,
      doneBy: row.checked_name,
      remark: row.finding,
      canOpen: context.tenants.authorization.decide(caller, 'read', caseResource(loaded)).allowed,
      canRecord: checkRefusal(context, caller, loaded, row) === null,
    }
  })
  return { items, next }
}
