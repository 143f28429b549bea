import type { Environment } from '@lianban/engine'
import { askedPosts, ApprovalFailure, foundApprovers, passedSince, type ApproversFound } from '../cases/approval/found.ts'
import { resultOf, type Approver, type Vote } from '../cases/approval/rule.ts'
import type { Setup } from './setup.ts'
import type { TryOutState } from './state.ts'

/** The FEEL functions of steps that several persons decide (cases/approval/functions.ts), for the people of the try-out. */
export function approvalsOf(setup: Setup, state: TryOutState, passedBy: string | null): Environment['functions'] {
  const ruleOf = (elementId: string) => {
    const approval = setup.matter.matter.tasks[elementId]?.approval
    if (!approval) throw new ApprovalFailure(`事项没有规定“${elementId}”由多人审批`)
    return approval
  }
  const found = (elementId: string) => approversIn(setup, state, elementId, passedBy).approvers
  return {
    approvers: (_caseId: string, elementId: string) => found(elementId),
    // In earnest by lot: in a try-out the same every time.
    oneOf: (_caseId: string, elementId: string) => found(elementId)[0]?.userId ?? null,
    approvalDecided: (_caseId: string, elementId: string, votes: Vote[], pending: Approver[]) =>
      resultOf(ruleOf(elementId), votes, pending) !== null,
    approvalResult: (_caseId: string, elementId: string, votes: Vote[] | null) => resultOf(ruleOf(elementId), votes ?? [], []),
  }
}

/** Who decides a step, by the rules of the case service. @throws ApprovalFailure */
export function approversIn({ matter, people }: Setup, state: TryOutState, elementId: string, passedBy: string | null): ApproversFound {
  const approval = matter.matter.tasks[elementId]?.approval
  if (!approval) throw new ApprovalFailure(`事项没有规定“${elementId}”由多人审批`)
  const row = { organ_id: state.file!.organ_id, applicant_id: state.file!.applicant_id }
  const holders = new Map(
    askedPosts(row, matter, elementId).map(({ organ, post }) => [`${organ}:${post}`, people.holders(organ, post).map(({ id }) => id)]),
  )
  const passed = approval.duplicate === 'skip' && passedBy !== null ? passedSince(state.lines, lastSentAt(state), passedBy) : null
  return foundApprovers({ row, matter, elementId, holders, passed })
}

const lastSentAt = ({ returns }: TryOutState): number => Math.max(0, ...returns.map(({ sent_at }) => sent_at))
