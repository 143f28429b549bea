import {
  caseEscalations,
  caseEvents,
  cases,
  inTransaction,
  userTasks,
  type CaseEscalationRow,
  type Database,
  type Tx,
} from '@lianban/storage'
import { shareOfLimit } from '../clock/index.ts'
import { ESCALATION_ORDERS } from '../manifest/escalation.ts'
import { caseLine } from './case-lines.ts'
import type { CaseContext } from './context.ts'
import { SYSTEM_ACTOR, systemEntry } from './log-entries.ts'
import type { StoredEscalation } from './projection/escalations.ts'

/** Of one sweep; the rest waits for the next one, a minute later. */
const MAX_SWEPT = 200

/** Steps whose escalation 升级督办 is due, earliest first. */
export const dueEscalations = ({ database, clock }: CaseContext, tenantId: string): Promise<CaseEscalationRow[]> =>
  caseEscalations(database).due(tenantId, clock(), MAX_SWEPT)

/** When the next one is due, epoch milliseconds, or null. */
export const nextEscalationAt = (database: Database, tenantId: string): Promise<number | null> =>
  caseEscalations(database).nextDue(tenantId)

/** Tells of a step that is still open: notices, a line in the case and an entry that the supervision's rules read. Several servers may do it at once. */
export const escalate = (context: CaseContext, one: CaseEscalationRow): Promise<void> =>
  inTransaction(context.database, (tx) => tellOf(context, tx, one))

async function tellOf(context: CaseContext, tx: Tx, one: CaseEscalationRow): Promise<void> {
  const now = context.clock()
  if (!(await caseEscalations(tx).take(one))) return
  const { tenant_id: tenantId, percent } = one
  const rule = one.rule as StoredEscalation
  const [task, row] = [await userTasks(tx).get(tenantId, one.task_id), await cases(tx).get(tenantId, one.case_id, now)]
  if (!task || !row || row.closed_at !== null || task.due_at === null) return
  // Its limit was extended since: it is told when the share of the longer one is used.
  const dueAt = shareOfLimit({ from: rule.from, dueAt: task.due_at, unit: rule.unit }, percent, context.calendarOf(tenantId))
  if (dueAt > now) return caseEscalations(tx).insert([{ ...one, due_at: dueAt }])
  const order = ESCALATION_ORDERS[rule.order]
  const text = `${order}:“${one.step_name}”已用时限的${percent}%`
  await caseEvents(tx).insert([
    caseLine({
      ...{ tenant_id: tenantId, case_id: row.id, at: now, type: 'escalated', element_id: one.element_id, step_name: '升级督办' },
      ...{ action_text: text, actor_name: SYSTEM_ACTOR.name, started_at: rule.from },
    }),
  ])
  const payload = { task: one.task_id, element: one.element_id, step: one.step_name, percent, order: rule.order, organ: one.organ_id }
  await context.tenants.supervision.record(tx, tenantId, [
    systemEntry('case.escalated', { caseId: row.id, organId: one.organ_id ?? row.organ_id, payload }),
  ])
  await context.notices.send(tx, tenantId, {
    kind: 'urge',
    to: { posts: rule.to.map(({ post, organ }) => ({ post, organId: organ ?? one.organ_id ?? row.organ_id })) },
    title: `${text}:${row.applicant_name}`,
    text: `“${row.matter_name}”(${row.case_no})的“${one.step_name}”环节尚未办理完毕,请督促办理。`,
    link: `/cases/${row.id}`,
  })
}
