import { caseCommitments, caseDebts, caseEvents, cases, inTransaction, licences, type CaseRow, type Tx } from '@lianban/storage'
import { caseLine } from '../case-lines.ts'
import type { CaseContext } from '../context.ts'
import { SYSTEM_ACTOR } from '../log-entries.ts'
import { sweepRenewals } from '../licences/silence.ts'
import { dueEscalations, escalate, nextEscalationAt } from '../escalations.ts'
import { debtPayload } from './debts.ts'
import { dutyEntry } from './duty-ports.ts'

/** Of one sweep; the rest waits for the next one, a minute later. */
const MAX_SWEPT = 500

/**
 * Says of every debt and every check whose day has passed that it is overdue, of every step that its escalation is due, and of
 * every renewal that nobody decided in time that it is granted: once, with an entry that the supervision's rules read, a line in
 * the case and a notice, each in a transaction of its own. Several servers may sweep at once.
 * @returns how many were found
 * @throws AggregateError with what failed, after all the others were told of
 */
export async function sweepDuties(context: CaseContext, tenantId: string): Promise<number> {
  const failures: unknown[] = []
  const renewed = await sweepRenewals(context, tenantId).catch((error: unknown) => {
    failures.push(error)
    return 1
  })
  const escalated = await eachApart(await dueEscalations(context, tenantId), failures, (one) => escalate(context, one))
  const found = escalated + renewed + (await sweepDebts(context, tenantId, failures)) + (await sweepChecks(context, tenantId, failures))
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${found} overdue duties could not be told of`)
  return found
}

/** Each by itself: one that fails does not keep the others from being told of. */
async function eachApart<T>(items: readonly T[], failures: unknown[], work: (item: T) => Promise<void>): Promise<number> {
  for (const item of items) await work(item).catch((error: unknown) => failures.push(error))
  return items.length
}

/** When the next one is overdue, epoch milliseconds, or null. */
export async function nextOverdueAt({ database }: Pick<CaseContext, 'database'>, tenantId: string): Promise<number | null> {
  const [escalation, debt, check, renewal] = await Promise.all([
    nextEscalationAt(database, tenantId),
    caseDebts(database).nextDue(tenantId),
    caseCommitments(database).nextDue(tenantId),
    licences(database).nextSilenceAt(tenantId),
  ])
  // The due instant itself is still in time; a licence is over when its last day is.
  const known = [...[debt, check].map((due) => due && due + 1), renewal, escalation].filter((due) => due !== null)
  return known.length > 0 ? Math.min(...known) : null
}

async function sweepDebts(context: CaseContext, tenantId: string, failures: unknown[]): Promise<number> {
  const now = context.clock()
  const found = await caseDebts(context.database).passed(tenantId, now, MAX_SWEPT)
  return eachApart(found, failures, (debt) =>
    inTransaction(context.database, async (tx) => {
      if (!(await caseDebts(tx).markOverdue(debt, now))) return
      const row = (await cases(tx).get(tenantId, debt.case_id, now))!
      const text = `逾期未补交${debt.material_name}`
      await tellTimeline(tx, row, { type: 'debt-overdue', step: '容缺补交', text, startedAt: debt.opened_at, at: now })
      await context.tenants.supervision.record(tx, tenantId, [dutyEntry(null, row, 'debt.overdue', debtPayload(debt))])
      await context.notices.send(tx, tenantId, {
        kind: 'duty',
        to: { userIds: [row.applicant_id] },
        title: `请尽快补交“${debt.material_name}”`,
        text: `您的“${row.matter_name}”(${row.case_no})以容缺方式受理,约定补交的材料已经逾期。补齐之前不能作出准予决定。`,
        link: `/my-cases/${row.id}`,
      })
    }),
  )
}

async function sweepChecks(context: CaseContext, tenantId: string, failures: unknown[]): Promise<number> {
  const now = context.clock()
  const found = await caseCommitments(context.database).passed(tenantId, now, MAX_SWEPT)
  return eachApart(found, failures, (commitment) =>
    inTransaction(context.database, async (tx) => {
      if (!(await caseCommitments(tx).markOverdue(commitment, now))) return
      const row = (await cases(tx).get(tenantId, commitment.case_id, now))!
      await tellTimeline(tx, row, {
        type: 'check-overdue',
        step: '承诺核查',
        text: '逾期未核查申请人的承诺',
        startedAt: commitment.opened_at,
        at: now,
      })
      const payload = { dueAt: commitment.due_at, openedAt: commitment.opened_at }
      const owing = { ...row, organ_id: commitment.organ_id }
      await context.tenants.supervision.record(tx, tenantId, [dutyEntry(null, owing, 'check.overdue', payload)])
      await context.notices.send(tx, tenantId, {
        kind: 'duty',
        to: { posts: [{ post: 'organ-leader', organId: commitment.organ_id }] },
        title: `承诺核查逾期:${row.applicant_name}`,
        text: `“${row.matter_name}”(${row.case_no})以告知承诺方式准予许可,核查期限已过,请安排核查并登记结果。`,
        link: '/duties?kind=checks',
      })
    }),
  )
}

const tellTimeline = (
  tx: Tx,
  row: Pick<CaseRow, 'tenant_id' | 'id'>,
  { type, step, text, startedAt, at }: { type: string; step: string; text: string; startedAt: number | null; at: number },
): Promise<void> =>
  caseEvents(tx).insert([
    caseLine({
      tenant_id: row.tenant_id,
      case_id: row.id,
      at,
      type,
      step_name: step,
      action_text: text,
      actor_name: SYSTEM_ACTOR.name,
      started_at: startedAt,
    }),
  ])
