import { createHash } from 'node:crypto'
import type { FunctionsOf } from '@lianban/engine/runtime'
import { cases, type Tx } from '@lianban/storage'
import { ApprovalFailure, approversOf, type ApproversOptions } from './approvers.ts'
import { passing } from './found.ts'
import { resultOf, type ApprovalRule, type Approver, type Vote } from './rule.ts'

/**
 * The FEEL functions of steps that several persons decide, for the engine's option `functions`:
 * `approvers(caseId, "Task_X")` gives who is asked, as the collection of a multi-instance task; `oneOf(caseId, "Task_X")` one of
 * them by lot; `approvalDecided(caseId, "Task_X", votes, pendingItems)` is its completion condition, and
 * `approvalResult(caseId, "Task_X", votes)`, "pass" or "reject", what gateways behind it read.
 */
export function approvalFunctions(options: ApproversOptions): FunctionsOf {
  return ({ tenantId, now, command, load }) => {
    const found = (caseId: string, elementId: string) =>
      load(`approvers of ${caseId} at ${elementId}`, (tx) =>
        approversOf(options, tx, { tenantId, caseId, elementId, now, passedBy: passing(command) }),
      )
    const rule = (caseId: string, elementId: string) =>
      load(`approval rule of ${caseId} at ${elementId}`, (tx) => ruleOf(options, tx, { tenantId, caseId, elementId, now }))
    return {
      approvers: (caseId: string, elementId: string) => found(caseId, elementId).approvers,
      oneOf: (caseId: string, elementId: string) => drawn(found(caseId, elementId).approvers, `${caseId} ${elementId} ${now}`),
      approvalDecided: (caseId: string, elementId: string, votes: Vote[], pending: Approver[]) =>
        resultOf(rule(caseId, elementId), votes, pending) !== null,
      approvalResult: (caseId: string, elementId: string, votes: Vote[] | null) => resultOf(rule(caseId, elementId), votes ?? [], []),
    }
  }
}

async function ruleOf(
  { matters }: ApproversOptions,
  tx: Tx,
  { tenantId, caseId, elementId, now }: { tenantId: string; caseId: string; elementId: string; now: number },
): Promise<ApprovalRule> {
  const row = await cases(tx).get(tenantId, caseId, now)
  const matter = row && (await matters.version(tx, tenantId, row.matter_key, row.matter_version))
  const approval = matter?.matter.tasks[elementId]?.approval
  if (!approval) throw new ApprovalFailure(`事项没有规定“${elementId}”由多人审批`)
  return approval
}

/** By lot, and yet the same when the step is done again: the seed is what is drawn for. */
function drawn(approvers: readonly Approver[], seed: string): string | null {
  if (approvers.length === 0) return null
  return approvers[createHash('sha256').update(seed).digest().readUInt32BE(0) % approvers.length]!.userId
}
