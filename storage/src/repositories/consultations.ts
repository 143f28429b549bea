import type { Knex } from 'knex'
import type { Tx } from '../database.ts'

export type ConsultationKind = 'consultation' | 'complaint'

/** What somebody asked an organ 咨询 or complained of 投诉. Instants are UTC epoch milliseconds. */
export interface ConsultationRow {
  tenant_id: string
  id: string
  kind: ConsultationKind
  organ_id: string
  matter_key: string | null
  matter_name: string | null
  case_id: string | null
  case_no: string | null
  asker_id: string | null
  asker_name: string
  asker_phone: string | null
  code_hash: string | null
  text: string
  asked_at: number
  due_at: number
  answer: string | null
  answered_by: string | null
  answered_by_name: string | null
  answered_at: number | null
  /** 5 to 1. */
  grade: number | null
  grade_text: string | null
  graded_at: number | null
}

/** Place in a list: by the due instant, then by id. */
export type ConsultationPlace = Pick<ConsultationRow, 'due_at' | 'id'>

export interface ConsultationQuery {
  tenantId: string
  /** Narrows to what the caller may list. */
  restrict: (query: Knex.QueryBuilder) => void
  answered: boolean
  kind?: ConsultationKind
  after?: ConsultationPlace
  /** 1 to 200. */
  limit: number
}

const MAX_PAGE = 200
const INSTANTS = ['asked_at', 'due_at', 'answered_at', 'graded_at'] as const

export const consultations = (db: Tx) => ({
  insert: async (row: ConsultationRow): Promise<void> => void (await db('consultation').insert(row)),

  get: async (tenantId: string, id: string): Promise<ConsultationRow | undefined> =>
    read(await db('consultation').where({ tenant_id: tenantId, id }).first()),

  byCode: async (tenantId: string, codeHash: string): Promise<ConsultationRow | undefined> =>
    read(await db('consultation').where({ tenant_id: tenantId, code_hash: codeHash }).first()),

  /** The asker's own, newest first; `after` is the id of the last one seen. */
  ofAsker: async (tenantId: string, askerId: string, { limit, after }: { limit: number; after?: string }): Promise<ConsultationRow[]> => {
    const query = db('consultation').where({ tenant_id: tenantId, asker_id: askerId })
    if (after !== undefined) void query.andWhere('id', '<', after)
    return ((await query.orderBy('id', 'desc').limit(Math.min(limit, MAX_PAGE))) as unknown[]).map((row) => read(row)!)
  },

  /** Open ones: due soonest first. Answered ones: due latest first. */
  list: async ({ tenantId, restrict, answered, kind, after, limit }: ConsultationQuery): Promise<ConsultationRow[]> => {
    const query = db('consultation').where('tenant_id', tenantId)
    void query.andWhere((inner) => restrict(inner))
    void (answered ? query.whereNotNull('answered_at') : query.whereNull('answered_at'))
    if (kind) void query.andWhere({ kind })
    const [later, order] = answered ? (['<', 'desc'] as const) : (['>', 'asc'] as const)
    if (after)
      void query.andWhere((beyond) => {
        void beyond.where('due_at', later, after.due_at)
        void beyond.orWhere((same) => void same.where('due_at', after.due_at).andWhere('id', later, after.id))
      })
    const rows: unknown[] = await query
      .orderBy([
        { column: 'due_at', order },
        { column: 'id', order },
      ])
      .limit(Math.min(limit, MAX_PAGE))
    return rows.map((row) => read(row)!)
  },

  /** The one answer. @returns false: it has one */
  answer: async (
    tenantId: string,
    id: string,
    given: Pick<ConsultationRow, 'answer' | 'answered_by' | 'answered_by_name' | 'answered_at'>,
  ): Promise<boolean> => (await db('consultation').where({ tenant_id: tenantId, id, answered_at: null }).update(given)) === 1,

  /** How the asker found the answer, once. @returns false: there is no answer yet, or he said so before */
  grade: async (tenantId: string, id: string, given: Pick<ConsultationRow, 'grade' | 'grade_text' | 'graded_at'>): Promise<boolean> =>
    (await db('consultation').where({ tenant_id: tenantId, id, graded_at: null }).whereNotNull('answered_at').update(given)) === 1,
})

function read(raw: unknown): ConsultationRow | undefined {
  if (raw === undefined) return undefined
  const row = { ...(raw as ConsultationRow) }
  for (const name of INSTANTS) if (row[name] !== null) (row as Record<string, unknown>)[name] = Number(row[name])
  return { ...row, grade: row.grade === null ? null : Number(row.grade) }
}
