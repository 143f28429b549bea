import type { Tx } from '@lianban/storage'
import { users } from '@lianban/storage'
import { elementName } from '../../matters/matter-definition.ts'
import { ApprovalFailure, approversOf, type ApproversFound, type ApproversOptions, type SystemDecision } from '../approval/approvers.ts'
import { passing } from '../approval/functions.ts'
import { addEntry, addLine, type Draft } from './draft.ts'

/**
 * Who is asked at a step that several persons decide is resolved when it begins; where the system has decided something about
 * it (nobody is there, the same one again, the applicant himself), that stands on the time line and in the log.
 */
export async function addSystemDecisions(options: ApproversOptions, tx: Tx, draft: Draft): Promise<void> {
  const { row, matter, step } = draft
  for (const event of step.events) {
    // An instance of the step carries its counter; what is meant is the step itself.
    if (event.type !== 'elementEntered' || event.variables?.loopCounter || !matter.matter.tasks[event.elementId]?.approval) continue
    const at = { tenantId: row.tenant_id, caseId: row.id, elementId: event.elementId, now: event.at, passedBy: passing(step.command) }
    for (const decision of (await found(options, tx, at)).decisions) {
      const name = decision.userId === null ? '' : ((await users(tx).get(row.tenant_id, decision.userId))?.name ?? decision.userId)
      const text = `系统决定:${TEXTS[`${decision.rule}.${decision.outcome}`]!(name)}`
      const stepName = elementName(matter, event.elementId)
      addLine(draft, { at: event.at, type: 'system-decided', element_id: event.elementId, step_name: stepName, action_text: text })
      addEntry(draft, 'approval.decided-by-rule', { element: event.elementId, step: stepName, ...decision })
    }
  }
}

const TEXTS: Record<string, (name: string) => string> = {
  'empty.leader': (name) => `本环节无审批人,由${name}办理`,
  'empty.pass': () => '本环节无审批人,自动通过',
  'duplicate.skip': (name) => `${name}在本轮已经审批,不再重复审批`,
  'self.skip': (name) => `审批人${name}即发起人,不参加审批`,
  'self.leader': (name) => `审批人${name}即发起人,由单位主要负责人代为审批`,
} satisfies Partial<Record<`${SystemDecision['rule']}.${SystemDecision['outcome']}`, (name: string) => string>>

/** Without approvers the step has an incident, which says it. */
async function found(...args: Parameters<typeof approversOf>): Promise<ApproversFound> {
  try {
    return await approversOf(...args)
  } catch (error) {
    if (error instanceof ApprovalFailure) return { approvers: [], decisions: [] }
    throw error
  }
}
