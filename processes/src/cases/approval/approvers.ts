import { caseEvents, caseReturns, cases, type CaseRow, type Tx } from '@lianban/storage'
import type { MatterStore } from '../../matters/matter-store.ts'
import type { TenantsPort } from '../ports.ts'
import { ApprovalFailure, askedPosts, foundApprovers, passedSince, type ApproversFound, type HoldersKnown } from './found.ts'

export { ApprovalFailure, type ApproversFound, type SystemDecision } from './found.ts'

export interface ApproversOptions {
  users: Pick<TenantsPort['users'], 'holders'>
  matters: MatterStore
}

/**
 * Who decides a step, in order, after what the matter says of nobody, of the same one again and of the applicant himself.
 * @param at.passedBy whoever has just done the step before; null: the case was sent here, and nobody has passed it in this round
 * @throws ApprovalFailure
 */
export async function approversOf(
  { users, matters }: ApproversOptions,
  tx: Tx,
  at: { tenantId: string; caseId: string; elementId: string; now: number; passedBy: string | null },
): Promise<ApproversFound> {
  const { tenantId, caseId, elementId } = at
  const row = await cases(tx).get(tenantId, caseId, at.now)
  if (!row) throw new ApprovalFailure(`办件 ${caseId} 不存在`)
  const matter = await matters.version(tx, tenantId, row.matter_key, row.matter_version)
  const approval = matter?.matter.tasks[elementId]?.approval
  if (!matter || !approval) throw new ApprovalFailure(`事项没有规定“${elementId}”由多人审批`)
  const holders: HoldersKnown = new Map()
  for (const { organ, post } of askedPosts(row, matter, elementId))
    holders.set(
      `${organ}:${post}`,
      (await users.holders(tenantId, organ, post, tx)).map(({ userId: id }) => id),
    )
  const passed = approval.duplicate === 'skip' && at.passedBy !== null ? await passedBefore(tx, row, at.passedBy) : null
  return foundApprovers({ row, matter, elementId, holders, passed })
}

async function passedBefore(tx: Tx, row: CaseRow, passedBy: string): Promise<Set<string>> {
  const since = await caseReturns(tx).lastSentAt(row.tenant_id, row.id)
  return passedSince(await caseEvents(tx).forCase(row.tenant_id, row.id), since, passedBy)
}
