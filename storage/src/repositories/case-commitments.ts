import type { Tx } from '../database.ts'
import { CASE_COLUMNS, listed, nextDueOf, nextOf, type DutyQuery } from './case-debts.ts'
import { keysetOf } from './page.ts'

/** `signed`: the case is not decided; `void`: no licence came of it, so there is nothing to check. */
export type CaseCommitmentStatus = 'signed' | 'open' | 'overdue' | 'kept' | 'false' | 'void'

/** What an applicant promised 告知承诺, and the check that follows the licence. Instants are UTC epoch milliseconds. */
export interface CaseCommitmentRow {
  tenant_id: string
  case_id: string
  /** That owes the check. */
  organ_id: string
  /** JSON; whatever the case service keeps of the promise. */
  promised: unknown
  paper_no: string | null
  signed_at: number
  signed_by: string
  signed_name: string
  channel: 'web' | 'window'
  status: CaseCommitmentStatus
  opened_at: number | null
  due_at: number | null
  overdue_at: number | null
  checked_at: number | null
  checked_by: string | null
  checked_name: string | null
  finding: string | null
}

export interface CaseCommitmentListed extends CaseCommitmentRow {
  case_no: string
  matter_name: string
  organ_name: string
  applicant_name: string
}

type Place = Pick<CaseCommitmentRow, 'tenant_id' | 'case_id'>

const OWED: CaseCommitmentStatus[] = ['open', 'overdue']
const STATES: Record<DutyQuery['state'], CaseCommitmentStatus[]> = { owed: OWED, overdue: ['overdue'], done: ['kept', 'false'] }
const INSTANTS = ['signed_at', 'opened_at', 'due_at', 'overdue_at', 'checked_at'] as const

export const caseCommitments = (db: Tx) => ({
  /** @throws a unique violation if the case has one */
  insert: async (row: CaseCommitmentRow): Promise<void> => {
    await db('case_commitment').insert({ ...row, promised: JSON.stringify(row.promised) })
  },

  ofCase: async (tenantId: string, caseId: string): Promise<CaseCommitmentRow | undefined> => {
    const row = await db<CaseCommitmentRow>('case_commitment').where({ tenant_id: tenantId, case_id: caseId }).first()
    return row && read(row as CaseCommitmentRow)
  },

  setPaper: async ({ tenant_id, case_id }: Place, paperNo: string): Promise<void> => {
    await db('case_commitment').where({ tenant_id, case_id }).update({ paper_no: paperNo })
  },

  /** The licence was granted: the check is owed. @returns false if there was nothing signed */
  open: async ({ tenant_id, case_id }: Place, at: number, dueAt: number): Promise<boolean> =>
    (await db('case_commitment')
      .where({ tenant_id, case_id, status: 'signed' })
      .update({ status: 'open', opened_at: at, due_at: dueAt })) === 1,

  /** No licence comes of it. @returns false if there was nothing signed */
  voidSigned: async ({ tenant_id, case_id }: Place): Promise<boolean> =>
    (await db('case_commitment').where({ tenant_id, case_id, status: 'signed' }).update({ status: 'void' })) === 1,

  /** What the check found. @returns false if nothing is owed any more: someone else was quicker */
  check: async (
    { tenant_id, case_id }: Place,
    { kept, at, by, name, finding }: { kept: boolean; at: number; by: string; name: string; finding: string },
  ): Promise<boolean> =>
    (await db('case_commitment')
      .where({ tenant_id, case_id })
      .whereIn('status', OWED)
      .update({ status: kept ? 'kept' : 'false', checked_at: at, checked_by: by, checked_name: name, finding })) === 1,

  /** Says once that a check is overdue. @returns false if it was said, or the check was done, before */
  markOverdue: async ({ tenant_id, case_id }: Place, at: number): Promise<boolean> =>
    (await db('case_commitment')
      .where({ tenant_id, case_id, status: 'open' })
      .andWhere('due_at', '<', at)
      .update({ status: 'overdue', overdue_at: at })) === 1,

  /** Open checks whose due time has passed, longest first. */
  passed: async (tenantId: string, now: number, limit: number): Promise<CaseCommitmentRow[]> => {
    const rows = await db<CaseCommitmentRow>('case_commitment')
      .where({ tenant_id: tenantId, status: 'open' })
      .andWhere('due_at', '<', now)
      .orderBy(['due_at', 'case_id'])
      .limit(limit)
    return rows.map(read)
  },

  /** When the next open check is due, or null. */
  nextDue: (tenantId: string): Promise<number | null> => nextDueOf(db, 'case_commitment', tenantId),

  /** Earliest due first; what is done newest first. Columns of `case_commitment` may be restricted. */
  list: async (query: DutyQuery): Promise<{ rows: CaseCommitmentListed[]; next: string | null }> => {
    const rows: CaseCommitmentListed[] = await listed(db, query, {
      table: 'case_commitment',
      statuses: STATES[query.state],
      doneAt: 'case_commitment.checked_at',
      id: 'case_commitment.case_id',
    }).select('case_commitment.*', ...CASE_COLUMNS)
    const found = rows.map((row) => ({ ...row, ...read(row) }))
    return {
      rows: found,
      next: nextOf(query, found, (row) => keysetOf(query.state === 'done' ? row.checked_at! : row.due_at!, row.case_id)),
    }
  },
})

const read = (row: CaseCommitmentRow): CaseCommitmentRow => ({
  ...row,
  ...Object.fromEntries(INSTANTS.map((name) => [name, row[name] === null ? null : Number(row[name])])),
  promised: JSON.parse(row.promised as string) as unknown,
})
