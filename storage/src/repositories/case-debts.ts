import type { Knex } from 'knex'
import type { Tx } from '../database.ts'
import { keysetOf, parseKeyset } from './page.ts'

/** `lapsed`: nothing came of the case, so nothing is owed any more. */
export type CaseDebtStatus = 'open' | 'overdue' | 'settled' | 'waived' | 'lapsed'

/** A material that a case was accepted without 容缺. Instants are UTC epoch milliseconds. */
export interface CaseDebtRow {
  tenant_id: string
  id: string
  case_id: string
  organ_id: string
  material_key: string
  material_name: string
  paper_no: string | null
  opened_at: number
  due_at: number
  status: CaseDebtStatus
  overdue_at: number | null
  closed_at: number | null
  closed_by: string | null
  closed_name: string | null
  reason: string | null
}

/** A debt with what a list says of its case. */
export interface CaseDebtListed extends CaseDebtRow {
  case_no: string
  matter_name: string
  organ_name: string
  applicant_name: string
}

export interface DutyQuery {
  tenantId: string
  /** Narrows to what the caller may see. */
  restrict: (query: Knex.QueryBuilder) => void
  /** `owed`: open and overdue. */
  state: 'owed' | 'overdue' | 'done'
  /** Keyset of the last row of the page before. */
  after?: string
  /** 1 to 200. */
  limit: number
}

const OWED: CaseDebtStatus[] = ['open', 'overdue']
const STATES: Record<DutyQuery['state'], CaseDebtStatus[]> = { owed: OWED, overdue: ['overdue'], done: ['settled', 'waived', 'lapsed'] }

export const caseDebts = (db: Tx) => ({
  insert: async (rows: readonly CaseDebtRow[]): Promise<void> => {
    if (rows.length > 0) await db('case_debt').insert(rows)
  },

  /** All of a case, whatever became of them, in the order in which they are due. */
  ofCase: async (tenantId: string, caseId: string): Promise<CaseDebtRow[]> => {
    const rows = await db<CaseDebtRow>('case_debt').where({ tenant_id: tenantId, case_id: caseId }).orderBy(['due_at', 'id'])
    return rows.map(readDebt)
  },

  /** Ends a debt that is still owed. @returns false if it no longer was: someone else was quicker */
  close: async (
    { tenant_id, id }: Pick<CaseDebtRow, 'tenant_id' | 'id'>,
    end: { status: 'settled' | 'waived' | 'lapsed'; at: number; by: string | null; name: string; reason: string | null },
  ): Promise<boolean> => {
    const { status, at, by, name, reason } = end
    const changed = await db('case_debt')
      .where({ tenant_id, id })
      .whereIn('status', OWED)
      .update({ status, closed_at: at, closed_by: by, closed_name: name, reason })
    return changed === 1
  },

  /** Says once that a debt is overdue. @returns false if it was said, or the debt was paid, before */
  markOverdue: async ({ tenant_id, id }: Pick<CaseDebtRow, 'tenant_id' | 'id'>, at: number): Promise<boolean> =>
    (await db('case_debt')
      .where({ tenant_id, id, status: 'open' })
      .andWhere('due_at', '<', at)
      .update({ status: 'overdue', overdue_at: at })) === 1,

  /** Open ones whose due time has passed, longest first. */
  passed: async (tenantId: string, now: number, limit: number): Promise<CaseDebtRow[]> => {
    const rows = await db<CaseDebtRow>('case_debt')
      .where({ tenant_id: tenantId, status: 'open' })
      .andWhere('due_at', '<', now)
      .orderBy(['due_at', 'id'])
      .limit(limit)
    return rows.map(readDebt)
  },

  /** When the next open one is due, or null. */
  nextDue: async (tenantId: string): Promise<number | null> => nextDueOf(db, 'case_debt', tenantId),

  /** Earliest due first; what is done newest first. Columns of `case_file` may be restricted. */
  list: async (query: DutyQuery): Promise<{ rows: CaseDebtListed[]; next: string | null }> => {
    const rows: CaseDebtListed[] = await listed(db, query, {
      table: 'case_debt',
      statuses: STATES[query.state],
      doneAt: 'case_debt.closed_at',
      id: 'case_debt.id',
    }).select('case_debt.*', ...CASE_COLUMNS)
    const found = rows.map((row) => ({ ...row, ...readDebt(row) }))
    return { rows: found, next: nextOf(query, found, (row) => keysetOf(query.state === 'done' ? row.closed_at! : row.due_at, row.id)) }
  },
})

export const CASE_COLUMNS = ['case_file.case_no', 'case_file.matter_name', 'case_file.organ_name', 'case_file.applicant_name']

/** A page of what cases owe, joined to the cases. */
export function listed(
  db: Tx,
  { tenantId, restrict, state, after, limit }: DutyQuery,
  of: { table: string; statuses: readonly string[]; doneAt: string; id: string },
): Knex.QueryBuilder {
  const [column, direction, sign] = state === 'done' ? [of.doneAt, 'desc', '<'] : [`${of.table}.due_at`, 'asc', '>']
  const place = after === undefined ? null : parseKeyset(after)
  return db(of.table)
    .join('case_file', (on) => on.on('case_file.tenant_id', `${of.table}.tenant_id`).andOn('case_file.id', `${of.table}.case_id`))
    .where(`${of.table}.tenant_id`, tenantId)
    .whereIn(`${of.table}.status`, [...of.statuses])
    .where((inner) => restrict(inner))
    .modify((builder) => {
      if (!place) return
      builder.where((beyond) =>
        beyond.where(column, sign, place.at).orWhere((same) => same.where(column, place.at).andWhere(of.id, sign, place.id)),
      )
    })
    .orderBy([
      { column, order: direction },
      { column: of.id, order: direction },
    ])
    .limit(limit)
}

export const nextOf = <Row>({ limit }: DutyQuery, rows: Row[], keyset: (row: Row) => string): string | null =>
  rows.length === limit ? keyset(rows.at(-1)!) : null

export async function nextDueOf(db: Tx, table: string, tenantId: string): Promise<number | null> {
  const row: { due?: number | string | null } | undefined = await db(table)
    .where({ tenant_id: tenantId, status: 'open' })
    .min({ due: 'due_at' })
    .first()
  return row?.due == null ? null : Number(row.due)
}

const number = (value: number | string | null): number | null => (value === null ? null : Number(value))

const readDebt = (row: CaseDebtRow): CaseDebtRow => ({
  ...row,
  opened_at: Number(row.opened_at),
  due_at: Number(row.due_at),
  overdue_at: number(row.overdue_at),
  closed_at: number(row.closed_at),
})
