import type { MatterLike, StepLike, TaskLike } from '../draft.ts'
import { makeLength } from './limits.ts'
import { joinChain } from './separation.ts'

/** A new step of a person: one post, one button, one workday. */
export function newTask(post: string): TaskLike {
  return {
    post,
    applicationAccess: { '*': 'read' },
    actions: [
      {
        key: 'submit',
        label: '提交',
        kind: 'primary',
        opinion: 'optional',
        set: {},
        next: { text: '转下一环节', people: '下一环节办理人' },
      },
    ],
  }
}

export const newStep = (task: string, name: string): StepLike => ({
  name,
  task,
  phase: 'examination',
  limit: makeLength(1, 'workday'),
  special: null,
})

/** The matter with the entries of a new user task. */
export const withTask = (matter: MatterLike, { id, name, post }: { id: string; name: string; post: string }): MatterLike =>
  joinChain(
    {
      ...matter,
      tasks: { ...matter.tasks, [id]: newTask(post) },
      ...(!matter.isPlain && { steps: [...(matter.steps ?? []), newStep(id, name)] }),
    },
    id,
  )

/** The matter without what it says of elements that are gone. A rule of separation that compares nothing any more goes too. */
export function withoutElements(matter: MatterLike, gone: ReadonlySet<string>): MatterLike {
  const without = <T>(record: Record<string, T> | undefined) =>
    record && Object.fromEntries(Object.entries(record).filter(([id]) => !gone.has(id)))
  const result: MatterLike = { ...matter }
  for (const part of ['tasks', 'timers', 'outcomes'] as const) if (matter[part]) result[part] = without<unknown>(matter[part]) as never
  if (matter.steps) result.steps = matter.steps.filter(({ task }) => !gone.has(task))
  if (matter.separation)
    result.separation = matter.separation.flatMap((rule) => {
      const elements = rule.elements.filter((id) => !gone.has(id))
      const together = rule.together?.map((group) => group.filter((id) => !gone.has(id))).filter((group) => group.length > 1)
      return elements.length > 0 ? [{ ...rule, elements, ...(rule.together ? { together } : {}) }] : []
    })
  return result
}

/** The matter with one task's entry changed. With another post it is kept apart from others anew. */
export function changeTask(matter: MatterLike, id: string, change: Partial<TaskLike>): MatterLike {
  const before = matter.tasks?.[id]
  const task: TaskLike = { ...(before ?? newTask('')), ...change }
  for (const [name, value] of Object.entries(change)) if (value === undefined) delete task[name]
  const changed = { ...matter, tasks: { ...matter.tasks, [id]: task } }
  return task.post === before?.post ? changed : joinChain(changed, id)
}

/** The matter with one step's entry changed, or given one. */
export function changeStep(matter: MatterLike, id: string, name: string, change: Partial<StepLike>): MatterLike {
  const steps = matter.steps ?? []
  const found = steps.some(({ task }) => task === id)
  const list = found ? steps : [...steps, newStep(id, name)]
  return { ...matter, steps: list.map((step) => (step.task === id ? { ...step, ...change } : step)) }
}

export const stepOf = (matter: MatterLike, id: string): StepLike | undefined => matter.steps?.find(({ task }) => task === id)
