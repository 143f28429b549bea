import {
  caseEvents,
  caseQuestions,
  inTransaction,
  newId,
  users,
  userTasks,
  type CaseQuestionLineRow,
  type CaseQuestionRow,
  type Tx,
} from '@lianban/storage'
import { asHolder } from '../as-holder.ts'
import { caseLine, lineActor } from '../case-lines.ts'
import type { CaseContext } from '../context.ts'
import { notFound } from '../errors.ts'
import { once } from '../idempotency.ts'
import { logEntry } from '../log-entries.ts'
import type { Caller } from '../ports.ts'
import { loadCase, loadTask, readableTask, type LoadedCase, type LoadedTask } from '../resources.ts'
import { checkedText, questionClosed, recipientsInvalid } from './errors.ts'
import { refuseBarred } from './recipients.ts'

export interface NewQuestion {
  /** Who is asked: one of the staff, in whatever organ. */
  userId: string
  text: string
  idempotencyKey: string
}

const MAX_TEXT_CHARS = 2000

/**
 * The holder of a task asks somebody about the case 沟通. The task stays with him and its state does not change; the asked
 * may read the case as long as the question is open. @returns the question's id
 * @throws CaseError TASK_NOT_FOUND, TASK_NOT_CLAIMED, TASK_ALREADY_CLAIMED, RECIPIENTS_INVALID, TEXT_REQUIRED; NOT_FOUND, NOT_AUTHORIZED
 */
export function ask(context: CaseContext, caller: Caller, taskId: string, request: NewQuestion): Promise<{ id: string }> {
  const { idempotencyKey, ...body } = request
  return once<{ id: string }>(context, { caller, key: idempotencyKey, operation: `task.ask ${taskId}`, body }, async (remember) => {
    const loaded = await readableTask(context, caller, taskId)
    const acting = await asHolder(context, caller, loaded, 'ask')
    const text = checkedText(request.text, '要沟通的问题', MAX_TEXT_CHARS)
    if (request.userId === caller.userId) throw recipientsInvalid('不能向本人提问,请选择其他人员', 'userId')
    const [asked] = await users(context.database).activeStaff(caller.tenantId, [request.userId])
    if (!asked) throw recipientsInvalid('所选人员已经离职或不存在,请重新选择', 'userId')
    await refuseBarred(context, loaded, [asked.id], 'userId')
    const at = context.clock()
    const { task, row } = loaded
    const question: CaseQuestionRow = {
      tenant_id: caller.tenantId,
      id: newId(),
      case_id: row.id,
      task_id: task.id,
      element_id: task.element_id,
      step_name: task.name,
      asker_id: caller.userId,
      asker_name: caller.name,
      asked_id: asked.id,
      asked_name: asked.name,
      state: 'open',
      at,
      changed_at: at,
    }
    await inTransaction(context.database, async (tx) => {
      await caseQuestions(tx).insert(question)
      await write(context, tx, { caller: acting, loaded, question, kind: 'ask', text, at })
      await remember(tx, { id: question.id })
    })
    return { id: question.id }
  })
}

/** One more round: the asker goes on with an answered question. @throws CaseError QUESTION_CLOSED, TEXT_REQUIRED, TASK_NOT_FOUND; NOT_FOUND */
export async function askAgain(context: CaseContext, caller: Caller, questionId: string, text: string): Promise<void> {
  const question = await ownQuestion(context, caller, questionId, 'asker_id')
  const loaded = await stillHeld(context, caller, question)
  const checked = checkedText(text, '要沟通的问题', MAX_TEXT_CHARS)
  const at = context.clock()
  await inTransaction(context.database, async (tx) => {
    const moved = question.state === 'open' || (await caseQuestions(tx).move(caller.tenantId, questionId, 'answered', 'open', at))
    if (!moved) throw questionClosed('这次沟通已经结束,请重新发起')
    await write(context, tx, { caller, loaded, question, kind: 'ask', text: checked, at })
  })
}

/** @throws CaseError QUESTION_CLOSED, TEXT_REQUIRED; NOT_FOUND if the caller is not the one who is asked */
export async function answer(context: CaseContext, caller: Caller, questionId: string, text: string): Promise<void> {
  const question = await ownQuestion(context, caller, questionId, 'asked_id')
  const loaded = await loadCase(context, caller.tenantId, question.case_id, null)
  const checked = checkedText(text, '答复', MAX_TEXT_CHARS)
  const at = context.clock()
  await inTransaction(context.database, async (tx) => {
    if (!(await caseQuestions(tx).move(caller.tenantId, questionId, 'open', 'answered', at)))
      throw questionClosed('这个问题已经答复、撤回,或者办件已经办结,不需要再答复')
    await write(context, tx, { caller, loaded, question, kind: 'answer', text: checked, at })
  })
}

/** The asker takes an open question back; the asked may not read the case by it any more. @throws CaseError QUESTION_CLOSED; NOT_FOUND */
export async function withdrawQuestion(context: CaseContext, caller: Caller, questionId: string): Promise<void> {
  const question = await ownQuestion(context, caller, questionId, 'asker_id')
  const loaded = await loadCase(context, caller.tenantId, question.case_id, null)
  const at = context.clock()
  await inTransaction(context.database, async (tx) => {
    if (!(await caseQuestions(tx).move(caller.tenantId, questionId, 'open', 'withdrawn', at)))
      throw questionClosed('这个问题已经答复或撤回,不需要再撤回')
    await write(context, tx, { caller, loaded, question, kind: 'withdraw', text: '', at })
  })
}

/** To go on with a question is to open the case again: only for who still holds the task. */
async function stillHeld(context: CaseContext, caller: Caller, question: CaseQuestionRow): Promise<LoadedTask> {
  if (!(await userTasks(context.database).get(caller.tenantId, question.task_id)))
    throw questionClosed('提问时的环节已经办结,这次沟通不能继续')
  const loaded = await loadTask(context, caller.tenantId, question.task_id, null)
  await asHolder(context, caller, loaded, 'ask')
  return loaded
}

async function ownQuestion(context: CaseContext, caller: Caller, id: string, side: 'asker_id' | 'asked_id'): Promise<CaseQuestionRow> {
  const question = await caseQuestions(context.database).get(caller.tenantId, id)
  if (question?.[side] !== caller.userId) throw notFound('沟通')
  return question
}

const LINES = {
  ask: { type: 'question-asked', text: ({ asked_name }: CaseQuestionRow) => `向${asked_name}提问`, entry: 'question.asked' },
  answer: { type: 'question-answered', text: ({ asker_name }: CaseQuestionRow) => `答复${asker_name}`, entry: 'question.answered' },
  withdraw: {
    type: 'question-withdrawn',
    text: ({ asked_name }: CaseQuestionRow) => `撤回向${asked_name}的提问`,
    entry: 'question.withdrawn',
  },
} as const

interface Said {
  caller: Caller
  loaded: LoadedCase
  question: CaseQuestionRow
  kind: CaseQuestionLineRow['kind']
  text: string
  at: number
}

/** What was said, on the time line, in the log and to the other side. */
async function write(context: CaseContext, tx: Tx, { caller, loaded, question, kind, text, at }: Said): Promise<void> {
  const { row } = loaded
  const { type, text: textOf, entry } = LINES[kind]
  const { tenant_id } = row
  const { id, element_id, step_name } = question
  const name = lineActor(caller).actor_name ?? caller.name
  await caseQuestions(tx).addLine({ tenant_id, id: newId(), question_id: id, kind, user_id: caller.userId, user_name: name, text, at })
  await context.notices.send(tx, tenant_id, {
    kind: 'question',
    to: { userIds: [kind === 'answer' ? question.asker_id : question.asked_id] },
    title: `沟通:${textOf(question)}`,
    text: `${row.applicant_name} ${row.matter_name}(${row.case_no}):${text || '提问已撤回,不需要再答复。'}`,
    link: kind === 'answer' ? `/tasks/${question.task_id}` : '/questions',
  })
  await caseEvents(tx).insert([
    caseLine({
      tenant_id,
      case_id: row.id,
      at,
      type,
      element_id,
      step_name,
      action_text: `沟通:${textOf(question)}`,
      opinion: text || null,
      data: { question: id },
      ...lineActor(caller),
    }),
  ])
  const payload = { question: id, task: question.task_id, element: element_id, step: step_name, asked: question.asked_id, text }
  await context.tenants.supervision.record(tx, tenant_id, [logEntry(caller, entry, { caseId: row.id, organId: row.organ_id, payload })])
}
