import type { Tx } from '../database.ts'

/** An application for the special fund 专项资金 and what became of it. Fen. */
export interface FundGrantRow {
  tenant_id: string
  /** The case. */
  id: string
  year: number
  name: string
  organ_id: string
  organ_name: string
  asked_fen: number
  /** Null: not decided. */
  granted_fen: number | null
  allocated_fen: number
  returned_fen: number
  state: 'asked' | 'issued' | 'allocated' | 'evaluated' | 'refused'
  asked_at: number
}

export interface FundYearRow {
  tenant_id: string
  year: number
  fen: number
  /** Last day on which organs may apply, YYYY-MM-DD. */
  closes_on: string
  case_id: string
}

const MAX_ROWS = 2000

export const fundGrants = (db: Tx) => ({
  insert: async (row: FundGrantRow): Promise<void> => void (await db('fund_grant').insert(row)),

  get: async (tenantId: string, id: string): Promise<FundGrantRow | undefined> => {
    const row: unknown = await db('fund_grant').where({ tenant_id: tenantId, id }).first()
    return row ? read(row) : undefined
  },

  update: async (tenantId: string, id: string, patch: Partial<FundGrantRow>): Promise<void> =>
    void (await db('fund_grant').where({ tenant_id: tenantId, id }).update(patch)),

  ofYear: async (tenantId: string, year: number): Promise<FundGrantRow[]> =>
    ((await db('fund_grant').where({ tenant_id: tenantId, year }).orderBy('id').limit(MAX_ROWS)) as unknown[]).map(read),

  /** Sets how much the fund of the year is, and until when organs may apply. */
  setYear: async (row: FundYearRow): Promise<void> => void (await db('fund_year').insert(row).onConflict(['tenant_id', 'year']).merge()),

  /** The fund of the year, held until the end of the transaction: two grants at once never exceed it. */
  lockYear: async (tenantId: string, year: number): Promise<FundYearRow | undefined> => {
    const row = (await db('fund_year').where({ tenant_id: tenantId, year }).forUpdate().first()) as FundYearRow | undefined
    return row && { ...row, fen: Number(row.fen) }
  },

  years: async (tenantId: string): Promise<FundYearRow[]> =>
    ((await db('fund_year').where({ tenant_id: tenantId }).orderBy('year').limit(MAX_ROWS)) as FundYearRow[]).map((row) => ({
      ...row,
      fen: Number(row.fen),
    })),
})

function read(raw: unknown): FundGrantRow {
  const row = raw as FundGrantRow
  return {
    ...row,
    asked_fen: Number(row.asked_fen),
    granted_fen: row.granted_fen === null ? null : Number(row.granted_fen),
    allocated_fen: Number(row.allocated_fen),
    returned_fen: Number(row.returned_fen),
    asked_at: Number(row.asked_at),
  }
}
