import { caseEvents, jointChildren, type Tx } from '@lianban/storage'
import { DELIVERED_TOGETHER } from '../../joint/index.ts'
import { caseLine } from '../case-lines.ts'
import { systemEntry } from '../log-entries.ts'
import type { TenantsPort } from '../ports.ts'
import type { Draft } from '../projection/draft.ts'
import { SAID, settledBy } from './rules.ts'

/** Whether a step of a case may have consequences for the joint case that it is, or is a part of. */
export function jointCaseOf({ row, matter, step }: Draft): string | null {
  if (matter.matter.joint) return row.id
  if (row.parent_case_id == null) return null
  const waits = step.events.some((event) => event.type === 'subscriptionOpened' && event.subscription.eventName === DELIVERED_TOGETHER)
  const movesClock = step.command.type === 'recalculateTimers' || ('recalculateTimers' in step.command && step.command.recalculateTimers)
  return row.decided_at !== null || row.closed_at !== null || waits || movesClock ? row.parent_case_id : null
}

/** A child was decided, or has ended: its row says so in the transaction of the step, the joint case gets a line and an entry. */
export async function settleChild(tx: Tx, { supervision }: Pick<TenantsPort, 'supervision'>, draft: Draft): Promise<void> {
  const { row } = draft
  const at = draft.step.command.now
  const children = jointChildren(tx)
  const settled = settledBy(row, at)
  if (row.parent_case_id == null || !settled) return
  const isNew = await children.changeOfCase(row.tenant_id, row.id, 'started', settled)
  if (row.closed_at !== null)
    for (const state of ['decided', 'delivered', 'ended'] as const)
      await children.changeOfCase(row.tenant_id, row.id, state, { is_open: false })
  if (!isNew) return
  await caseEvents(tx).insert([caseLine({ tenant_id: row.tenant_id, case_id: row.parent_case_id, at, ...SAID.settled(row) })])
  await supervision.record(tx, row.tenant_id, [
    systemEntry('joint.settled', {
      caseId: row.parent_case_id,
      organId: row.organ_id,
      payload: { matter: row.matter_key, name: row.matter_name, case: row.id, caseNo: row.case_no, result: row.status },
    }),
  ])
}
