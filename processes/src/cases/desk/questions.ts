import { caseQuestions, MAX_CASE_PAGE, type CaseQuestionLineRow, type CaseQuestionRow, type QuestionState } from '@lianban/storage'
import type { CaseContext } from '../context.ts'
import type { Caller } from '../ports.ts'
import { readableCase } from '../resources.ts'
import type { Page } from '../views.ts'

/** A question 沟通 with its rounds. Instants are UTC epoch milliseconds. */
export interface QuestionView {
  id: string
  caseId: string
  taskId: string
  stepName: string
  asker: { id: string; name: string }
  asked: { id: string; name: string }
  state: QuestionState
  at: number
  rounds: { kind: CaseQuestionLineRow['kind']; name: string; text: string; at: number }[]
  /** The caller asked it, or is asked. */
  mine: 'asker' | 'asked' | null
}

export interface QuestionItem extends QuestionView {
  caseNo: string
  matterName: string
  applicantName: string
}

export interface QuestionQuery {
  /** Put to the caller, or by him. */
  side: 'asked' | 'asker'
  open: boolean
  /** 1 to 200. */
  limit: number
  after?: string
}

/** The questions of a case, oldest first; the applicant is not shown them. @throws NOT_FOUND */
export async function questionsOfCase(context: CaseContext, caller: Caller, caseId: string): Promise<QuestionView[]> {
  const { row } = await readableCase(context, caller, caseId)
  if (row.applicant_id === caller.userId) return []
  return withRounds(context, caller, await caseQuestions(context.database).ofCase(caller.tenantId, caseId))
}

/** The caller's own list 待答复: what he is asked and what he asked, newest first, with how many wait for his answer. */
export async function myQuestions(
  context: CaseContext,
  caller: Caller,
  query: QuestionQuery,
): Promise<Page<QuestionItem> & { waiting: number }> {
  const limit = Math.min(query.limit, MAX_CASE_PAGE)
  const { tenantId, userId } = caller
  const restrict = await context.tenants.authorization.restrict(caller, 'read', 'case')
  // What he was asked and has answered stays his, though he reads the case no more.
  const shown = query.open ? restrict : () => undefined
  const rows = await caseQuestions(context.database).ofPerson({ ...query, tenantId, userId, limit, restrict: shown })
  const views = await withRounds(context, caller, rows)
  const items = views.map((view, index) => {
    const { case_no, matter_name, applicant_name } = rows[index]!
    return { ...view, caseNo: case_no, matterName: matter_name, applicantName: applicant_name }
  })
  const waiting = await caseQuestions(context.database).countWaiting(tenantId, userId, restrict)
  return { items, next: rows.length === limit ? rows.at(-1)!.id : null, waiting }
}

export const waitingQuestions = async (context: CaseContext, caller: Caller): Promise<number> =>
  caseQuestions(context.database).countWaiting(
    caller.tenantId,
    caller.userId,
    await context.tenants.authorization.restrict(caller, 'read', 'case'),
  )

async function withRounds(context: CaseContext, caller: Caller, rows: readonly CaseQuestionRow[]): Promise<QuestionView[]> {
  if (rows.length === 0) return []
  const lines = await caseQuestions(context.database).lines(
    caller.tenantId,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({
    id: row.id,
    caseId: row.case_id,
    taskId: row.task_id,
    stepName: row.step_name,
    asker: { id: row.asker_id, name: row.asker_name },
    asked: { id: row.asked_id, name: row.asked_name },
    state: row.state,
    at: row.at,
    rounds: lines
      .filter(({ question_id }) => question_id === row.id)
      .map(({ kind, user_name, text, at }) => ({ kind, name: user_name, text, at })),
    mine: row.asker_id === caller.userId ? 'asker' : row.asked_id === caller.userId ? 'asked' : null,
  }))
}
