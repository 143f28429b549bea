import { externalTasks, inTransaction, type Database, type ExternalTaskRow, type FetchFilter, type Tx } from '@lianban/storage'
import { visibleTyped } from '../core/variables.ts'
import type { InstanceState, JsonValue, Variables } from '../index.ts'
import { Batcher, type Outcome } from './batcher.ts'
import type { Definitions } from './definitions.ts'
import type { States } from './states.ts'
import { haveValues, processVariables } from './variables.ts'

/** Tasks that one fetch gives out at most. */
export const MAX_FETCH_TASKS = 1000
/** Tasks that a fetch with a filter on variables looks at, per topic. */
const MAX_FILTER_SCAN = 1000
/** Fetches of one transaction. */
const MAX_FETCHES = 100
/** More fetches that wait are refused. */
const MAX_PENDING = 10_000

export interface FetchTopic {
  topicName: string
  /** Milliseconds. */
  lockDuration: number
  /** Which variables come with the task; null: all that it sees, []: none. */
  variables?: string[] | null
  /** Only the task's own ones: its input parameters, and what was set at it. */
  localVariables?: boolean
  businessKey?: string
  processDefinitionIds?: string[]
  processDefinitionKeys?: string[]
  processDefinitionVersionTag?: string
  /** Only tasks of instances whose process variables have these values. */
  processVariables?: Record<string, JsonValue>
}

export interface FetchRequest {
  tenantId: string
  workerId: string
  maxTasks: number
  /** Highest priority first. Default true. */
  usePriority?: boolean
  /** By creation time, after priority if that counts. */
  createTimeOrder?: 'asc' | 'desc'
  topics: FetchTopic[]
}

/** A task that a worker has just locked. */
export interface LockedExternalTask {
  row: ExternalTaskRow
  lockExpiresAt: number
  variables: Variables
  /** Of its process definition. */
  versionTag: string | null
}

export type Fetches = Batcher<FetchRequest, LockedExternalTask[]>

interface FetchContext {
  database: Database
  clock: () => number
  definitions: Definitions
  states: States
}

/** Fetches that come while others are under way share a transaction: whenever tasks appear, all workers that wait for them ask at once. */
export const fetchBatcher = (context: FetchContext): Fetches =>
  new Batcher({ maxSize: MAX_FETCHES, maxAgeMs: 0, maxPending: MAX_PENDING, flush: (requests) => fetchAll(context, requests) })

/** If one fails, each is done on its own, so that only the guilty fails. */
async function fetchAll(context: FetchContext, requests: FetchRequest[]): Promise<Outcome<LockedExternalTask[]>[]> {
  try {
    const found = await inTransaction(context.database, async (tx) => {
      const fetch = new Fetch(context, tx)
      const results: LockedExternalTask[][] = []
      for (const request of requests) results.push(await fetch.tasks(request))
      return results
    })
    return found.map((value) => ({ ok: true, value }))
  } catch (error) {
    if (requests.length === 1) return [{ ok: false, error }]
    const outcomes: Outcome<LockedExternalTask[]>[] = []
    for (const request of requests) outcomes.push(...(await fetchAll(context, [request])))
    return outcomes
  }
}

/** What a transaction gives to workers, one after the other. */
class Fetch {
  readonly #context: FetchContext
  readonly #tx: Tx
  readonly #now: number
  /** Topics that have nothing more to give to anybody. */
  readonly #exhausted = new Set<string>()

  constructor(context: FetchContext, tx: Tx) {
    this.#context = context
    this.#tx = tx
    this.#now = context.clock()
  }

  async tasks(request: FetchRequest): Promise<LockedExternalTask[]> {
    const { tenantId, workerId, topics } = request
    const maxTasks = Math.min(request.maxTasks, MAX_FETCH_TASKS)
    const candidates: { row: ExternalTaskRow; topic: FetchTopic }[] = []
    for (const topic of topics) {
      const rows = await this.#candidates(topic, request, maxTasks)
      candidates.push(...rows.map((row) => ({ row, topic })))
    }
    const chosen = candidates.sort((a, b) => compare(a.row, b.row, request)).slice(0, maxTasks)
    const locked = new Map<string, number>()
    for (const topic of topics) {
      const ids = chosen.filter((candidate) => candidate.topic === topic).map(({ row }) => row.id)
      const until = this.#now + topic.lockDuration
      if (ids.length > 0 && (await externalTasks(this.#tx).lock(tenantId, ids, { workerId, until, now: this.#now })) !== ids.length) {
        throw new Error(`external tasks ${ids.join(', ')} were read in this transaction, but could not be locked`)
      }
      for (const id of ids) locked.set(id, until)
    }
    const rows = chosen.map(({ row }) => row)
    const states = await this.#states(tenantId, rows)
    const processes = await this.#context.definitions.processes(
      this.#tx,
      [tenantId],
      rows.map((row) => row.definition_id),
    )
    return chosen.map(({ row, topic }) => ({
      row: { ...row, worker_id: workerId, locked_until: locked.get(row.id)! },
      lockExpiresAt: locked.get(row.id)!,
      variables: variablesFor(states.get(row.instance_id), row, topic),
      versionTag: processes.get(row.definition_id)?.versionTag ?? null,
    }))
  }

  async #candidates(topic: FetchTopic, request: FetchRequest, limit: number): Promise<ExternalTaskRow[]> {
    const { tenantId } = request
    const key = JSON.stringify([tenantId, topic.topicName])
    if (this.#exhausted.has(key) || limit === 0) return []
    const wanted = topic.processVariables
    const filter: FetchFilter = {
      tenantId,
      topic: topic.topicName,
      now: this.#now,
      businessKey: topic.businessKey,
      definitionIds: topic.processDefinitionIds,
      definitionKeys: topic.processDefinitionKeys,
      versionTag: topic.processDefinitionVersionTag,
      order: orderOf(request),
      limit: wanted ? MAX_FILTER_SCAN : limit,
      processVariables: Object.entries(wanted ?? {}).map(([name, value]) => ({ name, value })),
    }
    const rows = await externalTasks(this.#tx).fetchable(filter)
    if (rows.length === 0 && isUnfiltered(topic)) this.#exhausted.add(key)
    if (!wanted) return rows
    const states = await this.#states(tenantId, rows)
    return rows.filter((row) => haveValues(processVariables(states.get(row.instance_id)!), wanted)).slice(0, limit)
  }

  #states(tenantId: string, rows: ExternalTaskRow[]): Promise<Map<string, InstanceState>> {
    return this.#context.states.load(this.#tx, tenantId, [...new Set(rows.map((row) => row.instance_id))])
  }
}

const isUnfiltered = ({
  businessKey,
  processDefinitionIds,
  processDefinitionKeys,
  processDefinitionVersionTag,
  processVariables,
}: FetchTopic): boolean =>
  [businessKey, processDefinitionIds, processDefinitionKeys, processDefinitionVersionTag, processVariables].every(
    (filter) => filter === undefined,
  )

const orderOf = ({ usePriority = true, createTimeOrder }: FetchRequest): FetchFilter['order'] => {
  if (usePriority) return createTimeOrder === 'desc' ? 'priority-created-desc' : 'priority'
  return createTimeOrder === 'desc' ? 'created-desc' : 'created-asc'
}

function compare(a: ExternalTaskRow, b: ExternalTaskRow, { usePriority = true, createTimeOrder }: FetchRequest): number {
  if (usePriority && a.fetch_rank !== b.fetch_rank) return a.fetch_rank - b.fetch_rank
  const byAge = a.created_at - b.created_at || (a.id < b.id ? -1 : 1)
  return createTimeOrder === 'desc' ? -byAge : byAge
}

function variablesFor(state: InstanceState | undefined, row: ExternalTaskRow, { variables: names, localVariables }: FetchTopic): Variables {
  if (!state || names?.length === 0) return {}
  const variables = localVariables ? (state.tokens[row.id]?.variables ?? {}) : visibleTyped(state, row.id)
  return names ? Object.fromEntries(Object.entries(variables).filter(([name]) => names.includes(name))) : variables
}
