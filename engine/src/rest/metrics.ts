import type Router from '@koa/router'
import type { Condition, ListedTableName } from '@lianban/storage'
import { answer, param, type Rest } from './context.ts'
import { wireDate } from './dates.ts'
import { invalidRequest } from './errors.ts'
import { option } from './parameters.ts'
import { readParameters } from './query.ts'

/*
 * Metrics are not counted apart: they are read from the history, so they are those of all engine processes together, are
 * right after a crash, and go when the history is removed.
 */

interface Metric {
  table: ListedTableName
  /** The instant by which a row counts. */
  at: string
  where: Condition[]
}

const activityStart: Metric = { table: 'history_activity', at: 'started_at', where: [] }
const rootStart: Metric = { table: 'process_instance', at: 'started_at', where: [{ column: 'super_instance_id', op: 'null' }] }
const decision: Metric = { table: 'history_decision', at: 'at', where: [] }
const job = (state: string): Metric => ({ table: 'history_job_log', at: 'at', where: [{ column: 'state', op: '=', value: state }] })

const METRICS: Record<string, Metric> = {
  'activity-instance-start': activityStart,
  'activity-instance-end': { table: 'history_activity', at: 'ended_at', where: [{ column: 'ended_at', op: 'not null' }] },
  'flow-node-instances': activityStart,
  'root-process-instance-start': rootStart,
  'process-instances': rootStart,
  'executed-decision-instances': decision,
  'decision-instances': decision,
  'job-successful': job('successful'),
  'job-failed': job('failed'),
}

/** Intervals of one answer, and how long one is if the client does not say; Camunda's. */
const MAX_INTERVALS = 200
const DEFAULT_INTERVAL_S = 900

const SUM = { startDate: option('date'), endDate: option('date') }
const INTERVALS = {
  ...SUM,
  name: option('string'),
  reporter: option('string'),
  firstResult: option('integer'),
  maxResults: option('integer'),
  interval: option('integer'),
  aggregateByReporter: option('boolean'),
}

export function metricsRoutes(router: Router, { engine, tenantOf }: Rest): void {
  router.get('/metrics', async (ctx) => {
    const {
      name,
      startDate,
      endDate,
      firstResult = 0,
      maxResults = MAX_INTERVALS,
      interval = DEFAULT_INTERVAL_S,
    } = readParameters(ctx, INTERVALS)
    if (maxResults > MAX_INTERVALS) throw invalidRequest(`Metrics interval query row limit can't be set larger than ${MAX_INTERVALS}.`)
    if (interval < 1) throw invalidRequest('interval is a number of seconds from 1')
    const names = name === undefined ? Object.keys(METRICS) : [name]
    const rows = await Promise.all(
      names.map(async (one) => {
        const { table, at, where } = metricOf(one)
        const asked = { tenantId: tenantOf(ctx), where: [...where, ...between(at, startDate, endDate)] }
        const counts = await engine.lists.countByInterval(table, at, {
          ...asked,
          intervalMs: interval * 1000,
          limit: firstResult + maxResults,
        })
        return counts.map(({ from, count }) => ({ from, timestamp: wireDate(from), name: one, reporter: null, value: count }))
      }),
    )
    const sorted = rows.flat().sort((a, b) => b.from - a.from || (a.name < b.name ? -1 : 1))
    answer(
      ctx,
      sorted.slice(firstResult, firstResult + maxResults).map(({ from: _, ...row }) => row),
    )
  })
  router.get('/metrics/:name/sum', async (ctx) => {
    const { startDate, endDate } = readParameters(ctx, SUM)
    const { table, at, where } = metricOf(param(ctx, 'name'))
    answer(ctx, {
      result: await engine.lists.count(table, { tenantId: tenantOf(ctx), where: [...where, ...between(at, startDate, endDate)] }),
    })
  })
}

function metricOf(name: string): Metric {
  const metric = Object.hasOwn(METRICS, name) ? METRICS[name] : undefined
  if (!metric) throw invalidRequest(`the metric '${name}' is not measured; there are ${Object.keys(METRICS).join(', ')}`)
  return metric
}

const between = (column: string, from: number | undefined, to: number | undefined): Condition[] => [
  ...(from === undefined ? [] : [{ column, op: '>=' as const, value: from }]),
  ...(to === undefined ? [] : [{ column, op: '<' as const, value: to }]),
]
