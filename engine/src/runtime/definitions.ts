import { deployments, type DefinitionReference, type ProcessDefinitionRow, type Tx } from '@lianban/storage'
import { parseDefinitions } from '../index.ts'
import type { ExecutableProcess } from '../model/executable.ts'
import { definitionNotFound } from './errors.ts'
import { Lru } from './lru.ts'
import type { Submission } from './submission.ts'
import { decodeXml } from './xml-encoding.ts'

/** A deployed process as callers see it. */
export interface Definition {
  tenantId: string
  /** `<key>:<version>:<deployment id>` */
  id: string
  key: string
  version: number
  name: string | null
  versionTag: string | null
  deploymentId: string
  resourceName: string
  deployedAt: number
  /** It starts nothing, and its jobs wait. */
  suspended: boolean
  historyTimeToLive: string | null
  startableInTasklist: boolean
}

/** The parsed definitions that were used last, and how to get the others. */
export class Definitions {
  readonly #parsed: Lru<string, ExecutableProcess>

  constructor(maxCached: number) {
    this.#parsed = new Lru(maxCached)
  }

  /** The processes of these definitions by id; those that do not exist are left out. Every query runs on `tx`. */
  async processes(tx: Tx, tenantIds: string[], ids: string[]): Promise<Map<string, ExecutableProcess>> {
    const found = new Map<string, ExecutableProcess>()
    const missing: string[] = []
    for (const id of new Set(ids)) {
      const process = this.#parsed.get(id)
      if (process) found.set(id, process)
      else missing.push(id)
    }
    if (missing.length === 0) return found
    for (const row of await deployments(tx).definitions(tenantIds, missing)) found.set(row.id, await this.#load(tx, row))
    return found
  }

  /** @throws EngineError DEFINITION_NOT_FOUND */
  async process(tx: Tx, tenantId: string, id: string): Promise<ExecutableProcess> {
    const row = (await deployments(tx).definitions([tenantId], [id]))[0]
    if (!row) throw definitionNotFound(`id ${id}`)
    return this.of(tx, row)
  }

  async of(tx: Tx, row: ProcessDefinitionRow): Promise<ExecutableProcess> {
    return this.#parsed.get(row.id) ?? (await this.#load(tx, row))
  }

  remember(process: ExecutableProcess): void {
    this.#parsed.set(process.id, process)
  }

  forget(ids: string[]): void {
    for (const id of ids) this.#parsed.delete(id)
  }

  async #load(tx: Tx, row: ProcessDefinitionRow): Promise<ExecutableProcess> {
    const resource = await deployments(tx).resource(row.tenant_id, row.deployment_id, row.resource_name)
    if (!resource) throw new Error(`resource ${row.resource_name} of definition ${row.id} is gone`)
    const parsed = parseDefinitions(decodeXml(resource.content))
    const process = parsed.ok ? parsed.processes.find(({ key }) => key === row.key) : undefined
    if (!process)
      throw new Error(
        `definition ${row.id} was deployed but is not understood any more: ${parsed.ok ? 'process is gone' : parsed.problems[0]?.message}`,
      )
    const executable = { ...process, id: row.id }
    this.remember(executable)
    return executable
  }
}

/** A definition's id ends with its deployment's. */
export const deploymentOf = (definitionId: string): string => definitionId.slice(definitionId.lastIndexOf(':') + 1)

/** What a binding means for a definition of `deploymentId`. */
export function referenceOf(
  tenantId: string,
  deploymentId: string,
  {
    key,
    binding,
    version,
    versionTag,
  }: { key: string; binding: 'latest' | 'deployment' | 'version' | 'versionTag'; version: number | null; versionTag: string | null },
): DefinitionReference {
  if (binding === 'deployment') return { tenantId, key, deploymentId }
  if (binding === 'version' && version !== null) return { tenantId, key, version }
  if (binding === 'versionTag' && versionTag !== null) return { tenantId, key, versionTag }
  return { tenantId, key }
}

/**
 * The definition of each start in a batch: the one told by id if it is the tenant's own, or the latest version of a key.
 * One query for all ids and one for all keys.
 */
export async function resolveStarts(tx: Tx, batch: Submission[]): Promise<Map<Submission, ProcessDefinitionRow>> {
  const starts = batch.filter(({ definition }) => definition !== undefined)
  if (starts.length === 0) return new Map()
  const tenantIds = [...new Set(starts.map(({ tenantId }) => tenantId))]
  const ids = starts.flatMap(({ definition }) => (definition && 'id' in definition ? [definition.id] : []))
  const keys = starts.flatMap(({ definition }) => (definition && 'key' in definition ? [definition.key] : []))
  const byId = ids.length > 0 ? await deployments(tx).definitions(tenantIds, [...new Set(ids)]) : []
  const latest = keys.length > 0 ? await deployments(tx).latestDefinitions(tenantIds, [...new Set(keys)]) : []
  const found = new Map<Submission, ProcessDefinitionRow>()
  for (const submission of starts) {
    const wanted = submission.definition!
    const row =
      'id' in wanted
        ? byId.find(({ tenant_id, id }) => tenant_id === submission.tenantId && id === wanted.id)
        : latest.find(({ tenant_id, key }) => tenant_id === submission.tenantId && key === wanted.key)
    if (row) found.set(submission, row)
  }
  return found
}

export const presentDefinition = (row: ProcessDefinitionRow): Definition => ({
  tenantId: row.tenant_id,
  id: row.id,
  key: row.key,
  version: row.version,
  name: row.name,
  versionTag: row.version_tag,
  deploymentId: row.deployment_id,
  resourceName: row.resource_name,
  deployedAt: row.deployed_at,
  suspended: row.suspended === 1,
  historyTimeToLive: row.history_time_to_live,
  startableInTasklist: row.startable_in_tasklist === 1,
})
