import type { Modification } from '@lianban/engine'
import type { TaskSignRow } from '@lianban/storage'
import { checkedReason } from '../cases/checked-reason.ts'
import { newLine } from '../cases/line.ts'
import { SYSTEM_ACTOR } from '../cases/log-entries.ts'
import { moved } from '../cases/verbs/rules/moved.ts'
import {
  beside,
  blocking,
  checkedSignature,
  checkedSigners,
  heldSaid,
  LAPSED,
  newSign,
  refuseBusy,
  refusePending,
  refuseWaiting,
  removedSaid,
  signedSaid,
  signsSaid,
  voterRemoved,
  votersAdded,
  votersSaid,
} from '../cases/verbs/rules/signs.ts'
import type { CommandOf } from './commands.ts'
import { carryOutDecision, decisionAt } from './decision.ts'
import { asked, heldTask, nameOf, pendingBeside, record, signOf, takeUp, votingOf } from './held-task.ts'
import { ids } from './keep-case.ts'
import { taken, type Taken } from './tasks.ts'
import type { Work } from './work.ts'

/* Others are asked for their signature beside a task 加签. */

/** 加签. @throws CaseError */
export function addSign(work: Work, command: CommandOf<'add-sign'>): void {
  const reason = checkedReason(command.reason)
  const task = heldTask(work, command, 'add-sign')
  const { tokenId, open, person } = task
  const isSign = signOf(work.state, tokenId) !== undefined
  const people = checkedSigners(open.task, isSign, command)
  const voting = isSign ? null : votingOf(work, tokenId)
  const pending = pendingBeside(work.state, tokenId)
  const names = people.map((id) => {
    refuseBusy({ id, name: nameOf(work, id) }, { assignee: open.task.assignee, voters: voting?.people ?? [], pending })
    return asked(work, id).name
  })
  if (voting && command.kind === 'parallel') {
    record(work, person, votersSaid(voting, names, reason), task)
    return modify(work, task, [votersAdded(voting, people)], '加签')
  }
  const nextId = ids(work, 'sign')
  const signs = people.map((user_id) =>
    newSign({
      ...{ tenant_id: work.file.tenant_id, id: nextId(), case_id: work.file.id, host_task: tokenId, kind: command.kind, user_id },
      ...{ request: reason, requested_by: person.id, requested_at: work.state.now },
    }),
  )
  record(work, person, signsSaid(command.kind, names, reason), task)
  work.change({ signs: [...work.state.signs, ...signs] })
  if (command.kind !== 'after') openSigns(work, task, signs)
}

/** 减签: of somebody asked beside the task, or of a voter. @throws CaseError */
export function removeSign(work: Work, command: CommandOf<'remove-sign'>): void {
  const reason = checkedReason(command.reason)
  const task = heldTask(work, command, 'add-sign')
  const { tokenId, open, person } = task
  const said = removedSaid(nameOf(work, command.person), reason)
  const sign = pendingBeside(work.state, tokenId).find(({ user_id }) => user_id === command.person)
  if (!sign) {
    const removal = voterRemoved(votingOf(work, tokenId), command.person, open.task.assignee)
    record(work, person, said, task)
    return modify(work, task, [removal], `减签:${reason}`)
  }
  record(work, person, said, task)
  change(work, sign, { state: 'removed', done_at: work.state.now })
  if (sign.task_id !== null) modify(work, task, [{ type: 'cancel', tokenId: sign.task_id }], `减签:${reason}`)
  carryOutHeld(work, tokenId)
}

/** 加签意见. A rejection gives a decision that was waiting back to whoever made it. @throws CaseError */
export function sign(work: Work, command: CommandOf<'sign'>): void {
  const task = heldTask(work, command, 'sign')
  const { tokenId, open, person } = task
  const { own, text } = checkedSignature(signOf(work.state, tokenId), command)
  refuseWaiting(pendingBeside(work.state, tokenId))
  const { verdict } = command
  change(work, own, { state: verdict === 'pass' ? 'passed' : 'rejected', opinion: text, done_at: work.state.now })
  if (verdict === 'reject') drop(work, own.host_task)
  record(work, person, signedSaid(verdict, text), task)
  work.send(open.instanceId, { type: 'completeUserTask', tokenId, variables: {} }, { by: person.id, refused: moved })
  if (verdict === 'pass') carryOutHeld(work, own.host_task)
}

/**
 * A decision at a task beside which signatures are still to come waits for them. @returns whether it waits
 * @throws CaseError SIGNATURES_PENDING while somebody is asked before it, or it waits already
 */
export function holdForSigns(work: Work, found: Taken, command: CommandOf<'act'>): boolean {
  const { tokenId, person } = found
  const pending = pendingBeside(work.state, tokenId)
  if (pending.length === 0) return false
  const task = takeUp(work, found)
  const names = (signs: readonly TaskSignRow[]) => signs.map(({ user_id }) => nameOf(work, user_id))
  refusePending(names(blocking(pending, Object.hasOwn(work.state.held, tokenId))))
  record(work, person, heldSaid(names(pending), command.opinion ?? null), task)
  work.change({ held: { ...work.state.held, [tokenId]: command } })
  openSigns(
    work,
    task,
    pending.filter(({ state }) => state === 'planned'),
  )
  return true
}

/** Opens the tasks of those who are asked, beside the task. */
function openSigns(work: Work, task: Taken, signs: readonly TaskSignRow[]): void {
  if (signs.length === 0) return
  const { tokenId, open } = task
  const before = new Set(Object.keys(work.state.tasks))
  const about = { id: tokenId, name: open.task.name, dueAt: open.task.dueAt }
  modify(
    work,
    task,
    signs.map((one) => beside(about, one)),
    '加签',
  )
  const opened = Object.keys(work.state.tasks).filter((id) => !before.has(id))
  for (const [i, one] of signs.entries()) change(work, one, { state: 'open', task_id: opened[i]! })
}

const modify = (work: Work, { open, person }: Taken, instructions: Modification[], reason: string): void =>
  work.send(open.instanceId, { type: 'modifyInstance', instructions, reason }, { by: person.id, refused: moved })

const change = (work: Work, { id }: TaskSignRow, patch: Partial<TaskSignRow>): void =>
  work.change({ signs: work.state.signs.map((one) => (one.id === id ? { ...one, ...patch } : one)) })

const drop = (work: Work, tokenId: string): void =>
  work.change({ held: Object.fromEntries(Object.entries(work.state.held).filter(([id]) => id !== tokenId)) })

/** A decision that has waited is carried out when nobody is asked any more, as if it were made now; or the time line says why not. */
function carryOutHeld(work: Work, tokenId: string): void {
  const command = work.state.held[tokenId]
  if (!command || pendingBeside(work.state, tokenId).length > 0) return
  drop(work, tokenId)
  const before = work.state
  try {
    carryOutDecision(work, decisionAt(work, taken(work, command.elementId, command.as), command))
  } catch (error) {
    if (typeof (error as { code?: unknown }).code !== 'string') throw error
    work.state = before
    const { elementId, task } = before.tasks[tokenId]!
    const about = { tenant_id: work.file.tenant_id, case_id: work.file.id, at: before.now, element_id: elementId, step_name: task.name }
    const said = { type: LAPSED.type, action_text: LAPSED.text, opinion: (error as Error).message, actor_name: SYSTEM_ACTOR.name }
    work.change({ lines: [...before.lines, newLine({ ...about, ...said })] })
  }
}
