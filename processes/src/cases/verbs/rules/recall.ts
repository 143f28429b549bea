import type { Event } from '@lianban/engine'
import type { MatterManifest } from '../../../manifest.ts'
import type { NewLine } from '../../line.ts'
import type { Said } from './deed.ts'

/** Steps that somebody has done himself, the latest first. */
export const ownSteps = <Line extends Pick<NewLine, 'type' | 'actor_id' | 'task_id' | 'element_id'>>(
  lines: readonly Line[],
  userId: string,
): Line[] =>
  lines
    .filter(
      ({ type, actor_id, task_id, element_id }) =>
        type === 'task-completed' && actor_id === userId && task_id !== null && element_id !== null,
    )
    .reverse()

/** A task that is open now. */
interface Open {
  id: string
  name: string
  assignee: string | null
  /** Whether it has a post beside, so that somebody has taken it up. */
  hasPost: boolean
}

interface Followed<Task> {
  done: Pick<NewLine, 'element_id' | 'task_id' | 'action'>
  /** Of the instance, in their order. */
  events: readonly Event[]
  open: readonly Task[]
}

/** The open tasks that came of a step, or what stands in the way of taking it back 撤回; whether the model lets them is another question. */
export function whatFollowed<Task extends Open>(
  matter: MatterManifest,
  { done, events, open: all }: Followed<Task>,
): { open: Task[] } | { obstacle: string } {
  const action = matter.tasks[done.element_id!]?.actions.find(({ key }) => key === done.action)
  if (action?.effect !== undefined) return { obstacle: `“${action.label}”已经出具文号,不能撤回` }
  // What it wrote there stays, whoever has the case.
  if (action?.ledger !== undefined) return { obstacle: `“${action.label}”已经记入台账,不能撤回` }
  const from = events.findLastIndex((event) => event.type === 'userTaskCompleted' && event.tokenId === done.task_id)
  if (from < 0) return { obstacle: '该环节不是在本系统办理的,不能撤回' }
  const after = events.slice(from + 1)
  const entered = new Set(after.flatMap((event) => (event.type === 'elementEntered' ? event.tokenId : [])))
  const obstacle = after.map((event) => obstacleOf(event, entered)).find((text) => text !== null)
  if (obstacle) return { obstacle }
  const open = all.filter(({ id }) => entered.has(id))
  if (open.length === 0) return { obstacle: '后续没有待办理的环节,不能撤回' }
  const taken = open.find(({ assignee, hasPost }) => assignee !== null && hasPost)
  return taken ? { obstacle: `“${taken.name}”已由下一环节人员签收,不能撤回` } : { open }
}

/** The model lets none of them be moved back to the step. */
export const WAY_CHANGED = { obstacle: '办理路径已经变化,不能撤回' }

/** Deeds of people and what has left the house; what the system passed over by itself is no obstacle. */
function obstacleOf(event: Event, entered: ReadonlySet<string>): string | null {
  if (event.type === 'userTaskCompleted' && entered.has(event.tokenId)) return '后续环节已经办理,不能撤回'
  if (event.type === 'externalTaskCreated' && entered.has(event.tokenId)) return '后续文书或者对外事项已经开始办理,不能撤回'
  if (event.type === 'callStarted' && entered.has(event.tokenId)) return '后续的子流程已经启动,不能撤回'
  return null
}

export const recalledSaid = (stepName: string, reason: string): Said => ({ type: 'recalled', text: `撤回“${stepName}”`, reason })
