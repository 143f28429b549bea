import type { Tx } from '../database.ts'
import { insertRows } from '../write-rows.ts'
import type { Restriction } from './cases.ts'

/** `lapsed`: the case was closed before an answer came. */
export type QuestionState = 'open' | 'answered' | 'withdrawn' | 'lapsed'

/** A question 沟通 of a task's holder to a person. Instants are UTC epoch milliseconds. */
export interface CaseQuestionRow {
  tenant_id: string
  id: string
  case_id: string
  task_id: string
  element_id: string
  step_name: string
  asker_id: string
  asker_name: string
  asked_id: string
  asked_name: string
  state: QuestionState
  at: number
  changed_at: number
}

export interface CaseQuestionLineRow {
  tenant_id: string
  id: string
  question_id: string
  kind: 'ask' | 'answer' | 'withdraw'
  user_id: string
  user_name: string
  text: string
  at: number
}

/** A question with the number and name of its case, for a list. */
export type QuestionInList = CaseQuestionRow & { case_no: string; matter_name: string; applicant_name: string }

const MAX_OF_CASE = 200
const MAX_LINES = 1_000

export const caseQuestions = (db: Tx) => ({
  insert: async (row: CaseQuestionRow): Promise<void> => {
    await db<CaseQuestionRow>('case_question').insert(row)
  },

  addLine: (row: CaseQuestionLineRow): Promise<void> => insertRows(db, 'case_question_line', [row]),

  get: async (tenantId: string, id: string): Promise<CaseQuestionRow | undefined> => {
    const row = await db<CaseQuestionRow>('case_question').where({ tenant_id: tenantId, id }).first()
    return row && read(row)
  },

  /** @returns false if it was not in the state `from` any more */
  move: async (tenantId: string, id: string, from: QuestionState, to: QuestionState, at: number): Promise<boolean> =>
    (await db<CaseQuestionRow>('case_question').where({ tenant_id: tenantId, id, state: from }).update({ state: to, changed_at: at })) ===
    1,

  /** Oldest first. */
  ofCase: async (tenantId: string, caseId: string): Promise<CaseQuestionRow[]> =>
    (await db<CaseQuestionRow>('case_question').where({ tenant_id: tenantId, case_id: caseId }).orderBy('id').limit(MAX_OF_CASE)).map(read),

  /** Those of a task that wait for an answer. */
  countOpen: async (tenantId: string, caseId: string, taskId: string): Promise<number> => {
    const row = await db('case_question')
      .where({ tenant_id: tenantId, case_id: caseId, state: 'open', task_id: taskId })
      .count({ n: '*' })
      .first()
    return Number(row?.n ?? 0)
  },

  /** The lines of these questions, oldest first; of more than 1,000 the latest. */
  lines: async (tenantId: string, questionIds: readonly string[]): Promise<CaseQuestionLineRow[]> => {
    const rows = await db<CaseQuestionLineRow>('case_question_line')
      .where({ tenant_id: tenantId })
      .whereIn('question_id', [...questionIds])
      .orderBy('id', 'desc')
      .limit(MAX_LINES)
    return rows.reverse().map((row) => ({ ...row, at: Number(row.at) }))
  },

  /** Open questions of a case end with it. @returns how many */
  lapse: (tenantId: string, caseId: string, at: number): Promise<number> =>
    db('case_question').where({ tenant_id: tenantId, case_id: caseId, state: 'open' }).update({ state: 'lapsed', changed_at: at }),

  /** Questions put to a person, or by him, newest first. */
  ofPerson: async (query: {
    tenantId: string
    userId: string
    side: 'asked' | 'asker'
    open: boolean
    restrict: Restriction
    after?: string
    limit: number
  }): Promise<QuestionInList[]> => {
    const rows = (await db('case_question as q')
      .join('case_file', (on) => on.on('case_file.tenant_id', 'q.tenant_id').andOn('case_file.id', 'q.case_id'))
      .where({ 'q.tenant_id': query.tenantId, [query.side === 'asked' ? 'q.asked_id' : 'q.asker_id']: query.userId })
      .where((inner) => query.restrict(inner))
      .modify((builder) => {
        if (query.open) void builder.where('q.state', 'open')
        else void builder.whereNot('q.state', 'open')
        if (query.after !== undefined) void builder.where('q.id', '<', query.after)
      })
      .orderBy('q.id', 'desc')
      .limit(query.limit)
      .select('q.*', 'case_file.case_no', 'case_file.matter_name', 'case_file.applicant_name')) as QuestionInList[]
    return rows.map((row) => ({ ...row, ...read(row) }))
  },

  countWaiting: async (tenantId: string, userId: string, restrict: Restriction): Promise<number> => {
    const row = await db('case_question as q')
      .join('case_file', (on) => on.on('case_file.tenant_id', 'q.tenant_id').andOn('case_file.id', 'q.case_id'))
      .where({ 'q.tenant_id': tenantId, 'q.asked_id': userId, 'q.state': 'open' })
      .where((inner) => restrict(inner))
      .count({ n: '*' })
      .first()
    return Number(row?.n ?? 0)
  },
})

const read = (row: CaseQuestionRow): CaseQuestionRow => ({ ...row, at: Number(row.at), changed_at: Number(row.changed_at) })
