import type { ApprovalManifest } from '../../manifest.ts'

/** What decides a step of several persons. */
export type ApprovalRule = Pick<ApprovalManifest, 'mode' | 'reject' | 'pass'>

/** One of those who are asked. */
export interface Approver {
  userId: string
  weight: number
}

/** What stands for one of them: his vote, that he was taken out, or null as long as he has not voted. */
export type Vote = (Approver & { vote: 'pass' | 'reject' | 'abstain' }) | { removed: true } | null

export type ApprovalResult = 'pass' | 'reject'

/**
 * What the votes so far decide: null as long as both is possible. Once nobody is pending one of both comes out; nobody
 * having passed is a rejection.
 * @param pending those who may still vote; [] at the end
 */
export function resultOf(rule: ApprovalRule, votes: readonly Vote[], pending: readonly Approver[]): ApprovalResult | null {
  const cast = votes.filter((vote) => vote !== null && 'vote' in vote)
  const passed = cast.filter(({ vote }) => vote === 'pass')
  const rejected = cast.filter(({ vote }) => vote === 'reject')
  const isOver = pending.length === 0
  if (rule.mode === 'vote') return byVotes(rule, { votes, cast, passed, pending })
  if (rule.mode === 'any') {
    if (passed.length > 0) return 'pass'
    if (rejected.length > 0 && (rule.reject === 'one' || isOver)) return 'reject'
    return isOver ? 'reject' : null
  }
  if (rejected.length > 0) return 'reject'
  if (!isOver) return null
  return passed.length > 0 ? 'pass' : 'reject'
}

interface Votes {
  votes: readonly Vote[]
  cast: Approver[]
  passed: Approver[]
  pending: readonly Approver[]
}

function byVotes({ pass = { percent: 100 } }: ApprovalRule, { votes, cast, passed, pending }: Votes): ApprovalResult | null {
  const [has, mayCome, needed] = measure(pass, { votes, cast, passed, pending })
  if (has >= needed && passed.length > 0) return 'pass'
  return has + mayCome < needed || pending.length === 0 ? 'reject' : null
}

/** What there is, what may still come, and what is needed. Whoever has not voted when it was decided counts among all. */
function measure(pass: NonNullable<ApprovalRule['pass']>, { votes, cast, passed, pending }: Votes): [number, number, number] {
  const weightOf = (people: readonly Approver[]) => people.reduce((sum, { weight }) => sum + weight, 0)
  if ('weight' in pass) return [weightOf(passed), weightOf(pending), pass.weight]
  if ('count' in pass) return [passed.length, pending.length, pass.count]
  const unremoved = votes.filter((vote) => vote === null || 'vote' in vote).length
  const all = Math.max(unremoved, cast.length + pending.length)
  // In hundredths of a person, so that 60 % of 5 is 3 and not 3.0000000000000004.
  return [passed.length * 100, pending.length * 100, all * pass.percent]
}
