import {
  deployments,
  engineEvents,
  incidents,
  instances,
  keysetOf,
  subscriptions,
  type Database,
  type DefinitionFilter,
  type DeploymentFilter,
  type DeploymentResourceRow,
  type DeploymentRow,
  type IncidentFilter,
  type IncidentRow,
  type InstanceFilter,
  type ProcessInstanceRow,
  type ProcessInstanceSummaryRow,
  type SubscriptionRow,
} from '@lianban/storage'
import {
  routingVariables,
  runningLoop,
  waysBack,
  type Event,
  type ExecutableProcess,
  type InstanceState,
  type JsonValue,
  type RunningLoop,
  type Variables,
} from '../index.ts'
import { presentDefinition, type Definition, type Definitions } from './definitions.ts'
import { EngineError, instanceNotFound } from './errors.ts'

import { processVariables } from './variables.ts'
import { decodeXml } from './xml-encoding.ts'

/** Rows on one page of a list, and events read at once. */
const MAX_LIST = 200
const EVENT_PAGE = 1000

export interface Page {
  limit: number
  offset?: number
}

export interface ActivityIncident {
  incidentId: string
  elementId: string
  code: string
  message: string
  at: number
}

export interface Activity {
  /** Elements where a token is. */
  active: string[]
  /** Elements that were completed at least once. */
  completed: string[]
  incidents: ActivityIncident[]
}

export const instanceQueries = (database: Database, definitions: Definitions) => ({
  get: (tenantId: string, id: string): Promise<ProcessInstanceRow | undefined> => instances(database).get(tenantId, id),

  /** The multi-instance activity that a task is one instance of; null: it is none. */
  loopOf: async (tenantId: string, id: string, taskId: string): Promise<RunningLoop | null> => {
    const row = await instances(database).get(tenantId, id)
    if (!row) return null
    return runningLoop(await definitions.process(database, tenantId, row.definition_id), JSON.parse(row.state) as InstanceState, taskId)
  },

  /** The variables of the process that conditions of its flows read, as they are now. */
  routing: async (tenantId: string, id: string): Promise<Record<string, JsonValue>> => {
    const row = await instances(database).get(tenantId, id)
    if (!row) throw instanceNotFound(id)
    const process = await definitions.process(database, tenantId, row.definition_id)
    return routingVariables(process, JSON.parse(row.state) as InstanceState)
  },

  /** Of some elements those to which tokens can be moved back, in the same order; none if a token is not there. */
  waysBack: async (tenantId: string, id: string, tokenIds: string[], elementIds: string[]): Promise<string[]> => {
    const row = await instances(database).get(tenantId, id)
    const state = row && (JSON.parse(row.state) as InstanceState)
    if (!row || !state || tokenIds.some((tokenId) => !Object.hasOwn(state.tokens, tokenId))) return []
    const process = await definitions.process(database, tenantId, row.definition_id)
    return waysBack(process, state, tokenIds, elementIds)
  },

  /** The newest one. */
  byBusinessKey: (tenantId: string, businessKey: string): Promise<ProcessInstanceRow | undefined> =>
    instances(database).byBusinessKey(tenantId, businessKey),

  list: (filter: InstanceFilter, page: Page & { after?: string; newestFirst?: boolean }): Promise<ProcessInstanceSummaryRow[]> =>
    instances(database).list(filter, page),
  count: (filter: InstanceFilter): Promise<number> => instances(database).count(filter),

  /** Of which definition each of these instances is. */
  definitionIds: (tenantId: string, ids: string[]): Promise<Map<string, string>> => instances(database).definitionIds(tenantId, ids),

  /** @throws EngineError INSTANCE_NOT_FOUND */
  async state(tenantId: string, id: string): Promise<InstanceState> {
    const row = await instances(database).get(tenantId, id)
    if (!row) throw instanceNotFound(id)
    return stateOf(row)
  },

  /** The process's variables. @throws EngineError INSTANCE_NOT_FOUND */
  async variables(tenantId: string, id: string): Promise<Record<string, JsonValue>> {
    const variables = processVariables(await this.state(tenantId, id))
    return Object.fromEntries(Object.entries(variables).map(([name, { value }]) => [name, value]))
  },

  /** With the types that REST clients declared. @throws EngineError INSTANCE_NOT_FOUND */
  async typedVariables(tenantId: string, id: string): Promise<Variables> {
    return processVariables(await this.state(tenantId, id))
  },

  /** For the diagram. @throws EngineError INSTANCE_NOT_FOUND */
  async activity(tenantId: string, id: string): Promise<Activity> {
    const state = await this.state(tenantId, id)
    const events = await this.history(tenantId, id)
    return {
      active: state.status === 'active' ? [...new Set(Object.values(state.tokens).map(({ elementId }) => elementId))] : [],
      completed: [...new Set(events.flatMap((event) => (event.type === 'elementCompleted' ? [event.elementId] : [])))],
      incidents: Object.values(state.incidents).map(({ id: incidentId, elementId, code, message, at }) => ({
        incidentId,
        elementId,
        code,
        message,
        at,
      })),
    }
  },

  /** All its events, in order; none if there is no such instance. */
  async history(tenantId: string, id: string): Promise<Event[]> {
    return instanceEvents(database, tenantId, id)
  },

  subscriptions: (tenantId: string, id: string): Promise<SubscriptionRow[]> => subscriptions(database).ofInstance(tenantId, id),
})

/** All events of an instance, in order. */
export async function instanceEvents(database: Database, tenantId: string, id: string): Promise<Event[]> {
  const events: Event[] = []
  for (let after = -1; ;) {
    const rows = await engineEvents(database).list(tenantId, id, { limit: EVENT_PAGE, after })
    for (const row of rows) events.push(...eventsOf(row.payload))
    if (rows.length < EVENT_PAGE) return events
    after = rows.at(-1)!.seq
  }
}

/** A row holds the events of one step, or a single one. */
const eventsOf = (payload: string): Event[] => {
  const events = JSON.parse(payload) as Event | Event[]
  return Array.isArray(events) ? events : [events]
}

const stateOf = (row: ProcessInstanceRow): InstanceState => JSON.parse(row.state) as InstanceState

export const incidentQueries = (database: Database) => ({
  get: (tenantId: string, id: string): Promise<IncidentRow | undefined> => incidents(database).get(tenantId, id),

  /** Open incidents, oldest first. */
  async list({
    limit,
    after,
    ...filter
  }: IncidentFilter & { limit: number; after?: string }): Promise<{ items: IncidentRow[]; next: string | null }> {
    const size = Math.min(limit, MAX_LIST)
    const items = await incidents(database).list(filter, { limit: size, after })
    const last = items.at(-1)
    return { items, next: last && items.length === size ? keysetOf(last.raised_at, last.id) : null }
  },

  query: (filter: IncidentFilter, page: Page): Promise<IncidentRow[]> => incidents(database).list(filter, page),
  count: (filter: IncidentFilter): Promise<number> => incidents(database).count(filter),
})

export const definitionQueries = (database: Database, parsed: Definitions) => ({
  async latest(tenantId: string, key: string): Promise<Definition | null> {
    const [row] = await deployments(database).latestDefinitions([tenantId], [key])
    return row ? presentDefinition(row) : null
  },

  async get(tenantId: string, id: string): Promise<Definition | null> {
    const [row] = await deployments(database).definitions([tenantId], [id])
    return row ? presentDefinition(row) : null
  },

  /** The model as it was deployed. @throws EngineError DEFINITION_NOT_FOUND */
  async xml(tenantId: string, id: string): Promise<string> {
    const [row] = await deployments(database).definitions([tenantId], [id])
    const resource = row && (await deployments(database).resource(tenantId, row.deployment_id, row.resource_name))
    if (!resource) throw new EngineError('DEFINITION_NOT_FOUND', `there is no process definition with id ${id}`)
    return decodeXml(resource.content)
  },

  /** The parsed model. @throws EngineError DEFINITION_NOT_FOUND */
  process: (tenantId: string, id: string): Promise<ExecutableProcess> => parsed.process(database, tenantId, id),

  list: (filter: DefinitionFilter, page: Page): Promise<Definition[]> =>
    deployments(database)
      .listDefinitions(filter, page)
      .then((rows) => rows.map(presentDefinition)),
  count: (filter: DefinitionFilter): Promise<number> => deployments(database).countDefinitions(filter),
})

export const deploymentQueries = (database: Database) => ({
  get: (tenantId: string, id: string): Promise<DeploymentRow | undefined> => deployments(database).get(tenantId, id),
  list: (filter: DeploymentFilter, page: Page): Promise<DeploymentRow[]> => deployments(database).list(filter, page),
  count: (filter: DeploymentFilter): Promise<number> => deployments(database).count(filter),
  resources: (tenantId: string, id: string): Promise<Omit<DeploymentResourceRow, 'content'>[]> =>
    deployments(database).resources(tenantId, id),
  resource: (tenantId: string, id: string, resourceId: string): Promise<DeploymentResourceRow | undefined> =>
    deployments(database).resourceById(tenantId, id, resourceId),
  /** By file name: how a form or decision table is found beside its model. */
  resourceByName: (tenantId: string, id: string, name: string): Promise<DeploymentResourceRow | undefined> =>
    deployments(database).resource(tenantId, id, name),
})
