import type { Condition, ProcessInstanceSummaryRow } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import type { Rest } from './context.ts'
import { HISTORIC_INSTANCES } from './history/process-instance.ts'
import { PROCESS_INSTANCES, RUNNING } from './process-instance-query.ts'
import { readFilter } from './query.ts'

/** Instances read for one batch; one more than it may have, so that too many are seen. */
const MAX_SELECTED = 1001
const PAGE = 1000

const query = z.record(z.string(), z.unknown()).nullish()
/** How Camunda's bodies say which process instances are meant. */
export const selection = { processInstanceIds: z.array(z.string()).nullish(), processInstanceQuery: query, historicProcessInstanceQuery: query }

export interface Selection {
  processInstanceIds?: string[] | null
  processInstanceQuery?: Record<string, unknown> | null
  /** A query on the history, of which those count that run. */
  historicProcessInstanceQuery?: Record<string, unknown> | null
}

/** Ids of the running instances that are listed or found by the queries, all together. @throws RestError 400 */
export async function selectedInstances(ctx: Context, rest: Rest, { processInstanceIds, processInstanceQuery, historicProcessInstanceQuery }: Selection): Promise<string[]> {
  const running = processInstanceQuery ? await instancesWhere(ctx, rest, [RUNNING, ...readFilter(processInstanceQuery, PROCESS_INSTANCES)]) : []
  const historic = historicProcessInstanceQuery ? await instancesWhere(ctx, rest, [RUNNING, ...readFilter(historicProcessInstanceQuery, HISTORIC_INSTANCES)]) : []
  return [...new Set([...(processInstanceIds ?? []), ...running, ...historic])]
}

/** The same of instances that have ended. @throws RestError 400 */
export async function endedInstances(ctx: Context, rest: Rest, { processInstanceIds, historicProcessInstanceQuery }: Omit<Selection, 'processInstanceQuery'>): Promise<string[]> {
  const found = historicProcessInstanceQuery ? await instancesWhere(ctx, rest, [{ not: [RUNNING] }, ...readFilter(historicProcessInstanceQuery, HISTORIC_INSTANCES)]) : []
  return [...new Set([...(processInstanceIds ?? []), ...found])]
}

export async function instancesWhere(ctx: Context, { engine, tenantOf }: Rest, where: Condition[]): Promise<string[]> {
  const asked = { tenantId: tenantOf(ctx), where, order: [{ column: 'id', order: 'asc' as const }] }
  const ids: string[] = []
  for (;;) {
    const limit = Math.min(PAGE, MAX_SELECTED - ids.length)
    const rows = await engine.lists.list<ProcessInstanceSummaryRow>('process_instance', { ...asked, limit, offset: ids.length })
    ids.push(...rows.map(({ id }) => id))
    if (rows.length < limit || ids.length >= MAX_SELECTED) return ids
  }
}
