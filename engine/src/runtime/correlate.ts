import { eventStarts, instances, newId, subscriptions, type Database, type EventStartRow, type SubscriptionRow } from '@lianban/storage'
import { variablesOf } from '../core/variables.ts'
import type { Actor, InstanceState, JsonValue, Variables } from '../index.ts'
import { EngineError } from './errors.ts'
import type { CommittedStep, Prepare, Submission, Within } from './submission.ts'
import { haveValues, instanceOf, processVariables, toVariables, type VariableInput } from './variables.ts'

/** Waiting subscriptions that are looked at to find the one that is meant. */
const MAX_CANDIDATES = 1000

export interface CorrelateRequest extends VariableInput {
  tenantId: string
  messageName: string
  businessKey?: string
  instanceId?: string
  /** Only this execution: the token that waits, or the scope of an event sub-process. */
  executionId?: string
  /** Only start events of this definition. */
  definitionId?: string
  /** Only instances whose process variables have these values. */
  correlationKeys?: Record<string, JsonValue>
  /** Only executions whose own local variables have these values. */
  localCorrelationKeys?: Record<string, JsonValue>
  /** Set in the scope that the message begins: the event sub-process, the catching event. */
  localVariables?: Variables
  /** Compute due times anew with the variables it sets, see `recalculateTimers`. */
  recalculateTimers?: boolean
  actor: Actor
  prepare?: Prepare
  within?: Within
}

export interface Correlated {
  instanceId: string
  /** A message start event began the instance. */
  started: boolean
  /** Who received it; null of a start. */
  elementId: string | null
  /** The token, or the scope of an event sub-process; null of a start. */
  executionId: string | null
}

export interface CorrelateContext {
  database: Database
  clock: () => number
  submit: (submission: Submission) => Promise<CommittedStep>
}

/**
 * Delivers a message to the one execution that waits for it, or else to the one process that it starts.
 * @throws EngineError MESSAGE_NOT_CORRELATED if nobody or more than one is meant
 */
export async function correlate(context: CorrelateContext, request: CorrelateRequest): Promise<Correlated> {
  const waiting = await findWaiting(context.database, request)
  if (waiting.length > 1) throw notCorrelated(request, `${waiting.length} executions wait for it`)
  if (waiting.length === 1) return deliver(context, request, waiting[0]!)
  const starts = await findStarts(context.database, request)
  if (starts.length === 0) throw notCorrelated(request, 'nobody waits for it and no process starts by it')
  if (starts.length > 1) throw notCorrelated(request, `${starts.length} processes start by it`)
  return start(context, request, starts[0]!)
}

/** Delivers a message to all executions that wait for it, and starts all processes that it starts. */
export async function correlateAll(context: CorrelateContext, request: CorrelateRequest): Promise<Correlated[]> {
  const waiting = await findWaiting(context.database, request)
  const starts = await findStarts(context.database, request)
  const results = await Promise.all([
    ...waiting.map((subscription) => deliver(context, request, subscription).catch(ignoreNotCorrelated)),
    ...starts.map((row) => start(context, request, row)),
  ])
  return results.filter((result) => result !== null)
}

function ignoreNotCorrelated(error: unknown): null {
  if (error instanceof EngineError && error.code === 'MESSAGE_NOT_CORRELATED') return null
  throw error
}

async function findWaiting(database: Database, request: CorrelateRequest): Promise<SubscriptionRow[]> {
  const { tenantId, messageName, businessKey, instanceId, executionId } = request
  const { correlationKeys: global = {}, localCorrelationKeys: local = {} } = request
  const filter = {
    tenantId,
    kind: 'message',
    eventName: messageName,
    businessKey,
    instanceId: executionId === undefined ? instanceId : (instanceId ?? instanceOf(executionId) ?? executionId),
    processVariables: Object.entries(global).map(asMatch),
    localVariables: Object.entries(local).map(asMatch),
  }
  const found = await subscriptions(database).waiting(filter, MAX_CANDIDATES)
  const rows = executionId === undefined ? found : found.filter((row) => executionOf(row) === executionId)
  if (Object.keys({ ...global, ...local }).length === 0 || rows.length === 0) return rows
  const loaded = await instances(database).load(tenantId, [...new Set(rows.map((row) => row.instance_id))])
  const states = new Map(loaded.map((row) => [row.id, JSON.parse(row.state) as InstanceState]))
  return rows.filter((row) => {
    const state = states.get(row.instance_id)
    return state !== undefined && haveValues(processVariables(state), global) && haveValues(variablesOf(state, executionOf(row)), local)
  })
}

const asMatch = ([name, value]: [string, JsonValue]) => ({ name, value })

const executionOf = (row: SubscriptionRow): string => row.token_id ?? row.scope_id

async function deliver({ clock, submit }: CorrelateContext, request: CorrelateRequest, subscription: SubscriptionRow): Promise<Correlated> {
  const { tenantId, actor, prepare, within, localVariables } = request
  const command = {
    type: 'correlateMessage' as const,
    now: clock(),
    actor,
    subscriptionId: subscription.id,
    variables: toVariables(request),
    localVariables,
    ...(request.recalculateTimers && { recalculateTimers: true }),
  }
  try {
    await submit({ tenantId, instanceId: subscription.instance_id, command, prepare, within })
  } catch (error) {
    if (error instanceof EngineError && error.code === 'SUBSCRIPTION_NOT_FOUND')
      throw notCorrelated(request, 'the execution stopped waiting meanwhile')
    throw error
  }
  return {
    instanceId: subscription.instance_id,
    started: false,
    elementId: subscription.element_id,
    executionId: executionOf(subscription),
  }
}

/** Nothing new is started for a message that is meant for somebody who is there. */
async function findStarts(
  database: Database,
  { tenantId, messageName, instanceId, executionId, definitionId, ...keys }: CorrelateRequest,
): Promise<EventStartRow[]> {
  const isForSomebody = [keys.correlationKeys, keys.localCorrelationKeys].some((wanted) => Object.keys(wanted ?? {}).length > 0)
  if (instanceId !== undefined || executionId !== undefined || isForSomebody) return []
  const starts = await eventStarts(database).waiting(tenantId, { kind: 'message', eventName: messageName }, MAX_CANDIDATES)
  return definitionId === undefined ? starts : starts.filter((row) => row.definition_id === definitionId)
}

async function start(
  { clock, submit }: CorrelateContext,
  request: CorrelateRequest,
  { definition_id: id, element_id: startEventId }: EventStartRow,
): Promise<Correlated> {
  const { tenantId, businessKey = null, actor, prepare, within } = request
  const instanceId = newId()
  const variables = { ...toVariables(request), ...request.localVariables }
  await submit({
    tenantId,
    instanceId,
    definition: { id },
    command: { type: 'startInstance', now: clock(), actor, instanceId, tenantId, businessKey, startEventId, variables },
    prepare,
    within,
  })
  return { instanceId, started: true, elementId: null, executionId: null }
}

function notCorrelated({ messageName, businessKey, instanceId }: CorrelateRequest, why: string): EngineError {
  const told = [
    businessKey === undefined ? '' : `business key ${businessKey}`,
    instanceId === undefined ? '' : `instance ${instanceId}`,
  ].filter(Boolean)
  return new EngineError(
    'MESSAGE_NOT_CORRELATED',
    `message ${messageName}${told.length > 0 ? ` (${told.join(', ')})` : ''} was not correlated: ${why}`,
    {
      messageName,
      businessKey,
      instanceId,
    },
  )
}
