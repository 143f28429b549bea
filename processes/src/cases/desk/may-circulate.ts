import { actingBy } from '../case-lines.ts'
import type { CaseContext } from '../context.ts'
import { openTasks } from '../open-tasks.ts'
import type { Caller, Resource } from '../ports.ts'
import { caseResource, taskResource, type LoadedCase } from '../resources.ts'

/** Whether the caller acts in the case: he did a step of it, or an open one is his to take. */
export async function mayCirculate(context: CaseContext, caller: Caller, loaded: LoadedCase): Promise<boolean> {
  return allowing(context, caller, await waysToAct(context, loaded)) !== undefined
}

/** @returns the caller as he acts, for himself or as a delegate. @throws NOT_AUTHORIZED */
export async function assertMayCirculate(context: CaseContext, caller: Caller, loaded: LoadedCase): Promise<Caller> {
  const ways = await waysToAct(context, loaded)
  const way = allowing(context, caller, ways) ?? caseResource(loaded)
  return actingBy(caller, await context.tenants.authorization.assert(caller, 'circulate', way))
}

/** The case by itself, and as it lies with whoever may take one of its open tasks. */
async function waysToAct(context: CaseContext, loaded: LoadedCase): Promise<Resource[]> {
  const tasks = await openTasks(context, loaded)
  return [
    caseResource(loaded),
    ...tasks.map((task): Resource => ({ ...taskResource({ ...loaded, task }), type: 'case', id: loaded.row.id })),
  ]
}

const allowing = ({ tenants }: CaseContext, caller: Caller, ways: readonly Resource[]): Resource | undefined =>
  ways.find((way) => tenants.authorization.decide(caller, 'circulate', way).allowed)
