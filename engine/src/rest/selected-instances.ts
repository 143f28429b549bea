import type { Condition, ProcessInstanceSummaryRow } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import type { Rest } from './context.ts'
import { PROCESS_INSTANCES, RUNNING } from './process-instance-query.ts'
import { readFilter } from './query.ts'
import { notSupported } from './refused.ts'

/** Instances read for one batch; one more than it may have, so that too many are seen. */
const MAX_SELECTED = 1001

const query = z.record(z.string(), z.unknown()).nullish()
/** How Camunda's bodies say which process instances are meant. */
export const selection = { processInstanceIds: z.array(z.string()).nullish(), processInstanceQuery: query, historicProcessInstanceQuery: query }

export interface Selection {
  processInstanceIds?: string[] | null
  processInstanceQuery?: Record<string, unknown> | null
  historicProcessInstanceQuery?: Record<string, unknown> | null
}

/** Ids of the running instances that are listed or found by the query, both together. @throws RestError */
export async function selectedInstances(ctx: Context, rest: Rest, { processInstanceIds, processInstanceQuery, historicProcessInstanceQuery }: Selection): Promise<string[]> {
  if (historicProcessInstanceQuery) throw notSupported('historicProcessInstanceQuery: say by processInstanceQuery which running instances are meant')
  const found = processInstanceQuery ? await instancesWhere(ctx, rest, readFilter(processInstanceQuery, PROCESS_INSTANCES)) : []
  return [...new Set([...(processInstanceIds ?? []), ...found])]
}

export async function instancesWhere(ctx: Context, { engine, tenantOf }: Rest, where: Condition[]): Promise<string[]> {
  const asked = { tenantId: tenantOf(ctx), where: [RUNNING, ...where], order: [{ column: 'id', order: 'asc' as const }] }
  const ids: string[] = []
  for (;;) {
    const limit = Math.min(1000, MAX_SELECTED - ids.length)
    const rows = await engine.lists.list<ProcessInstanceSummaryRow>('process_instance', { ...asked, limit, offset: ids.length })
    ids.push(...rows.map(({ id }) => id))
    if (rows.length < limit || ids.length >= MAX_SELECTED) return ids
  }
}
