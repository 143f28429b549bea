import { deployments, instances, newId, subscriptions, type Database, type SubscriptionRow } from '@lianban/storage'
import type { Actor, InstanceState, JsonValue } from '../index.ts'
import { EngineError } from './errors.ts'
import { sameJson } from './external-tasks.ts'
import type { CommittedStep, Prepare, Submission, Within } from './submission.ts'
import { processVariables, toVariables, type VariableInput } from './variables.ts'

/** Waiting subscriptions that are looked at to find the one that is meant. */
const MAX_CANDIDATES = 500

export interface CorrelateRequest extends VariableInput {
  tenantId: string
  messageName: string
  businessKey?: string
  instanceId?: string
  /** Only instances whose process variables have these values. */
  correlationKeys?: Record<string, JsonValue>
  actor: Actor
  prepare?: Prepare
  within?: Within
}

export interface Correlated {
  instanceId: string
  /** A message start event began the instance. */
  started: boolean
  elementId: string | null
}

export interface CorrelateContext {
  database: Database
  clock: () => number
  submit: (submission: Submission) => Promise<CommittedStep>
}

/**
 * Delivers a message to the one instance that waits for it, or else to the one process that it starts.
 * @throws EngineError MESSAGE_NOT_CORRELATED if nobody or more than one is meant
 */
export async function correlate(context: CorrelateContext, request: CorrelateRequest): Promise<Correlated> {
  const waiting = await findWaiting(context.database, request)
  if (waiting.length > 1) throw notCorrelated(request, `${waiting.length} executions wait for it`)
  if (waiting.length === 1) return deliver(context, request, waiting[0]!)
  return startByMessage(context, request)
}

/** Delivers a message to all instances that wait for it, and starts all processes that it starts. */
export async function correlateAll(context: CorrelateContext, request: CorrelateRequest): Promise<Correlated[]> {
  const waiting = await findWaiting(context.database, request)
  const results = await Promise.all(waiting.map((subscription) => deliver(context, request, subscription).catch(ignoreNotCorrelated)))
  const starts = request.instanceId === undefined ? await deployments(context.database).messageStarts(request.tenantId, request.messageName) : []
  for (const { definition_id: id } of starts) results.push(await start(context, request, id))
  return results.filter((result) => result !== null)
}

function ignoreNotCorrelated(error: unknown): null {
  if (error instanceof EngineError && error.code === 'MESSAGE_NOT_CORRELATED') return null
  throw error
}

async function findWaiting(database: Database, { tenantId, messageName, businessKey, instanceId, correlationKeys }: CorrelateRequest): Promise<SubscriptionRow[]> {
  const rows = await subscriptions(database).waiting({ tenantId, messageName, businessKey, instanceId }, MAX_CANDIDATES)
  const wanted = Object.entries(correlationKeys ?? {})
  if (wanted.length === 0 || rows.length === 0) return rows
  const loaded = await instances(database).load(tenantId, [...new Set(rows.map((row) => row.instance_id))])
  const matching = new Set(loaded.filter((row) => {
    const variables = processVariables(JSON.parse(row.state) as InstanceState)
    return wanted.every(([name, value]) => Object.hasOwn(variables, name) && sameJson(variables[name]!.value, value))
  }).map((row) => row.id))
  return rows.filter((row) => matching.has(row.instance_id))
}

async function deliver({ clock, submit }: CorrelateContext, request: CorrelateRequest, subscription: SubscriptionRow): Promise<Correlated> {
  const { tenantId, actor, prepare, within } = request
  const command = { type: 'correlateMessage' as const, now: clock(), actor, subscriptionId: subscription.id, variables: toVariables(request) }
  try {
    await submit({ tenantId, instanceId: subscription.instance_id, command, prepare, within })
  } catch (error) {
    if (error instanceof EngineError && error.code === 'SUBSCRIPTION_NOT_FOUND') throw notCorrelated(request, 'the execution stopped waiting meanwhile')
    throw error
  }
  return { instanceId: subscription.instance_id, started: false, elementId: subscription.element_id }
}

async function startByMessage(context: CorrelateContext, request: CorrelateRequest): Promise<Correlated> {
  const mayStart = request.instanceId === undefined && Object.keys(request.correlationKeys ?? {}).length === 0
  const starts = mayStart ? await deployments(context.database).messageStarts(request.tenantId, request.messageName) : []
  if (starts.length === 0) throw notCorrelated(request, 'nobody waits for it and no process starts by it')
  if (starts.length > 1) throw notCorrelated(request, `${starts.length} processes start by it`)
  return start(context, request, starts[0]!.definition_id)
}

async function start({ clock, submit }: CorrelateContext, request: CorrelateRequest, definitionId: string): Promise<Correlated> {
  const { tenantId, messageName, businessKey = null, actor, prepare, within } = request
  const instanceId = newId()
  await submit({
    tenantId,
    instanceId,
    definition: { id: definitionId },
    command: { type: 'startInstance', now: clock(), actor, instanceId, tenantId, businessKey, messageName, variables: toVariables(request) },
    prepare,
    within,
  })
  return { instanceId, started: true, elementId: null }
}

function notCorrelated({ messageName, businessKey, instanceId }: CorrelateRequest, why: string): EngineError {
  const told = [businessKey === undefined ? '' : `business key ${businessKey}`, instanceId === undefined ? '' : `instance ${instanceId}`].filter(Boolean)
  return new EngineError('MESSAGE_NOT_CORRELATED', `message ${messageName}${told.length > 0 ? ` (${told.join(', ')})` : ''} was not correlated: ${why}`, {
    messageName, businessKey, instanceId,
  })
}
