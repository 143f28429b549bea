import type Router from '@koa/router'
import type { ProcessInstanceSummaryRow } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import type { Event, ExecutableProcess } from '../index.ts'
import { answer, param, wireTenant, type Rest } from './context.ts'
import { wireDate } from './dates.ts'
import { invalidRequest, noMatching } from './errors.ts'
import { pageOf, paging, query, readListQuery, sorting } from './input.ts'
import { activityInstanceId } from './process-instance.ts'

const Instances = z.strictObject({
  processInstanceId: z.string().optional(),
  processInstanceIds: query.list.optional(),
  processInstanceBusinessKey: z.string().optional(),
  processInstanceBusinessKeyLike: z.string().optional(),
  processDefinitionId: z.string().optional(),
  processDefinitionKey: z.string().optional(),
  processDefinitionKeyIn: query.list.optional(),
  finished: query.on.optional(),
  unfinished: query.on.optional(),
  active: query.on.optional(),
  completed: query.on.optional(),
  internallyTerminated: query.on.optional(),
  externallyTerminated: query.on.optional(),
  withIncidents: query.on.optional(),
  startedBefore: query.date.optional(),
  startedAfter: query.date.optional(),
  startedBy: z.string().optional(),
  ...paging,
  ...sorting(['instanceId', 'startTime']),
})

const Activities = z.strictObject({
  processInstanceId: z.string(),
  activityId: z.string().optional(),
  finished: query.on.optional(),
  unfinished: query.on.optional(),
  canceled: query.on.optional(),
  ...paging,
})

export function historyRoutes(router: Router, { engine, tenantOf }: Rest): void {
  const list = async (ctx: Context) => {
    const input = readListQuery(ctx, Instances)
    const rows = await engine.instances.list(filterOf(tenantOf(ctx), input), { ...pageOf(input), newestFirst: input.sortOrder === 'desc' })
    answer(ctx, rows.map(presentInstance))
  }
  const count = async (ctx: Context) => answer(ctx, { count: await engine.instances.count(filterOf(tenantOf(ctx), readListQuery(ctx, Instances))) })
  router.get('/history/process-instance', list)
  router.post('/history/process-instance', list)
  router.get('/history/process-instance/count', count)
  router.post('/history/process-instance/count', count)
  router.get('/history/process-instance/:id', async (ctx) => {
    const row = await engine.instances.get(tenantOf(ctx), param(ctx, 'id'))
    if (!row) throw noMatching(`historic process instance with id ${param(ctx, 'id')}`)
    answer(ctx, presentInstance(row))
  })

  const activities = async (ctx: Context) => {
    const input = readListQuery(ctx, Activities)
    const tenantId = tenantOf(ctx)
    const instance = await engine.instances.get(tenantId, input.processInstanceId)
    if (!instance) return []
    const process = await engine.definitions.process(tenantId, instance.definition_id)
    return foldActivities(await engine.instances.history(tenantId, instance.id), process, instance).filter((activity) =>
      (input.activityId === undefined || activity.activityId === input.activityId) &&
      (!input.finished || activity.endTime !== null) && (!input.unfinished || activity.endTime === null) && (!input.canceled || activity.canceled))
  }
  router.get('/history/activity-instance', async (ctx) => {
    const { limit, offset } = pageOf(readListQuery(ctx, Activities))
    answer(ctx, (await activities(ctx)).slice(offset, offset + limit))
  })
  router.get('/history/activity-instance/count', async (ctx) => answer(ctx, { count: (await activities(ctx)).length }))
}

function filterOf(tenantId: string, input: z.output<typeof Instances>) {
  const statuses = [
    input.active || input.unfinished ? 'active' : null,
    input.completed ? 'completed' : null,
    input.internallyTerminated || input.externallyTerminated ? 'terminated' : null,
  ].filter((status) => status !== null)
  if (statuses.length > 1) throw invalidRequest('only one state can be asked for')
  return {
    tenantId,
    ids: input.processInstanceId === undefined ? input.processInstanceIds : [input.processInstanceId],
    businessKey: input.processInstanceBusinessKey,
    businessKeyLike: input.processInstanceBusinessKeyLike,
    definitionId: input.processDefinitionId,
    definitionKey: input.processDefinitionKey,
    definitionKeys: input.processDefinitionKeyIn,
    status: statuses[0],
    ended: input.finished,
    withIncident: input.withIncidents,
    startedBefore: input.startedBefore,
    startedAfter: input.startedAfter,
    startedBy: input.startedBy,
  }
}

const STATES: Record<string, string> = { active: 'ACTIVE', completed: 'COMPLETED', terminated: 'EXTERNALLY_TERMINATED' }

const presentInstance = (row: ProcessInstanceSummaryRow) => ({
  id: row.id,
  businessKey: row.business_key,
  processDefinitionId: row.definition_id,
  processDefinitionKey: row.definition_key,
  startTime: wireDate(row.started_at),
  endTime: wireDate(row.ended_at),
  durationInMillis: row.ended_at === null ? null : row.ended_at - row.started_at,
  startUserId: row.started_by,
  rootProcessInstanceId: row.id,
  superProcessInstanceId: null,
  tenantId: wireTenant(row.tenant_id),
  state: STATES[row.status],
})

interface HistoricActivity {
  id: string
  activityId: string
  activityName: string | null
  activityType: string
  processDefinitionId: string
  processDefinitionKey: string
  processInstanceId: string
  executionId: string
  startTime: string
  endTime: string | null
  durationInMillis: number | null
  canceled: boolean
  tenantId: string | null
}

/** One line for each time that a token was in an element, in the order of entering. */
function foldActivities(events: Event[], process: ExecutableProcess, row: ProcessInstanceSummaryRow): HistoricActivity[] {
  const activities = new Map<string, HistoricActivity & { enteredAt: number }>()
  for (const event of events) {
    if (event.type === 'elementEntered') {
      const node = process.nodes[event.elementId]
      activities.set(`${event.tokenId}/${event.elementId}`, {
        id: activityInstanceId(event.elementId, event.tokenId), activityId: event.elementId, activityName: node?.name ?? null, activityType: node?.kind ?? 'task',
        processDefinitionId: row.definition_id, processDefinitionKey: row.definition_key, processInstanceId: row.id, executionId: event.tokenId,
        startTime: wireDate(event.at), enteredAt: event.at, endTime: null, durationInMillis: null, canceled: false, tenantId: wireTenant(row.tenant_id),
      })
    }
    if (event.type === 'elementCompleted' || event.type === 'elementTerminated') {
      const activity = activities.get(`${event.tokenId}/${event.elementId}`)
      if (!activity) continue
      activity.endTime = wireDate(event.at)
      activity.durationInMillis = event.at - activity.enteredAt
      activity.canceled = event.type === 'elementTerminated'
    }
  }
  return [...activities.values()].map(({ enteredAt: _, ...activity }) => activity)
}
