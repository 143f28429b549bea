import type { Modification, RunningLoop } from '@lianban/engine'
import type { TaskSignRow } from '@lianban/storage'
import type { Approver } from '../../approval/rule.ts'
import { opinionRequired, personNotEligible, signaturesPending, verbNotOffered } from '../../errors.ts'
import type { Said } from './deed.ts'
import { DELEGATED, type Held } from './hand-on.ts'

/** People who are asked in one request. */
export const MAX_SIGNERS = 20

export interface AddSign {
  /** before 前加签: the task waits for them; parallel 并行加签: beside it; after 后加签: once it is decided. */
  kind: TaskSignRow['kind']
  people: string[]
  /** What they are asked. */
  reason: string
}

const KIND_LABELS: Record<TaskSignRow['kind'], string> = { before: '前加签', parallel: '并行加签', after: '后加签' }

/** Asked, and not answered yet. */
export const isPending = ({ state }: Pick<TaskSignRow, 'state'>): boolean => state === 'open' || state === 'planned'

/** Who is asked, each once. @throws CaseError PERSON_NOT_ELIGIBLE, VERB_NOT_OFFERED */
export function checkedSigners(
  { delegationState }: Pick<Held, 'delegationState'>,
  isSign: boolean,
  request: Pick<AddSign, 'kind' | 'people'>,
): string[] {
  const people = [...new Set(request.people)]
  if (people.length === 0 || people.length > MAX_SIGNERS) throw personNotEligible(`请选择1至${MAX_SIGNERS}名加签人员`)
  if (delegationState === 'PENDING') throw verbNotOffered('加签', DELEGATED)
  if (isSign && request.kind !== 'before') throw verbNotOffered('加签', '加签任务只能再前加签')
  return people
}

/** @throws CaseError PERSON_NOT_ELIGIBLE for somebody who is asked or decides already */
export function refuseBusy(
  { id, name }: { id: string; name: string },
  { assignee, voters, pending }: { assignee: string | null; voters: readonly string[]; pending: readonly Pick<TaskSignRow, 'user_id'>[] },
): void {
  if ([assignee, ...voters, ...pending.map(({ user_id }) => user_id)].includes(id)) throw personNotEligible(`${name}已经是本环节的办理人`)
}

/** The task of somebody who is asked, beside the one that he is asked about. */
export const beside = (
  task: { id: string; name: string; dueAt: number | null },
  { user_id }: Pick<TaskSignRow, 'user_id'>,
): Modification => ({
  type: 'startBeside',
  tokenId: task.id,
  task: { assignee: user_id, candidateGroups: [], candidateUsers: [], name: `${task.name}(加签)`, dueAt: task.dueAt },
})

/** What goes on record of somebody who is asked. */
export const newSign = (
  of: Pick<TaskSignRow, 'tenant_id' | 'id' | 'case_id' | 'host_task' | 'kind' | 'user_id' | 'request' | 'requested_by' | 'requested_at'>,
): TaskSignRow => ({ ...of, task_id: null, state: 'planned', opinion: null, done_at: null })

export const signsSaid = (kind: AddSign['kind'], names: readonly string[], reason: string): Said => ({
  type: 'sign-added',
  text: `${KIND_LABELS[kind]}:${names.join('、')}`,
  reason,
})

export const removedSaid = (name: string, reason: string): Said => ({ type: 'sign-removed', text: `减签:${name}`, reason })

export interface Signature {
  verdict: 'pass' | 'reject'
  /** Required for a rejection. */
  opinion?: string
}

/** @param own what the person was asked; undefined: it is no task of that kind. @throws CaseError VERB_NOT_OFFERED, OPINION_REQUIRED */
export function checkedSignature<Own>(own: Own | undefined, { verdict, opinion }: Signature): { own: Own; text: string | null } {
  if (!own) throw verbNotOffered('签署加签意见', '这项任务不是加签任务')
  const text = opinion?.trim() || null
  if (verdict === 'reject' && text === null) throw opinionRequired('不同意')
  return { own, text }
}

/** Who was asked asks others first. @throws CaseError VERB_NOT_OFFERED */
export function refuseWaiting(pending: readonly unknown[]): void {
  if (pending.length > 0) throw verbNotOffered('签署加签意见', '您的前加签尚未办结')
}

export const signedSaid = (verdict: Signature['verdict'], text: string | null): Said => ({
  type: 'signed',
  text: verdict === 'pass' ? '加签意见:同意' : '加签意见:不同意',
  reason: text,
})

/** Who stands in the way of a decision; the others are waited for after it. @param isHeld it waits already */
export const blocking = <Sign extends Pick<TaskSignRow, 'kind'>>(pending: readonly Sign[], isHeld: boolean): Sign[] =>
  isHeld ? [...pending] : pending.filter(({ kind }) => kind === 'before')

/** @throws CaseError SIGNATURES_PENDING */
export function refusePending(names: readonly string[]): void {
  if (names.length > 0) throw signaturesPending([...names])
}

export const heldSaid = (names: readonly string[], opinion: string | null): Said => ({
  type: 'decision-held',
  text: `已作出决定,待加签人员(${names.join('、')})签署后生效`,
  reason: opinion,
})

export const LAPSED = { type: 'decision-lapsed', text: '加签已经办结,原决定未能生效,请重新作出决定' } as const

/** A step that several persons decide, at work. */
export interface Voting extends RunningLoop {
  /** User ids of those who are asked or will be. */
  people: string[]
}

export const votingIn = (loop: RunningLoop | null): Voting | null =>
  loop && { ...loop, people: [...loop.open, ...loop.planned].map(({ item }) => (item as unknown as Approver).userId) }

/** More voters: in a sequence they come next, else they vote beside the others. */
export function votersAdded({ scopeId, sequential, planned }: Voting, people: readonly string[]): Modification {
  const items = people.map((userId) => ({ userId, weight: 1, added: true }))
  return { type: 'addToLoop', scopeId, items, ...(sequential && planned[0] ? { at: planned[0].at } : {}) }
}

export const votersSaid = ({ sequential }: Voting, names: readonly string[], reason: string): Said => ({
  type: 'sign-added',
  text: `加签:${names.join('、')}参加${sequential ? '依次审批' : '会签'}`,
  reason,
})

/** A voter is taken out. Nobody takes out himself. @throws CaseError PERSON_NOT_ELIGIBLE, VERB_NOT_OFFERED */
export function voterRemoved(voting: Voting | null, userId: string, assignee: string | null): Modification {
  if (!voting) throw verbNotOffered('减签', '本环节由一人办理')
  if (userId === assignee) throw personNotEligible('不能减去本人')
  const isHis = ({ item }: { item: unknown }) => (item as Approver).userId === userId
  const open = voting.open.find(isHis)
  const planned = voting.planned.find(isHis)
  if (!open && !planned) throw personNotEligible('该人员不在本环节待办理的人员之中')
  const { scopeId } = voting
  return open
    ? { type: 'removeFromLoop', scopeId, tokenId: open.taskId, output: { removed: true } }
    : { type: 'removeFromLoop', scopeId, at: planned!.at }
}
