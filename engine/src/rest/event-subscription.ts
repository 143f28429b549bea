import type Router from '@koa/router'
import type { Condition, EventStartRow, SubscriptionRow } from '@lianban/storage'
import type { Context } from 'koa'
import { wireTenant, type Rest } from './context.ts'
import { wireDate } from './dates.ts'
import { is, option, tenantParameters } from './parameters.ts'
import { listRoutes, querySpec, type ListQuery } from './query.ts'

/** Start events wait as well: as rows of their own, without instance and execution. */
const ONLY_OF_INSTANCES = ['eventSubscriptionId', 'executionId', 'processInstanceId']

const EVENT_SUBSCRIPTIONS = querySpec({
  parameters: {
    eventSubscriptionId: is('id'),
    eventName: is('event_name'),
    eventType: is('kind'),
    executionId: {
      kind: 'string',
      where: (value: string): Condition[] => [
        {
          any: [
            [{ column: 'token_id', op: '=', value }],
            [
              { column: 'token_id', op: 'null' },
              { column: 'scope_id', op: '=', value },
            ],
          ],
        },
      ],
    },
    processInstanceId: is('instance_id'),
    activityId: is('element_id'),
    includeEventSubscriptionsWithoutTenantId: option('flag'),
    ...tenantParameters,
  },
  sortKeys: { created: 'created_at', tenantId: 'tenant_id' },
  order: [],
})
type Query = ListQuery<(typeof EVENT_SUBSCRIPTIONS)['parameters']>

/** Who waits for which event: running instances, then the start events of the newest versions. */
export function eventSubscriptionRoutes(router: Router, { engine, tenantOf }: Rest): void {
  const countOf = (ctx: Context, { where }: Query) => engine.lists.count('subscription', { tenantId: tenantOf(ctx), where })
  const startsCount = (ctx: Context, { where, values }: Query) =>
    mayBeStart(values) ? engine.lists.count('event_start', { tenantId: tenantOf(ctx), where }) : Promise.resolve(0)

  const list = async (ctx: Context, query: Query) => {
    const tenantId = tenantOf(ctx)
    const ofInstances = await engine.lists.list<SubscriptionRow>('subscription', {
      ...query,
      tenantId,
      order: [...query.order, { column: 'id', order: 'asc' }],
    })
    const left = query.limit - ofInstances.length
    if (left === 0 || !mayBeStart(query.values)) return ofInstances.map(presentSubscription)
    const offset = ofInstances.length > 0 ? 0 : Math.max(0, query.offset - (await countOf(ctx, query)))
    const order = [...query.order, { column: 'definition_key', order: 'asc' as const }, { column: 'element_id', order: 'asc' as const }]
    const starts = await engine.lists.list<EventStartRow>('event_start', { where: query.where, tenantId, order, limit: left, offset })
    return [...ofInstances.map(presentSubscription), ...starts.map(presentStart)]
  }
  listRoutes(router, '/event-subscription', EVENT_SUBSCRIPTIONS, {
    list,
    count: async (ctx, query) => (await countOf(ctx, query)) + (await startsCount(ctx, query)),
    methods: ['GET'],
  })
}

const mayBeStart = (values: object): boolean => !ONLY_OF_INSTANCES.some((name) => name in values)

export const presentSubscription = (row: SubscriptionRow) => ({
  id: row.id,
  eventType: row.kind,
  eventName: row.event_name,
  executionId: row.token_id ?? row.scope_id,
  processInstanceId: row.instance_id,
  activityId: row.element_id,
  createdDate: wireDate(row.created_at),
  tenantId: wireTenant(row.tenant_id),
})

const presentStart = (row: EventStartRow) => ({
  id: `${row.definition_id}:${row.element_id}`,
  eventType: row.kind,
  eventName: row.event_name,
  executionId: null,
  processInstanceId: null,
  activityId: row.element_id,
  createdDate: wireDate(row.created_at),
  tenantId: wireTenant(row.tenant_id),
})
