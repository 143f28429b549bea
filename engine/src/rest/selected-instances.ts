import type { Context } from 'koa'
import { z } from 'zod'
import type { Rest } from './context.ts'
import { HISTORIC_INSTANCES } from './history/process-instance.ts'
import { PROCESS_INSTANCES, RUNNING } from './process-instance-query.ts'
import { readFilter } from './query.ts'
import { selectedIds } from './selected-ids.ts'

const query = z.record(z.string(), z.unknown()).nullish()
/** How Camunda's bodies say which process instances are meant. */
export const selection = {
  processInstanceIds: z.array(z.string()).nullish(),
  processInstanceQuery: query,
  historicProcessInstanceQuery: query,
}

export interface Selection {
  processInstanceIds?: string[] | null
  processInstanceQuery?: Record<string, unknown> | null
  /** A query on the history, of which those count that run. */
  historicProcessInstanceQuery?: Record<string, unknown> | null
}

/** Ids of the running instances that are listed or found by the queries, all together. @throws RestError 400 */
export async function selectedInstances(
  ctx: Context,
  rest: Rest,
  { processInstanceIds, processInstanceQuery, historicProcessInstanceQuery }: Selection,
): Promise<string[]> {
  const running = processInstanceQuery
    ? await selectedIds(ctx, rest, 'process_instance', [RUNNING, ...readFilter(processInstanceQuery, PROCESS_INSTANCES)])
    : []
  const historic = historicProcessInstanceQuery
    ? await selectedIds(ctx, rest, 'process_instance', [RUNNING, ...readFilter(historicProcessInstanceQuery, HISTORIC_INSTANCES)])
    : []
  return [...new Set([...(processInstanceIds ?? []), ...running, ...historic])]
}

/** The same of instances that have ended. @throws RestError 400 */
export async function endedInstances(
  ctx: Context,
  rest: Rest,
  { processInstanceIds, historicProcessInstanceQuery }: Omit<Selection, 'processInstanceQuery'>,
): Promise<string[]> {
  const found = historicProcessInstanceQuery
    ? await selectedIds(ctx, rest, 'process_instance', [
        { not: [RUNNING] },
        ...readFilter(historicProcessInstanceQuery, HISTORIC_INSTANCES),
      ])
    : []
  return [...new Set([...(processInstanceIds ?? []), ...found])]
}
