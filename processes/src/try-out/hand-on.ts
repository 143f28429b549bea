import type { CaseReturnRow } from '@lianban/storage'
import { checkedReason } from '../cases/checked-reason.ts'
import { personNotEligible, verbNotOffered } from '../cases/errors.ts'
import { chosenTarget, lastDoer, moveBack, returned, sentBackSaid } from '../cases/verbs/rules/send-back.ts'
import {
  checkedResolution,
  delegateRefusal,
  delegateSaid,
  ownerOf,
  resolvedSaid,
  transferRefusal,
  transferSaid,
} from '../cases/verbs/rules/hand-on.ts'
import { moved } from '../cases/verbs/rules/moved.ts'
import type { CommandOf } from './commands.ts'
import { asked, heldTask, nameOf, record, routingOf, sendBackTargets, signOf } from './held-task.ts'
import { ids } from './keep-case.ts'
import { takeRefusal } from './tasks.ts'
import type { Work } from './work.ts'

/* A task goes to somebody else: back, on, or to be worked on. */

/** 退回. @throws CaseError */
export function sendBack(work: Work, command: CommandOf<'send-back'>): void {
  const reason = checkedReason(command.reason)
  const task = heldTask(work, command, 'send-back')
  const { tokenId, open, person } = task
  if (signOf(work.state, tokenId)) throw verbNotOffered('退回', '加签任务请填写“不同意”意见,由发起加签的人退回')
  const { lines, now } = work.state
  const target = chosenTarget(sendBackTargets(work, tokenId), command.to, { lines, applicantId: work.file.applicant_id })
  const did = lastDoer(lines, work.setup.matter.matter, target.elementId)
  const doer = did !== null && takeRefusal(work, target.elementId, did) === null ? did : null
  const assignees = new Map(Object.entries(work.state.tasks).map(([id, one]) => [id, one.task.assignee]))
  const routing = routingOf(work, open.instanceId)
  const seen = work.state.history.length
  record(work, person, sentBackSaid(target, { mode: command.mode, reason }), task)
  // Approvers of the step it goes to are asked anew: that it was sent back counts already.
  const made: CaseReturnRow = {
    ...{ tenant_id: work.file.tenant_id, id: ids(work, 'return')(), case_id: work.file.id, task_id: '', positions: [] },
    ...{ from_element: open.elementId, to_element: target.elementId, mode: command.mode, routing, reason },
    ...{ sent_by: person.id, sent_at: now, settled_at: null },
  }
  work.change({ returns: [...work.state.returns, made] })
  work.send(
    open.instanceId,
    { type: 'modifyInstance', instructions: [moveBack([tokenId], target.elementId, doer)], reason: `退回:${reason}` },
    { by: person.id, refused: moved },
  )
  const came = returned(work.state.history.slice(seen), assignees, target)
  work.change({ returns: work.state.returns.map((one) => (one === made ? { ...one, ...came } : one)) })
}

/** 转办. @throws CaseError */
export function transfer(work: Work, command: CommandOf<'transfer'>): void {
  const reason = checkedReason(command.reason)
  const task = heldTask(work, command, 'transfer')
  const { tokenId, open, person } = task
  const refusal = transferRefusal(open.task, signOf(work.state, tokenId) !== undefined, command.to)
  if (refusal) throw refusal
  const obstacle = takeRefusal(work, open.elementId, command.to)
  if (obstacle !== null) throw personNotEligible(obstacle)
  record(work, person, transferSaid('转办', nameOf(work, open.task.assignee!), nameOf(work, command.to), reason), task)
  work.send(open.instanceId, { type: 'updateUserTask', tokenId, changes: { assignee: command.to } }, { by: person.id })
}

/** 委派. @throws CaseError */
export function delegate(work: Work, command: CommandOf<'delegate'>): void {
  const reason = checkedReason(command.reason)
  const task = heldTask(work, command, 'delegate')
  const { tokenId, open, person } = task
  const refusal = delegateRefusal(open.task, signOf(work.state, tokenId) !== undefined, command.to)
  if (refusal) throw refusal
  const { name } = asked(work, command.to)
  record(work, person, delegateSaid(name, reason), task)
  const changes = { assignee: command.to, owner: ownerOf(open.task), delegationState: 'PENDING' as const }
  work.send(open.instanceId, { type: 'updateUserTask', tokenId, changes }, { by: person.id })
}

/** 交回. @throws CaseError */
export function resolve(work: Work, command: CommandOf<'resolve'>): void {
  const task = heldTask(work, command, 'sign')
  const { tokenId, open, person } = task
  const { text, owner } = checkedResolution(open.task, command.opinion)
  record(work, person, resolvedSaid(nameOf(work, owner), text), task)
  const changes = { assignee: owner, delegationState: 'RESOLVED' as const }
  work.send(open.instanceId, { type: 'updateUserTask', tokenId, changes }, { by: person.id })
}
