import type { ApprovalLike, Known, MatterLike, PostLike, Problem, TaskLike } from '../draft.ts'

/** Whose holders decide a step, in order; the step's own post where no others are named. */
export const approversOf = ({ approval, post, organ }: TaskLike): PostLike[] => approval?.approvers ?? [withOrgan({ post, organ })]

/**
 * The step decided by the holders of these posts, in this order. Weights go with their posts; the step's own post alone
 * needs no list.
 */
export function withApprovers(task: TaskLike, list: readonly PostLike[]): Partial<TaskLike> {
  const approvers = list.map(withOrgan)
  const own = approvers.length === 1 && approvers[0]!.post === task.post && approvers[0]!.organ === task.organ
  const { approvers: _, weights, ...rest } = task.approval!
  const kept = Object.entries(weights ?? {}).filter(([post]) => approvers.some((one) => one.post === post))
  const approval: ApprovalLike = { ...rest }
  if (!own && approvers.length > 0) approval.approvers = approvers
  if (kept.length > 0) approval.weights = Object.fromEntries(kept)
  return { approval }
}

const withOrgan = ({ post, organ }: PostLike): PostLike => (organ ? { post, organ } : { post })

export const isSamePost = (a: PostLike, b: PostLike): boolean => a.post === b.post && a.organ === b.organ

/** The list with one entry moved by `by` places. */
export function moved<T>(list: readonly T[], index: number, by: number): T[] {
  const result = [...list]
  const [one] = result.splice(index, 1)
  if (one !== undefined) result.splice(index + by, 0, one)
  return result
}

export const weightOf = ({ approval }: TaskLike, post: string): number => approval?.weights?.[post] ?? 1

/** The vote of each holder of a post weighs `weight`; 1 is what is meant where nothing is said. */
export function withWeight(task: TaskLike, post: string, weight: number): Partial<TaskLike> {
  const { weights, ...rest } = task.approval!
  const { [post]: _, ...others } = weights ?? {}
  const all = weight === 1 ? others : { ...others, [post]: weight }
  return { approval: Object.keys(all).length > 0 ? { ...rest, weights: all } : rest }
}

/** Of all votes, where each post of the list has one holder. */
export const weightSum = (task: TaskLike): number => approversOf(task).reduce((sum, { post }) => sum + weightOf(task, post), 0)

/** The rule of a vote in words: `赞成权重达到 60/100 即通过`. */
export function passWords(task: TaskLike): string {
  const { pass } = task.approval ?? {}
  if (!pass) return '还没有设定票签通过所需的比例、票数或者权重'
  if ('percent' in pass) return `同意人数达到总人数的 ${pass.percent}% 即通过`
  if ('count' in pass) return `同意人数达到 ${pass.count} 人即通过`
  return `赞成权重达到 ${pass.weight}/${weightSum(task)} 即通过(合计按每个岗位一人计算)`
}

const LICENSING = '行政许可'

/** What the server will say of the steps that several decide; with its codes and words. */
export function approvalProblems(matter: MatterLike, nameOf: (id: string) => string): Problem[] {
  return Object.entries(matter.tasks ?? {}).flatMap(([id, task]) =>
    wrongWith(matter, task).map(([code, message]): Problem => ({
      place: `「${nameOf(id)}」`,
      code,
      message,
      level: 'error',
      elementId: id,
    })),
  )
}

function wrongWith({ kind }: MatterLike, { approval, actions }: TaskLike): [code: string, message: string][] {
  if (!approval) return []
  const { mode, pass, empty } = approval
  const found: [string, string][] = []
  if (mode === 'vote' && !pass) found.push(['APPROVAL_RULE_MISSING', '票签环节未设置通过所需的比例、票数或者权重'])
  if (mode !== 'vote' && pass) found.push(['APPROVAL_RULE_UNUSED', '通过规则只用于票签'])
  if (empty === 'pass' && kind === LICENSING) found.push(['APPROVAL_EMPTY_PASSES', '行政许可不得因无人审批而自动通过'])
  if (actions.some(({ vote }) => vote === undefined))
    found.push(['APPROVAL_WITHOUT_VOTE', '多人办理的环节,每种处理方式应当注明是同意、不同意还是弃权'])
  return found
}

/** `市场监督管理局的审核人`; the organ in charge is not named. */
export function postWords({ post, organ }: PostLike, known: Pick<Known, 'organs' | 'posts'>): string {
  const of = organ ? `${known.organs.find(({ id }) => id === organ)?.name ?? organ}的` : ''
  return `${of}${known.posts.find(({ key }) => key === post)?.name ?? (post || '(未定岗位)')}`
}
