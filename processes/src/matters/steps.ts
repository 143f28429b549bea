import type { CaseContext } from '../cases/context.ts'
import type { Caller } from '../cases/ports.ts'
import { dayOf } from '../clock/index.ts'

/** A step of procedures, as rules name it: `complete:<elementId>`. */
export interface StepWords {
  elementId: string
  /** Name of the step, and of the matters that have it: `决定(食品经营许可)`. */
  label: string
}

/** What a delegation may be narrowed to. */
export interface DelegableMatter {
  key: string
  name: string
  steps: {
    elementId: string
    name: string
    /** Whether the caller's own posts let him do it somewhere: what he cannot do he cannot entrust. */
    mine: boolean
  }[]
}

/** The matters in force with their steps, for who gives or was given a delegation. @throws NOT_AUTHORIZED */
export async function delegableMatters(context: CaseContext, caller: Caller): Promise<DelegableMatter[]> {
  const { authorization } = context.tenants
  await authorization.assert(caller, 'create', { type: 'delegation' })
  const isMine = (elementId: string) => authorization.grants(caller, `complete:${elementId}`, 'task').length > 0
  return (await context.matters.listOn(context.database, caller.tenantId, dayOf(context.clock()))).map(({ matter, elements }) => ({
    key: matter.key,
    name: matter.name,
    steps: Object.keys(matter.tasks).map((elementId) => ({ elementId, name: elements[elementId] ?? elementId, mine: isMine(elementId) })),
  }))
}

/** The steps of the matters in force by their words, for those who read rules. */
export async function stepWords(context: CaseContext, caller: Caller): Promise<StepWords[]> {
  const found = new Map<string, { name: string; matters: string[] }>()
  for (const { matter, elements } of await context.matters.listOn(context.database, caller.tenantId, dayOf(context.clock()))) {
    for (const elementId of Object.keys(matter.tasks)) {
      const known = found.get(elementId) ?? { name: elements[elementId] ?? elementId, matters: [] }
      found.set(elementId, { ...known, matters: [...known.matters, matter.name] })
    }
  }
  return [...found].map(
    ([
      elementId,
      {
        name,
        matters: [first, ...more],
      },
    ]) => ({
      elementId,
      label: more.length === 0 ? `${name}(${first})` : `${name}(${first}等 ${more.length + 1} 个事项)`,
    }),
  )
}
