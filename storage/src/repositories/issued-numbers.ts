import type { Knex } from 'knex'
import { containing, matchesCase, type Restriction } from './cases.ts'
import { readRow } from '../read-rows.ts'
import { insertRows } from '../write-rows.ts'

export type NumberKind = 'case' | 'document' | 'licence' | 'receipt' | 'archive'

/** A number in the register. Instants are UTC epoch milliseconds. */
export interface IssuedNumberRow {
  tenant_id: string
  kind: NumberKind
  number: string
  organ_id: string
  run_organ: string
  run_type: string
  run_period: number
  sequence: number
  type: string
  year: number
  case_id: string
  query_code: string | null
  issued_at: number
  voided_at: number | null
  voided_by: string | null
  voided_by_name: string | null
  void_reason: string | null
}

/** A number with the case and the paper it stands on. */
export interface RegisterRow extends IssuedNumberRow {
  case_no: string
  matter_name: string
  organ_name: string
  applicant_name: string
  document_id: string | null
  document_name: string | null
  document_sha256: string | null
}

export interface RegisterQuery {
  tenantId: string
  kind: NumberKind
  /** Columns are those of `case_file`. */
  restrict?: Restriction
  organId?: string
  type?: string
  year?: number
  state?: 'valid' | 'void'
  /** Part of the number, the case number or the applicant's name. */
  q?: string
  order: 'newest' | 'oldest'
  after?: RegisterPlace
  /** 1 to 1000. */
  limit: number
}

/** Place of a row in a list. */
export type RegisterPlace = Pick<IssuedNumberRow, 'issued_at' | 'sequence' | 'number'>

/** How far one run of numbers has come, and how many of them are in the register. */
export interface RunCount {
  run_organ: string
  run_type: string
  run_period: number
  /** The number given out last. */
  last: number
  registered: number
  voided: number
}

const MAX_REGISTER_PAGE = 1000

export const issuedNumbers = (db: Knex) => ({
  insert: async (row: IssuedNumberRow): Promise<void> => {
    await insertRows(db, 'issued_number', [row])
  },

  get: async (tenantId: string, kind: NumberKind, number: string): Promise<IssuedNumberRow | undefined> => {
    const sql = 'select * from issued_number where tenant_id = ? and kind = ? and number = ?'
    const row = await readRow<IssuedNumberRow>(db, sql, [tenantId, kind, number])
    return row && read(row)
  },

  forCase: async (tenantId: string, caseId: string): Promise<IssuedNumberRow[]> =>
    ((await db('issued_number').where({ tenant_id: tenantId, case_id: caseId }).orderBy(['issued_at', 'number'])) as IssuedNumberRow[]).map(
      read,
    ),

  /** Marks the number void unless it is. @returns whether it was valid */
  markVoid: async (
    { tenant_id, kind, number }: Pick<IssuedNumberRow, 'tenant_id' | 'kind' | 'number'>,
    by: Required<Pick<IssuedNumberRow, 'voided_at' | 'voided_by' | 'voided_by_name' | 'void_reason'>>,
  ): Promise<boolean> => (await db('issued_number').where({ tenant_id, kind, number, voided_at: null }).update(by)) > 0,

  list: async (query: RegisterQuery): Promise<RegisterRow[]> => {
    const { order, after, limit } = query
    const direction = order === 'newest' ? 'desc' : 'asc'
    const rows = (await filtered(db, query)
      .modify((builder) => after && void beyond(builder, after, order === 'newest' ? '<' : '>'))
      .leftJoin('issued_document', (on) =>
        on
          .on('issued_document.tenant_id', 'issued_number.tenant_id')
          .andOn('issued_document.case_id', 'issued_number.case_id')
          .andOn('issued_document.number', 'issued_number.number'),
      )
      .orderBy([
        { column: 'issued_number.issued_at', order: direction },
        { column: 'issued_number.sequence', order: direction },
        { column: 'issued_number.number', order: direction },
      ])
      .limit(Math.min(limit, MAX_REGISTER_PAGE))
      .select('issued_number.*', 'case_file.case_no', 'case_file.matter_name', 'case_file.organ_name', 'case_file.applicant_name', {
        document_id: 'issued_document.id',
        document_name: 'issued_document.name',
        document_sha256: 'issued_document.sha256',
      })) as RegisterRow[]
    return rows.map(read)
  },

  counts: async (query: Omit<RegisterQuery, 'order' | 'after' | 'limit'>): Promise<{ total: number; voided: number }> => {
    const row = (await filtered(db, query).count({ total: '*', voided: 'issued_number.voided_at' }).first()) as Record<string, unknown>
    return { total: Number(row.total), voided: Number(row.voided) }
  },

  /** Types that the register has rows of, for its filter. */
  types: async (
    tenantId: string,
    kind: NumberKind,
    restrict?: Restriction,
  ): Promise<{ organ_id: string; type: string; year: number }[]> => {
    const rows = (await filtered(db, { tenantId, kind, restrict })
      .distinct('issued_number.organ_id', 'issued_number.type', 'issued_number.year')
      .orderBy(['issued_number.organ_id', 'issued_number.type', 'issued_number.year'])) as {
      organ_id: string
      type: string
      year: number
    }[]
    return rows.map((row) => ({ ...row, year: Number(row.year) }))
  },

  /** Every run of a kind within a year, and the runs that never begin anew, with what the register has of it. */
  runs: async (tenantId: string, kind: NumberKind, year: number): Promise<RunCount[]> => {
    const runs = (await db('number_sequence')
      .where({ tenant_id: tenantId })
      .andWhere((type) => type.where('type', kind).orWhere('type', 'like', `${kind}:%`))
      .andWhere((period) => void inYear(period, 'period', year))
      .orderBy(['organ_id', 'type', 'period'])) as { organ_id: string; type: string; period: number; last: number }[]
    const counted = (await db('issued_number')
      .where({ tenant_id: tenantId, kind })
      .andWhere((period) => void inYear(period, 'run_period', year))
      .groupBy('run_organ', 'run_type', 'run_period')
      .select('run_organ', 'run_type', 'run_period')
      .count({ registered: '*', voided: 'voided_at' })) as unknown as RunCount[]
    const of = new Map(counted.map((row) => [runKey(row), row]))
    return runs.map(({ organ_id, type, period, last }) => {
      const run = { run_organ: organ_id, run_type: type, run_period: Number(period) }
      const found = of.get(runKey(run))
      return { ...run, last: Number(last), registered: Number(found?.registered ?? 0), voided: Number(found?.voided ?? 0) }
    })
  },

  /** Sequence numbers of a run, in order. */
  sequences: async (
    tenantId: string,
    { run_organ, run_type, run_period }: Pick<RunCount, 'run_organ' | 'run_type' | 'run_period'>,
  ): Promise<number[]> =>
    (
      (await db('issued_number')
        .where({ tenant_id: tenantId, run_organ, run_type, run_period })
        .orderBy('sequence')
        .pluck('sequence')) as unknown[]
    ).map(Number),
})

const runKey = ({ run_organ, run_type, run_period }: Pick<RunCount, 'run_organ' | 'run_type' | 'run_period'>): string =>
  JSON.stringify([run_organ, run_type, Number(run_period)])

/** Periods that lie in a year, however they are written (2026, 202611, 20261126), and 0. */
const inYear = (builder: Knex.QueryBuilder, column: string, year: number): Knex.QueryBuilder =>
  builder
    .whereIn(column, [0, year])
    .orWhereBetween(column, [year * 100 + 1, year * 100 + 12])
    .orWhereBetween(column, [year * 10_000 + 101, year * 10_000 + 1231])

function filtered(
  db: Knex,
  { tenantId, kind, restrict, organId, type, year, state, q }: Omit<RegisterQuery, 'order' | 'after' | 'limit'>,
): Knex.QueryBuilder {
  const builder = db('issued_number')
    .join('case_file', (on) => on.on('case_file.tenant_id', 'issued_number.tenant_id').andOn('case_file.id', 'issued_number.case_id'))
    .where({ 'issued_number.tenant_id': tenantId, 'issued_number.kind': kind })
  if (restrict) void builder.where((inner) => restrict(inner))
  if (organId !== undefined) void builder.where('issued_number.organ_id', organId)
  if (type !== undefined) void builder.where('issued_number.type', type)
  if (year !== undefined) void builder.where('issued_number.year', year)
  if (state !== undefined)
    void (state === 'void' ? builder.whereNotNull('issued_number.voided_at') : builder.whereNull('issued_number.voided_at'))
  if (q) void builder.where((any) => matchesCase(any, q).orWhereRaw("issued_number.number like ? escape '!'", [containing(q)]))
  return builder
}

/** Rows that come after a place in the order of the list. */
function beyond(builder: Knex.QueryBuilder, { issued_at, sequence, number }: RegisterPlace, than: '<' | '>'): Knex.QueryBuilder {
  return builder.where((later) =>
    later
      .where('issued_number.issued_at', than, issued_at)
      .orWhere((same) => same.where('issued_number.issued_at', issued_at).andWhere('issued_number.sequence', than, sequence))
      .orWhere((same) =>
        same
          .where({ 'issued_number.issued_at': issued_at, 'issued_number.sequence': sequence })
          .andWhere('issued_number.number', than, number),
      ),
  )
}

const read = <T extends IssuedNumberRow>(row: T): T => ({
  ...row,
  run_period: Number(row.run_period),
  sequence: Number(row.sequence),
  year: Number(row.year),
  issued_at: Number(row.issued_at),
  voided_at: row.voided_at === null ? null : Number(row.voided_at),
})
