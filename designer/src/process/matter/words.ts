import type { ApprovalLike, Known, MatterLike, TaskLike } from '../draft.ts'
import { approversOf, postWords } from './approval.ts'
import { lengthWords } from './limits.ts'
import { stepOf } from './tasks.ts'

/** How a step is taken: by one person, or by several in one of the manifest's modes. */
export type Way = 'claim' | 'grab' | ApprovalLike['mode']

export const WAYS: { way: Way; title: string; help: string }[] = [
  { way: 'claim', title: '签收', help: '岗位上的一人先签收,再办理' },
  { way: 'grab', title: '抢办', help: '岗位上谁先办理归谁' },
  { way: 'all', title: '会签', help: '全部审批人同意才通过' },
  { way: 'any', title: '或签', help: '一人同意即通过' },
  { way: 'sequential', title: '依次', help: '审批人按顺序逐个审批,全部同意才通过' },
  { way: 'vote', title: '票签', help: '审批人投票,达到票数才通过' },
]

export const wayOf = (task: TaskLike): Way => task.approval?.mode ?? task.take ?? 'claim'

/** The task done in another way; what other ways do not know is left out. */
export function withWay(task: TaskLike, way: Way): Partial<TaskLike> {
  if (way === 'claim' || way === 'grab') return { take: way === 'claim' ? undefined : way, approval: undefined }
  const { pass, ...rest } = task.approval ?? {}
  const approval: ApprovalLike = { ...rest, mode: way, ...(way === 'vote' ? { pass: pass ?? { percent: 50 } } : {}) }
  // As a vote every action says what it is.
  const actions = task.actions.map((action) => ({
    ...action,
    vote: action.vote ?? (action.kind === 'danger' ? ('reject' as const) : ('pass' as const)),
  }))
  return { take: undefined, approval, actions }
}

/** `由 市场监督管理局 的 审核人 会签,限 1个工作日`. */
export function taskSentence(matter: MatterLike, id: string, known: Known): string {
  const task = matter.tasks?.[id]
  if (!task) return '还没有设定由谁办理'
  if (matter.isPlain) return plainSentence(task, known)
  const assigned = typeof task.assignedBy === 'string' ? '指定的' : ''
  const posts = task.approval ? approversOf(task) : [task]
  const people = posts.map((one) => postWords(one, known)).join('、')
  const way = WAYS.find((one) => one.way === wayOf(task))!.title
  const step = stepOf(matter, id)
  return `由${assigned}${people}${way}${step ? `,限 ${lengthWords(step.limit)}` : ',不限时'}`
}

/** `由监察人员、纪检监察人员办理`. */
function plainSentence({ post, posts = post ? [post] : [] }: TaskLike, known: Known): string {
  const names = posts.map((key) => known.posts.find((one) => one.key === key)?.name ?? key)
  return names.length > 0 ? `由${names.join('、')}办理` : '还没有设定由谁办理'
}
