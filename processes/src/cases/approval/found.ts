import { ExpressionFailure, type Command } from '@lianban/engine'
import type { CaseRow } from '@lianban/storage'
import type { Matter } from '../../matters/matter-definition.ts'
import type { NewLine } from '../line.ts'
import type { Approver } from './rule.ts'

/** Whoever heads an organ decides where there is nobody else. */
export const LEADER_POST = 'organ-leader'

/** What the system has decided about who is asked, for the record: the rule that fired and whom it concerns. */
export interface SystemDecision {
  rule: 'empty' | 'duplicate' | 'self'
  outcome: 'leader' | 'pass' | 'skip'
  userId: string | null
}

export interface ApproversFound {
  approvers: Approver[]
  decisions: SystemDecision[]
}

/** The model asks for approvers of a step that has none, or nobody is there: an incident, with what is to be done. */
export class ApprovalFailure extends ExpressionFailure {
  constructor(message: string) {
    super('approvers', message)
    this.name = 'ApprovalFailure'
  }
}

/** `${organ}:${post}` → ids of those who hold it. */
export type HoldersKnown = Map<string, readonly string[]>

/** Whoever has just done a step; null where the case was moved: then nobody has passed what is asked now. */
export const passing = (command: { type: string; actor: Command['actor'] } | null): string | null =>
  command === null || command.type === 'modifyInstance' ? null : command.actor.userId

/** Who has passed the case since it was last sent back: what he saw before that is not what is decided now. @param since 0: never was */
export function passedSince(
  lines: readonly Pick<NewLine, 'type' | 'at' | 'data' | 'actor_id' | 'on_behalf_of'>[],
  since: number,
  passedBy: string,
): Set<string> {
  const passed = lines.filter(
    ({ type, at, data }) => type === 'task-completed' && at > since && (data as { vote?: string } | null)?.vote !== 'reject',
  )
  return new Set([passedBy, ...passed.flatMap(({ actor_id, on_behalf_of }) => [actor_id, on_behalf_of])].filter((id) => id !== null))
}

interface Asked {
  row: Pick<CaseRow, 'organ_id' | 'applicant_id'>
  matter: Matter
  elementId: string
  /** Of every post of `askedPosts`. */
  holders: HoldersKnown
  /** Who has passed the case in this round, where that makes a difference. */
  passed: ReadonlySet<string> | null
}

/** The posts whose holders have to be known to say who decides a step. */
export const askedPosts = (row: Pick<CaseRow, 'organ_id'>, matter: Matter, elementId: string): { organ: string; post: string }[] => [
  ...sourcesOf(matter, elementId).map(({ organ, post }) => ({ organ: organ ?? row.organ_id, post })),
  { organ: row.organ_id, post: LEADER_POST },
]

function sourcesOf({ matter }: Matter, elementId: string): { post: string; organ?: string }[] {
  const { approval, post, organ } = matter.tasks[elementId]!
  return approval?.approvers ?? [{ post, organ }]
}

/**
 * Who decides a step, in order, after what the matter says of nobody, of the same one again and of the applicant himself. Pure.
 * @throws ApprovalFailure
 */
export function foundApprovers(asked: Asked): ApproversFound {
  const decisions: SystemDecision[] = []
  const approvers = withoutPassed(withoutSelf(fromSources(asked), asked, decisions), asked, decisions)
  if (approvers.length > 0 || decisions.some(({ rule }) => rule === 'duplicate')) return { approvers, decisions }
  return forNobody(asked, decisions)
}

const approvalOf = ({ matter, elementId }: Asked) => matter.matter.tasks[elementId]!.approval!

const leaders = ({ row, holders }: Asked): Approver[] =>
  (holders.get(`${row.organ_id}:${LEADER_POST}`) ?? []).map((userId) => ({ userId, weight: 1 }))

function fromSources(asked: Asked): Approver[] {
  const { row, matter, elementId, holders } = asked
  const { weights } = approvalOf(asked)
  const found = new Map<string, Approver>()
  for (const { organ, post } of sourcesOf(matter, elementId)) {
    for (const userId of holders.get(`${organ ?? row.organ_id}:${post}`) ?? [])
      if (!found.has(userId)) found.set(userId, { userId, weight: weights?.[post] ?? 1 })
  }
  return [...found.values()]
}

function withoutSelf(approvers: Approver[], asked: Asked, decisions: SystemDecision[]): Approver[] {
  const { self } = approvalOf(asked)
  const own = approvers.find(({ userId }) => userId === asked.row.applicant_id)
  if (self === 'ask' || !own) return approvers
  decisions.push({ rule: 'self', outcome: self, userId: own.userId })
  const others = approvers.filter(({ userId }) => userId !== own.userId)
  if (self === 'skip') return others
  const known = new Set(others.map(({ userId }) => userId))
  return [...others, ...leaders(asked).filter(({ userId }) => userId !== own.userId && !known.has(userId))]
}

function withoutPassed(approvers: Approver[], { passed }: Asked, decisions: SystemDecision[]): Approver[] {
  if (passed === null) return approvers
  for (const { userId } of approvers) if (passed.has(userId)) decisions.push({ rule: 'duplicate', outcome: 'skip', userId })
  return approvers.filter(({ userId }) => !passed.has(userId))
}

function forNobody(asked: Asked, decisions: SystemDecision[]): ApproversFound {
  const { matter, elementId } = asked
  const { empty } = approvalOf(asked)
  const step = matter.elements[elementId] ?? elementId
  // A licence is never granted because nobody is there to decide.
  if (empty === 'pass' && matter.matter.kind !== '行政许可')
    return { approvers: [], decisions: [...decisions, { rule: 'empty', outcome: 'pass', userId: null }] }
  const heads = empty === 'refuse' ? [] : leaders(asked)
  if (heads.length === 0) throw new ApprovalFailure(`“${step}”没有审批人:请为岗位配置任职人员后重试`)
  return {
    approvers: heads,
    decisions: [...decisions, ...heads.map(({ userId }): SystemDecision => ({ rule: 'empty', outcome: 'leader', userId }))],
  }
}
