import { LEADER_POST } from '../cases/approval/found.ts'
import { checkedReason } from '../cases/checked-reason.ts'
import { isOwed, waivedSaid } from '../cases/duties/new-debts.ts'
import { caseEnded, debtNotOwed, recallTooLate, taskNotFound } from '../cases/errors.ts'
import { refuseOnHold, refuseVerb } from '../cases/verbs/rules/deed.ts'
import { moved } from '../cases/verbs/rules/moved.ts'
import { ownSteps, recalledSaid, WAY_CHANGED, whatFollowed } from '../cases/verbs/rules/recall.ts'
import { moveBack } from '../cases/verbs/rules/send-back.ts'
import { ENDINGS, heldCaseSaid, jumpedSaid, refuseJump, refuseNowhere, refuseWithdrawal, UNHELD } from '../cases/verbs/rules/whole-case.ts'
import type { HoldRecord } from '../cases/views.ts'
import { elementName } from '../matters/matter-definition.ts'
import { lineActor, newLine, type NewLine } from '../cases/line.ts'
import type { CommandOf } from './commands.ts'
import { TryOutError } from './error.ts'
import { canMoveBack, record } from './held-task.ts'
import { refuseWhileDecided } from './parts.ts'
import { APPLICANT, callerOf, type Person } from './people.ts'
import type { OpenTask } from './state.ts'
import type { Work } from './work.ts'

/* The verbs of a case as a whole. */

type Seen = Pick<Work, 'setup' | 'state'>

/** The latest step of somebody and what came of it that would be taken away; or what stands in the way. null: he has done none. */
export function recallOf(
  seen: Seen,
  userId: string,
): { done: NewLine; came: { open: (OpenTask & { id: string })[] } | { obstacle: string } } | null {
  const { setup, state } = seen
  const [done] = ownSteps(state.lines, userId)
  if (!done) return null
  const { matter } = setup.matter
  const open = Object.entries(state.tasks).map(([id, one]) => ({
    ...{ ...one, id, name: one.task.name, assignee: one.task.assignee, hasPost: one.task.candidateGroups.length > 0 },
  }))
  const came = whatFollowed(matter, { done, events: state.history, open })
  if ('obstacle' in came) return { done, came }
  const tokens = came.open.map(({ id }) => id)
  const isWay = canMoveBack(seen, state.file!.instance_id, tokens, [done.element_id!]).length > 0
  return { done, came: isWay ? came : WAY_CHANGED }
}

/** 撤回. @throws CaseError */
export function recall(work: Work, { as, reason: given }: CommandOf<'recall'>): void {
  const reason = checkedReason(given)
  const person = known(work, as)
  refuseOnHold(work.file, { userId: as })
  const found = recallOf(work, as)
  if (!found) throw taskNotFound()
  const { done, came } = found
  refuseVerb(work.setup.matter.matter.tasks[done.element_id!] ?? { verbs: [] }, 'recall')
  if ('obstacle' in came) throw recallTooLate(came.obstacle)
  record(work, person, recalledSaid(done.step_name, reason), { id: done.task_id!, element_id: done.element_id!, name: done.step_name })
  const tokens = came.open.map(({ id }) => id)
  work.send(
    work.root,
    { type: 'modifyInstance', instructions: [moveBack(tokens, done.element_id!, as)], reason: `撤回:${reason}` },
    { by: as, refused: moved },
  )
}

/** 撤回申请. @throws CaseError */
export function withdraw(work: Work, { reason }: CommandOf<'withdraw'>): void {
  const said = checkedReason(reason)
  refuseWithdrawal(work.setup.matter.matter, work.file)
  refuseWhileDecided(work, '撤回申请')
  end(work, { ...APPLICANT, name: work.file.applicant_name }, 'withdrawn', said)
}

/** 作废. @throws CaseError */
export function voidCase(work: Work, { as, reason }: CommandOf<'void'>): void {
  const said = checkedReason(reason)
  const person = leader(work, as)
  refuseWhileDecided(work, '作废')
  end(work, person, 'voided', said)
}

function end(work: Work, person: Person, as: keyof typeof ENDINGS, reason: string): void {
  const { status, ...said } = ENDINGS[as]
  record(work, person, { ...said, reason }, null)
  const refused = ({ code }: { code: string }) => (code === 'INSTANCE_NOT_FOUND' ? caseEnded(said.text) : null)
  work.send(
    work.root,
    { type: 'terminateInstance', reason: `${said.text}:${reason}` },
    { by: person.id, patch: { status, hold: null }, refused },
  )
}

/** 挂起: nothing can be done with its tasks; no clock stops for it. @throws CaseError */
export function hold(work: Work, { as, reason: given }: CommandOf<'hold'>): void {
  const reason = checkedReason(given)
  const person = leader(work, as)
  refuseOnHold(work.file, { userId: as })
  work.changeFile({ hold: { by: as, name: person.name, reason, at: work.state.now } satisfies HoldRecord })
  record(work, person, heldCaseSaid(reason), null)
}

/** 解除挂起. */
export function unhold(work: Work, { as }: CommandOf<'unhold'>): void {
  const person = leader(work, as)
  if (!work.file.hold) return
  work.changeFile({ hold: null })
  record(work, person, UNHELD, null)
}

/** 免交: the case goes on without a material that is owed. @throws CaseError */
export function waiveDebt(work: Work, { as, material, reason: given }: CommandOf<'waive-debt'>): void {
  const person = leader(work, as)
  const reason = checkedReason(given)
  const { debts, lines, now: at } = work.state
  const debt = debts.find((one) => one.material_key === material && isOwed(one))
  if (!debt) throw debtNotOwed()
  const waived = { ...debt, status: 'waived' as const, closed_at: at }
  const about = { tenant_id: work.file.tenant_id, case_id: work.file.id, at }
  work.change({
    debts: debts.map((one) => (one === debt ? waived : one)),
    lines: [...lines, newLine({ ...about, ...waivedSaid(debt, reason), ...lineActor(callerOf(person)) })],
  })
}

/** 跳转, away from all open tasks. @throws CaseError */
export function jump(work: Work, { as, to, reason: given }: CommandOf<'jump'>): void {
  const reason = checkedReason(given)
  const person = leader(work, as)
  const { matter } = work.setup
  refuseJump(matter.matter, work.file, to)
  const open = Object.entries(work.state.tasks).flatMap(([id, { instanceId }]) => (instanceId === work.root ? [id] : []))
  refuseNowhere(open)
  record(work, person, jumpedSaid(elementName(matter, to), reason), null)
  work.send(
    work.root,
    { type: 'modifyInstance', instructions: [{ type: 'move', tokenIds: open, elementId: to, back: false }], reason: `跳转:${reason}` },
    { by: as, refused: moved },
  )
}

function known({ setup }: Work, id: string): Person {
  const person = setup.people.find(id)
  if (!person) throw new TryOutError('PERSON_UNKNOWN', `没有人员“${id}”,请重新选择办理人`)
  return person
}

/** Whether somebody heads the organ of the case: by the county's rules its verbs are his. */
export const isLeader = ({ state }: Seen, { posts }: Pick<Person, 'posts'>): boolean =>
  posts.some(({ organ, post }) => organ === state.file?.organ_id && post === LEADER_POST)

function leader(work: Work, id: string): Person {
  const person = known(work, id)
  if (!isLeader(work, person)) throw new TryOutError('NOT_YOURS', '作废、挂起、跳转和免交由本单位主要负责人办理,请换成有权办理的人员')
  return person
}
