import type { Tx } from '@lianban/storage'
import { users } from '@lianban/storage'
import { elementName } from '../../matters/matter-definition.ts'
import { ApprovalFailure, approversOf, type ApproversFound, type ApproversOptions } from '../approval/approvers.ts'
import { beginsApproval, systemDecided } from '../approval/decision-words.ts'
import { passing } from '../approval/found.ts'
import { addEntry, addLine, type Draft } from './draft.ts'

/**
 * Who is asked at a step that several persons decide is resolved when it begins; where the system has decided something about
 * it (nobody is there, the same one again, the applicant himself), that stands on the time line and in the log.
 */
export async function addSystemDecisions(options: ApproversOptions, tx: Tx, draft: Draft): Promise<void> {
  const { row, matter, step } = draft
  for (const event of step.events) {
    if (!beginsApproval(event, matter)) continue
    const at = { tenantId: row.tenant_id, caseId: row.id, elementId: event.elementId, now: event.at, passedBy: passing(step.command) }
    for (const decision of (await found(options, tx, at)).decisions) {
      const name = decision.userId === null ? '' : ((await users(tx).get(row.tenant_id, decision.userId))?.name ?? decision.userId)
      addLine(draft, systemDecided(matter, event, decision, name))
      addEntry(draft, 'approval.decided-by-rule', { element: event.elementId, step: elementName(matter, event.elementId), ...decision })
    }
  }
}

/** Without approvers the step has an incident, which says it. */
async function found(...args: Parameters<typeof approversOf>): Promise<ApproversFound> {
  try {
    return await approversOf(...args)
  } catch (error) {
    if (error instanceof ApprovalFailure) return { approvers: [], decisions: [] }
    throw error
  }
}
