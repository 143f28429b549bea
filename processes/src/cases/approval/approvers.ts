import { ExpressionFailure } from '@lianban/engine'
import { caseEvents, caseReturns, cases, type CaseRow, type Tx } from '@lianban/storage'
import type { ApprovalManifest } from '../../manifest.ts'
import type { Matter } from '../../matters/matter-definition.ts'
import type { MatterStore } from '../../matters/matter-store.ts'
import type { TenantsPort } from '../ports.ts'
import type { Approver } from './rule.ts'

/** Whoever heads an organ decides where there is nobody else. */
const LEADER_POST = 'organ-leader'

export interface ApproversOptions {
  users: Pick<TenantsPort['users'], 'holders'>
  matters: MatterStore
}

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
  const holders = (organ: string, post: string) => users.holders(tenantId, organ, post, tx)
  const found = await fromSources(row, matter, elementId, holders)
  const decisions: SystemDecision[] = []
  const leaders = async () => (await holders(row.organ_id, LEADER_POST)).map(({ userId }) => ({ userId, weight: 1 }))
  let approvers = await withoutSelf(approval, found, { row, leaders, decisions })
  if (approval.duplicate === 'skip' && at.passedBy !== null)
    approvers = withoutPassed(approvers, await passedBefore(tx, row, at.passedBy), decisions)
  if (approvers.length > 0) return { approvers, decisions }
  if (decisions.some(({ rule }) => rule === 'duplicate')) return { approvers, decisions }
  return forNobody(approval, { matter, elementId, leaders, decisions })
}

async function fromSources(
  row: CaseRow,
  { matter }: Matter,
  elementId: string,
  holders: (organ: string, post: string) => Promise<{ userId: string }[]>,
): Promise<Approver[]> {
  const { approval, post, organ } = matter.tasks[elementId]!
  const found = new Map<string, Approver>()
  for (const source of approval?.approvers ?? [{ post, organ }]) {
    const weight = approval?.weights?.[source.post] ?? 1
    for (const { userId } of await holders(source.organ ?? row.organ_id, source.post)) {
      if (!found.has(userId)) found.set(userId, { userId, weight })
    }
  }
  return [...found.values()]
}

async function withoutSelf(
  { self }: ApprovalManifest,
  approvers: Approver[],
  { row, leaders, decisions }: { row: CaseRow; leaders: () => Promise<Approver[]>; decisions: SystemDecision[] },
): Promise<Approver[]> {
  const own = approvers.find(({ userId }) => userId === row.applicant_id)
  if (self === 'ask' || !own) return approvers
  decisions.push({ rule: 'self', outcome: self, userId: own.userId })
  const others = approvers.filter(({ userId }) => userId !== own.userId)
  if (self === 'skip') return others
  const known = new Set(others.map(({ userId }) => userId))
  return [...others, ...(await leaders()).filter(({ userId }) => userId !== own.userId && !known.has(userId))]
}

function withoutPassed(approvers: Approver[], passed: ReadonlySet<string>, decisions: SystemDecision[]): Approver[] {
  for (const { userId } of approvers) if (passed.has(userId)) decisions.push({ rule: 'duplicate', outcome: 'skip', userId })
  return approvers.filter(({ userId }) => !passed.has(userId))
}

/** Who has passed the case since it was last sent back: what he saw before that is not what is decided now. */
async function passedBefore(tx: Tx, row: CaseRow, passedBy: string): Promise<Set<string>> {
  const since = await caseReturns(tx).lastSentAt(row.tenant_id, row.id)
  const events = await caseEvents(tx).forCase(row.tenant_id, row.id)
  const passed = events.filter(
    ({ type, at, data }) => type === 'task-completed' && at > since && (data as { vote?: string } | null)?.vote !== 'reject',
  )
  return new Set([passedBy, ...passed.flatMap(({ actor_id, on_behalf_of }) => [actor_id, on_behalf_of])].filter((id) => id !== null))
}

async function forNobody(
  { empty }: ApprovalManifest,
  {
    matter,
    elementId,
    leaders,
    decisions,
  }: { matter: Matter; elementId: string; leaders: () => Promise<Approver[]>; decisions: SystemDecision[] },
): Promise<ApproversFound> {
  const step = matter.elements[elementId] ?? elementId
  // A licence is never granted because nobody is there to decide.
  if (empty === 'pass' && matter.matter.kind !== '行政许可')
    return { approvers: [], decisions: [...decisions, { rule: 'empty', outcome: 'pass', userId: null }] }
  const heads = empty === 'refuse' ? [] : await leaders()
  if (heads.length === 0) throw new ApprovalFailure(`“${step}”没有审批人:请为岗位配置任职人员后重试`)
  return {
    approvers: heads,
    decisions: [...decisions, ...heads.map(({ userId }): SystemDecision => ({ rule: 'empty', outcome: 'leader', userId }))],
  }
}
