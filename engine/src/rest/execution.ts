import type Router from '@koa/router'
import type { Condition, SubscriptionRow } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import { variablesOf, visibleTyped } from '../core/variables.ts'
import type { InstanceState, Variables } from '../index.ts'
import { instanceOf } from '../runtime/variables.ts'
import { activityConditions } from './active-activities.ts'
import { answer, answerNothing, param, wireTenant, type Rest } from './context.ts'
import { doesNotExist, invalidRequest, RestError } from './errors.ts'
import { presentSubscription } from './event-subscription.ts'
import { incidentParameters } from './incident-types.ts'
import { readBody, typedValues } from './input.ts'
import { livingVariables } from './living-variables.ts'
import { flag, is, ofRelated, option, tenantParameters } from './parameters.ts'
import { listRoutes, querySpec } from './query.ts'
import { readVariables } from './typed-values.ts'
import { variableRoutes } from './variable-routes.ts'

/*
 * An execution is a token: it has the token's id. The process instance is one as well, by its own id, but lists name the
 * tokens only. Lists read the activities that have not ended.
 */

const subscribed = (kind: 'message' | 'signal') =>
  ofRelated('subscription', {
    kind: 'string',
    where: (value: string): Condition[] => [
      { column: 'kind', op: '=', value: kind },
      { column: 'event_name', op: '=', value },
    ],
  })

const EXECUTIONS = querySpec({
  parameters: {
    businessKey: ofRelated('instance', is('business_key')),
    processDefinitionId: is('definition_id'),
    processDefinitionKey: is('definition_key'),
    processInstanceId: is('instance_id'),
    activityId: { kind: 'string', where: (value: string) => [activityConditions([value])] },
    messageEventSubscriptionName: subscribed('message'),
    messageEventSubscription: subscribed('message'),
    signalEventSubscriptionName: subscribed('signal'),
    active: flag({ related: 'instance', where: [{ column: 'suspended', op: '=', value: 0 }] }),
    suspended: flag({ related: 'instance', where: [{ column: 'suspended', op: '=', value: 1 }] }),
    ...incidentParameters,
    variables: livingVariables('variable'),
    processVariables: livingVariables('processVariable'),
    variableNamesIgnoreCase: option('flag'),
    variableValuesIgnoreCase: option('flag'),
    ...tenantParameters,
  },
  sortKeys: { instanceId: 'instance_id', definitionKey: 'definition_key', definitionId: 'definition_id', tenantId: 'tenant_id' },
  order: [
    { column: 'instance_id', order: 'asc' },
    { column: 'number', order: 'asc' },
  ],
})
/** Said of the instance, too, so that the database need not look through the history of those that have ended. */
const NOT_ENDED: Condition[] = [
  { column: 'ended_at', op: 'null' },
  { related: 'instance', where: [{ column: 'status', op: '=', value: 'active' }] },
]

const Signal = z.strictObject({ variables: typedValues.nullish() })

interface ActivityRow {
  id: string
  instance_id: string
  tenant_id: string
}

export function executionRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf, actorOf } = rest
  listRoutes(router, '/execution', EXECUTIONS, {
    list: async (ctx, query) => {
      const rows = await engine.lists.list<ActivityRow>('history_activity', {
        tenantId: tenantOf(ctx),
        ...query,
        where: [...NOT_ENDED, ...query.where],
      })
      return rows.map((row) => present(row.id, row.instance_id, row.tenant_id))
    },
    count: (ctx, { where }) => engine.lists.count('history_activity', { tenantId: tenantOf(ctx), where: [...NOT_ENDED, ...where] }),
  })
  router.get('/execution/:id', async (ctx) => {
    const { state } = await found(ctx, rest)
    answer(ctx, present(param(ctx, 'id'), state.id, state.tenantId))
  })
  variableRoutes(router, '/execution/:id/localVariables', {
    what: 'execution',
    // the list is what it has itself; a single one may be asked for by whoever sees it (workers do so for a file)
    read: async (ctx) => (isList(ctx) ? ownVariables : visibleVariables)(await found(ctx, rest)),
    write: async (ctx, change) => {
      const { state } = await found(ctx, rest)
      await engine.setVariables({
        tenantId: tenantOf(ctx),
        instanceId: state.id,
        scopeId: param(ctx, 'id'),
        ...change,
        actor: actorOf(ctx),
      })
    },
  })
  triggerRoutes(router, rest)
}

interface Execution {
  state: InstanceState
  /** null: the process instance itself. */
  tokenId: string | null
}

/** @throws RestError 404 */
async function found(ctx: Context, { engine, tenantOf }: Rest): Promise<Execution> {
  const id = param(ctx, 'id')
  const row = await engine.instances.get(tenantOf(ctx), instanceOf(id) ?? id)
  const state = row && (JSON.parse(row.state) as InstanceState)
  if (!state || state.status !== 'active') throw doesNotExist(`Execution with id ${id}`)
  if (state.id === id) return { state, tokenId: null }
  if (!Object.hasOwn(state.tokens, id)) throw doesNotExist(`Execution with id ${id}`)
  return { state, tokenId: id }
}

const isList = (ctx: Context): boolean => param(ctx, 'name') === undefined

const visibleVariables = ({ state, tokenId }: Execution): Variables => visibleTyped(state, tokenId ?? state.id)

/** Of the instance the process's; of a token its own, and those of the scope that it has opened. */
function ownVariables({ state, tokenId }: Execution): Variables {
  if (tokenId === null) return variablesOf(state, state.id)
  const scope = Object.values(state.scopes).find((one) => one.tokenId === tokenId)
  return { ...variablesOf(state, tokenId), ...scope?.variables }
}

function triggerRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf, actorOf } = rest
  const subscription = async (ctx: Context): Promise<SubscriptionRow> => {
    const { state, tokenId } = await found(ctx, rest)
    const waiting: Condition[] = [
      { column: 'kind', op: '=', value: 'message' },
      { column: 'event_name', op: '=', value: param(ctx, 'messageName') },
    ]
    const own: Condition = { column: tokenId === null ? 'instance_id' : 'token_id', op: '=', value: tokenId ?? state.id }
    const [row] = await engine.lists.list<SubscriptionRow>('subscription', {
      tenantId: tenantOf(ctx),
      where: [own, ...waiting],
      order: [{ column: 'id', order: 'asc' }],
      limit: 1,
      offset: 0,
    })
    if (!row)
      throw new RestError(
        404,
        'RestException',
        `Message event subscription for execution ${param(ctx, 'id')} named ${param(ctx, 'messageName')} does not exist`,
      )
    return row
  }
  const path = '/execution/:id/messageSubscriptions/:messageName'
  router.get(path, async (ctx) => {
    answer(ctx, presentSubscription(await subscription(ctx)))
  })
  router.post(`${path}/trigger`, async (ctx) => {
    const { variables } = readBody(ctx, Signal)
    const row = await subscription(ctx)
    await engine.triggerMessage({
      tenantId: tenantOf(ctx),
      instanceId: row.instance_id,
      subscriptionId: row.id,
      typedVariables: readVariables(variables),
      actor: actorOf(ctx),
    })
    answerNothing(ctx)
  })
  router.post('/execution/:id/signal', async (ctx) => {
    const { variables } = readBody(ctx, Signal)
    const { state, tokenId } = await found(ctx, rest)
    await engine.signalToken({
      tenantId: tenantOf(ctx),
      executionId: tokenId ?? receivingToken(state),
      typedVariables: readVariables(variables),
      actor: actorOf(ctx),
    })
    answerNothing(ctx)
  })
}

/** The one token that a signal to the process instance can mean. @throws RestError 400 */
function receivingToken(state: InstanceState): string {
  const waiting = Object.values(state.tokens).filter(({ waitsFor }) => waitsFor === 'receive')
  if (waiting.length !== 1)
    throw invalidRequest(`Cannot signal execution ${state.id}: ${waiting.length} executions of it wait for a signal; name one of them`)
  return waiting[0]!.id
}

const present = (id: string, processInstanceId: string, tenantId: string) => ({
  id,
  processInstanceId,
  ended: false,
  tenantId: wireTenant(tenantId),
})
