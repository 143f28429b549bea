import { createHash } from 'node:crypto'
import { deployments, inTransaction, instances, isUniqueViolation, newId, type Database, type DeploymentRow, type ProcessDefinitionRow, type Tx } from '@lianban/storage'
import { parseDefinitions, type Actor, type ExecutableProcess } from '../index.ts'
import { presentDefinition, type Definition, type Definitions } from './definitions.ts'
import { EngineError, invalidModel, type ResourceProblem } from './errors.ts'
import { MAX_KEY_LENGTH } from './writers/lengths.ts'
import { decodeXml } from './xml-encoding.ts'

/** Files in one deployment. */
const MAX_RESOURCES = 200
/** Definition ids are `<key>:<version>:<deployment id>` and must fit a key column. */
const MAX_PROCESS_KEY_LENGTH = 128
/** How often a deployment is tried again because another one took the same version number. */
const MAX_VERSION_ATTEMPTS = 5

export interface DeployRequest {
  tenantId: string
  name: string
  source?: string
  /** `.bpmn` and `.bpmn20.xml` files are deployed; others (forms, decision tables) are kept beside them. */
  resources: { name: string; content: string | Buffer }[]
  actor?: Actor
  /** Give back the newest deployment of this name if it has the same content. */
  skipIfSame?: boolean
  /** Written in the same transaction; if it throws, nothing is deployed. It may run more than once. */
  within?: (tx: Tx, deployment: Deployment) => Promise<void>
}

export interface Deployment {
  id: string
  tenantId: string
  name: string
  source: string | null
  deployedAt: number
  /** false: `skipIfSame` found it, nothing was stored. */
  isNew: boolean
  definitions: Definition[]
}

interface ParsedResource {
  name: string
  content: Buffer
  processes: ExecutableProcess[]
}

/**
 * Checks all files, then stores them as the next versions of their processes, all or nothing.
 * @throws EngineError INVALID_MODEL with `details.problems`, INVALID_ARGUMENT
 */
export async function deploy(
  context: { database: Database; definitions: Definitions; clock: () => number },
  request: DeployRequest,
): Promise<Deployment> {
  checkRequest(request)
  const parsed = parseResources(request.resources)
  const hash = contentHash(parsed)
  for (let attempt = 1; ; attempt++) {
    try {
      const { deployment, processes } = await inTransaction(context.database, (tx) => store(tx, request, { parsed, hash, now: context.clock() }))
      for (const process of processes) context.definitions.remember(process)
      return deployment
    } catch (error) {
      if (attempt >= MAX_VERSION_ATTEMPTS || !isUniqueViolation(error)) throw error
    }
  }
}

function checkRequest({ name, source, resources }: DeployRequest): void {
  const names = resources.map((resource) => resource.name)
  const tooLong = [name, source ?? '', ...names].find((text) => text.length > MAX_KEY_LENGTH)
  const problem =
    resources.length === 0 ? 'a deployment needs at least one resource'
      : resources.length > MAX_RESOURCES ? `a deployment has at most ${MAX_RESOURCES} resources`
        : tooLong !== undefined ? `names have at most ${MAX_KEY_LENGTH} characters: ${tooLong}`
          : new Set(names).size < names.length ? 'two resources have the same name'
            : names.includes('') ? 'a resource has no name' : null
  if (problem) throw new EngineError('INVALID_ARGUMENT', problem)
}

function parseResources(resources: DeployRequest['resources']): ParsedResource[] {
  const problems: ResourceProblem[] = []
  const owners = new Map<string, string>()
  const parsed = resources.map(({ name, content }): ParsedResource => {
    const result = /\.bpmn(20\.xml)?$/i.test(name) ? parseModel(name, content) : { processes: [], problems: [] }
    problems.push(...result.problems)
    for (const { key } of result.processes) {
      const owner = owners.get(key)
      if (owner !== undefined) problems.push(problemOf(name, 'DUPLICATE_ID', `process ${key} is also in ${owner}`, key))
      if (key.length > MAX_PROCESS_KEY_LENGTH) problems.push(problemOf(name, 'INVALID_VALUE', `a process id has at most ${MAX_PROCESS_KEY_LENGTH} characters`, key))
      owners.set(key, name)
    }
    return { name, content: Buffer.from(content), processes: result.processes }
  })
  if (problems.length > 0) throw invalidModel(problems)
  return parsed
}

function parseModel(resource: string, content: string | Buffer): { processes: ExecutableProcess[]; problems: ResourceProblem[] } {
  let xml: string
  try {
    xml = decodeXml(content)
  } catch (error) {
    return { processes: [], problems: [problemOf(resource, 'XML_INVALID', `the text is not in the encoding it declares: ${(error as Error).message}`, null)] }
  }
  const result = parseDefinitions(xml)
  if (result.ok) return { processes: result.processes, problems: [] }
  return { processes: [], problems: result.problems.map((problem) => ({ ...problem, resource })) }
}

const problemOf = (resource: string, code: string, message: string, elementId: string | null): ResourceProblem => ({
  resource, code, message, elementId, line: null, column: null,
})

function contentHash(resources: ParsedResource[]): string {
  const hash = createHash('sha256')
  for (const { name, content } of [...resources].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    hash.update(`${name}\n${content.length}\n`).update(content)
  }
  return hash.digest('hex')
}

async function store(
  tx: Tx,
  request: DeployRequest,
  { parsed, hash, now }: { parsed: ParsedResource[]; hash: string; now: number },
): Promise<{ deployment: Deployment; processes: ExecutableProcess[] }> {
  const { tenantId, name, source = null, actor, skipIfSame, within } = request
  const repository = deployments(tx)
  const latest = skipIfSame ? await repository.latestByName(tenantId, name) : undefined
  if (latest?.content_hash === hash) {
    const rows = await repository.listDefinitions({ tenantId, deploymentId: latest.id }, { limit: MAX_RESOURCES })
    return { deployment: presentDeployment(latest, rows, false), processes: [] }
  }
  const row: DeploymentRow = { tenant_id: tenantId, id: newId(), name, source, deployed_at: now, deployed_by: actor?.userId ?? null, content_hash: hash }
  const keys = parsed.flatMap(({ processes }) => processes.map(({ key }) => key))
  const versions = new Map((await repository.latestDefinitions([tenantId], keys)).map(({ key, version }) => [key, version]))
  const definitions = parsed.flatMap((resource) =>
    resource.processes.map((process) => ({ process, row: definitionRow(process, row, resource.name, (versions.get(process.key) ?? 0) + 1) })))
  const rows = definitions.map((definition) => definition.row)
  await repository.insert(row)
  await repository.insertResources(parsed.map((resource) => ({ tenant_id: tenantId, deployment_id: row.id, id: newId(), name: resource.name, content: resource.content })))
  await repository.insertDefinitions(rows)
  for (const definition of rows) await repository.setMessageStarts(tenantId, definition.key, definition)
  const deployment = presentDeployment(row, rows, true)
  await within?.(tx, deployment)
  return { deployment, processes: definitions.map(({ process, row: { id } }) => ({ ...process, id })) }
}

const definitionRow = (process: ExecutableProcess, deployment: DeploymentRow, resourceName: string, version: number): ProcessDefinitionRow => ({
  tenant_id: deployment.tenant_id,
  id: `${process.key}:${version}:${deployment.id}`,
  key: process.key,
  version,
  name: process.name,
  version_tag: process.versionTag,
  deployment_id: deployment.id,
  resource_name: resourceName,
  deployed_at: deployment.deployed_at,
  message_starts: process.scopes[process.key]!.eventStarts.flatMap(({ trigger }) => (trigger.type === 'message' && 'text' in trigger.name ? trigger.name.text : [])),
})

export const presentDeployment = (row: DeploymentRow, definitions: ProcessDefinitionRow[], isNew: boolean): Deployment => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  source: row.source,
  deployedAt: row.deployed_at,
  isNew,
  definitions: definitions.map(presentDefinition),
})

/**
 * Deletes a deployment. Its messages start the version before again.
 * @param cascade also delete its instances with their history; without it a deployment that has instances stays
 * @throws EngineError DEPLOYMENT_NOT_FOUND, DEPLOYMENT_IN_USE
 */
export async function deleteDeployment(
  context: { database: Database; definitions: Definitions },
  { tenantId, id, cascade = false }: { tenantId: string; id: string; cascade?: boolean },
): Promise<void> {
  const removed = await inTransaction(context.database, async (tx) => {
    if (!(await deployments(tx).get(tenantId, id))) throw new EngineError('DEPLOYMENT_NOT_FOUND', `there is no deployment ${id}`)
    const definitions = await deployments(tx).listDefinitions({ tenantId, deploymentId: id }, { limit: MAX_RESOURCES })
    for (const definition of definitions) await removeInstances(tx, definition, cascade)
    await deployments(tx).remove(tenantId, id)
    const latest = await deployments(tx).latestDefinitions([tenantId], definitions.map(({ key }) => key))
    for (const { key } of definitions) await deployments(tx).setMessageStarts(tenantId, key, latest.find((row) => row.key === key) ?? null)
    return definitions.map((row) => row.id)
  })
  context.definitions.forget(removed)
}

/** Instances deleted by one statement. */
const REMOVE_CHUNK = 500

async function removeInstances(tx: Tx, { tenant_id: tenantId, id: definitionId }: ProcessDefinitionRow, cascade: boolean): Promise<void> {
  for (;;) {
    const rows = await instances(tx).list({ tenantId, definitionId }, { limit: REMOVE_CHUNK })
    if (rows.length === 0) return
    if (!cascade) throw new EngineError('DEPLOYMENT_IN_USE', `definition ${definitionId} has process instances; delete them too (cascade) or keep the deployment`)
    await instances(tx).remove(tenantId, rows.map((row) => row.id))
  }
}
