import type { Tx } from '../database.ts'
import { insertOrIgnore } from '../insert-or-ignore.ts'

/** A month of an operation that is paid by the month (BOT). */
export interface BotMonthRow {
  tenant_id: string
  contract: string
  /** 1 is the first month of operation. */
  no: number
  /** YYYY-MM. */
  month: string
  case_id: string
  invoice_no: string
  fee_fen: number
  /** Service levels as they were filed. */
  report: Record<string, unknown>
  /** Thousandths of a point; null: not collected yet. */
  score: number | null
  deduction_fen: number | null
  state: 'filed' | 'scored' | 'paid' | 'handed'
  filed_at: number
  paid_on: string | null
  /** Day on which its scores were collected: from it the law counts the days until it must be paid. */
  accepted_on: string | null
  /** For paying late. */
  interest_fen: number
}

export interface BotScoreRow {
  tenant_id: string
  case_id: string
  organ_id: string
  /** Thousandths of a point, 0 to 100000. */
  score: number
  reason: string | null
  scored_by: string
  at: number
}

const MAX_MONTHS = 600

export const botMonths = (db: Tx) => ({
  /** @throws a unique violation if this month or this invoice is filed already */
  insert: async (row: BotMonthRow): Promise<void> => void (await db('bot_month').insert({ ...row, report: JSON.stringify(row.report) })),

  ofCase: async (tenantId: string, caseId: string): Promise<BotMonthRow | undefined> => {
    const row: unknown = await db('bot_month').where({ tenant_id: tenantId, case_id: caseId }).first()
    return row ? read(row) : undefined
  },

  list: async (tenantId: string, contract: string): Promise<BotMonthRow[]> =>
    ((await db('bot_month').where({ tenant_id: tenantId, contract }).orderBy('no').limit(MAX_MONTHS)) as unknown[]).map(read),

  update: async (
    tenantId: string,
    caseId: string,
    patch: Partial<Pick<BotMonthRow, 'score' | 'deduction_fen' | 'state' | 'paid_on' | 'accepted_on' | 'interest_fen'>>,
  ) => void (await db('bot_month').where({ tenant_id: tenantId, case_id: caseId }).update(patch)),

  /** A month whose case came to nothing can be filed again. */
  remove: async (tenantId: string, caseId: string): Promise<void> => {
    await db('bot_score').where({ tenant_id: tenantId, case_id: caseId }).delete()
    await db('bot_month').where({ tenant_id: tenantId, case_id: caseId }).delete()
  },

  /** Numbers of the months of which both sides have been told. */
  reminded: async (tenantId: string, contract: string): Promise<number[]> =>
    db('bot_reminder').where({ tenant_id: tenantId, contract }).limit(MAX_MONTHS).pluck<number[]>('no'),

  /** Notes that both sides are told of a month that nobody filed. @returns whether they were not told before */
  noteReminder: (row: { tenant_id: string; contract: string; no: number; told_at: number }): Promise<boolean> =>
    insertOrIgnore(db, 'bot_reminder', row),

  /** What a unit scores; scoring again after a check 核对 replaces it. */
  setScore: async (row: BotScoreRow): Promise<void> =>
    void (await db('bot_score').insert(row).onConflict(['tenant_id', 'case_id', 'organ_id']).merge()),

  scores: async (tenantId: string, caseIds: readonly string[]): Promise<BotScoreRow[]> =>
    (
      (await db('bot_score')
        .where({ tenant_id: tenantId })
        .whereIn('case_id', [...caseIds])
        .orderBy(['case_id', 'organ_id'])) as BotScoreRow[]
    ).map((row) => ({ ...row, at: Number(row.at) })),
})

function read(raw: unknown): BotMonthRow {
  const row = raw as Record<string, unknown>
  return {
    ...(row as unknown as BotMonthRow),
    fee_fen: Number(row.fee_fen),
    interest_fen: Number(row.interest_fen),
    deduction_fen: row.deduction_fen === null ? null : Number(row.deduction_fen),
    filed_at: Number(row.filed_at),
    report: JSON.parse(row.report as string) as Record<string, unknown>,
  }
}
