import {
  decisionDefinitions,
  deployments,
  inTransaction,
  isUniqueViolation,
  jobDefinitions,
  jobs,
  newId,
  type Database,
  type DecisionDefinitionRow,
  type DeploymentRow,
  type ProcessDefinitionRow,
  type Tx,
} from '@lianban/storage'
import type { Actor, ExecutableProcess } from '../index.ts'
import { presentDecision, type DecisionDefinition } from './decisions.ts'
import { presentDefinition, type Definition, type Definitions } from './definitions.ts'
import { newJob } from './job-kinds.ts'
import { jobDefinitionsOf } from './job-places.ts'
import { checkNames, contentHash, MAX_RESOURCES, parseResources, type ParsedResource, type ResourceInput } from './resources.ts'
import { registerStarts } from './starts.ts'
import type { FunctionsOf } from './commit.ts'
import { loadsNothing } from './not-loaded.ts'

/** How often a deployment is tried again because another one took the same version number. */
const MAX_VERSION_ATTEMPTS = 5

export interface DeployRequest {
  tenantId: string
  name: string
  source?: string
  /** `.bpmn`, `.bpmn20.xml`, `.dmn` and `.dmn11.xml` files are deployed; others (forms, scripts) are kept beside them. */
  resources: ResourceInput[]
  actor?: Actor
  /** Give back the newest deployment of this name if it has the same content. */
  skipIfSame?: boolean
  /** Store only the files that are not the same in the newest deployment of this name that has them. */
  changedOnly?: boolean
  /** UTC epoch milliseconds: until then the processes are suspended. */
  activateAt?: number
  /** Written in the same transaction; if it throws, nothing is deployed. It may run more than once. */
  within?: (tx: Tx, deployment: Deployment) => Promise<void>
}

export interface Deployment {
  id: string
  tenantId: string
  name: string
  source: string | null
  deployedAt: number
  /** false: `skipIfSame` or `changedOnly` found nothing new, nothing was stored. */
  isNew: boolean
  definitions: Definition[]
  decisions: DecisionDefinition[]
}

export interface DeployContext {
  database: Database
  definitions: Definitions
  clock: () => number
  functions: FunctionsOf
  /** Whether models may contain scripts. */
  scripts: boolean
  /** Tells the executor of jobs that were made. */
  expect: (availableAt: number) => void
}

/**
 * Checks all files, then stores them as the next versions of their processes and decisions, all or nothing.
 * @throws EngineError INVALID_MODEL with `details.problems`, INVALID_ARGUMENT
 */
export async function deploy(context: DeployContext, request: DeployRequest): Promise<Deployment> {
  checkNames(request.name, request.source, request.resources)
  const parsed = parseResources(request.resources, context)
  for (let attempt = 1; ; attempt++) {
    try {
      const { deployment, processes, dueAt } = await inTransaction(context.database, (tx) => store(tx, context, { request, given: parsed }))
      for (const process of processes) context.definitions.remember(process)
      if (dueAt !== null) context.expect(dueAt)
      return deployment
    } catch (error) {
      if (attempt >= MAX_VERSION_ATTEMPTS || !isUniqueViolation(error)) throw error
    }
  }
}

interface Stored {
  deployment: Deployment
  processes: ExecutableProcess[]
  /** When the first job of it is due. */
  dueAt: number | null
}

async function store(
  tx: Tx,
  context: DeployContext,
  { request, given }: { request: DeployRequest; given: ParsedResource[] },
): Promise<Stored> {
  const { tenantId, name, source = null, actor, skipIfSame, changedOnly, activateAt, within } = request
  const hash = contentHash(given)
  const latest = skipIfSame || changedOnly ? await deployments(tx).latestByName(tenantId, name) : undefined
  const parsed = changedOnly ? await changed(tx, tenantId, name, given) : given
  if (latest && (latest.content_hash === hash || parsed.length === 0))
    return { deployment: await presentStored(tx, latest, false), processes: [], dueAt: null }
  const now = context.clock()
  const row: DeploymentRow = {
    tenant_id: tenantId,
    id: newId(),
    name,
    source,
    deployed_at: now,
    deployed_by: actor?.userId ?? null,
    content_hash: hash,
  }
  const isSuspended = activateAt !== undefined && activateAt > now
  const definitions = await processRows(tx, row, parsed, isSuspended)
  const decisions = await decisionRows(tx, row, parsed)
  const rows = definitions.map((definition) => definition.row)
  await deployments(tx).insert(row)
  await deployments(tx).insertResources(
    parsed.map((resource) => ({ tenant_id: tenantId, deployment_id: row.id, id: newId(), name: resource.name, content: resource.content })),
  )
  await deployments(tx).insertDefinitions(rows)
  await decisionDefinitions(tx).insert(decisions)
  await jobDefinitions(tx).insert(definitions.flatMap((definition) => jobDefinitionsOf(definition.row, definition.process)))
  const dueAt = await registerStarts(
    tx,
    { tenantId, now, functions: context.functions({ tenantId, now, command: null, load: loadsNothing }) },
    rows.map(({ key }) => key),
    definitions,
  )
  if (isSuspended) await jobs(tx).insert(rows.map(({ id }) => activation(tenantId, id, now, activateAt)))
  const deployment = presentDeployment(row, { definitions: rows, decisions, isNew: true })
  await within?.(tx, deployment)
  return {
    deployment,
    processes: definitions.map(({ process, row: { id } }) => ({ ...process, id })),
    dueAt: isSuspended ? activateAt : dueAt,
  }
}

const activation = (tenantId: string, definitionId: string, now: number, at: number) =>
  newJob(
    'suspension',
    { definitionId, suspended: false, includeInstances: false },
    { tenant_id: tenantId, definition_id: definitionId, created_at: now, due_at: at },
  )

/** The files that the newest deployment of this name that has them has otherwise. */
async function changed(tx: Tx, tenantId: string, name: string, given: ParsedResource[]): Promise<ParsedResource[]> {
  const different: ParsedResource[] = []
  for (const resource of given) {
    const before = await deployments(tx).latestResource(tenantId, name, resource.name)
    if (!before?.content.equals(resource.content)) different.push(resource)
  }
  return different
}

async function processRows(tx: Tx, deployment: DeploymentRow, parsed: ParsedResource[], isSuspended: boolean) {
  const keys = parsed.flatMap(({ processes }) => processes.map(({ key }) => key))
  const versions = new Map(
    (await deployments(tx).latestDefinitions([deployment.tenant_id], keys)).map(({ key, version }) => [key, version]),
  )
  return parsed.flatMap((resource) =>
    resource.processes.map((process) => {
      const version = (versions.get(process.key) ?? 0) + 1
      const row: ProcessDefinitionRow = {
        ...definitionColumns(deployment, process, resource.name, version),
        suspended: isSuspended ? 1 : 0,
        startable_in_tasklist: process.startableInTasklist ? 1 : 0,
      }
      return { process, row }
    }),
  )
}

async function decisionRows(tx: Tx, deployment: DeploymentRow, parsed: ParsedResource[]): Promise<DecisionDefinitionRow[]> {
  const all = parsed.flatMap(({ name, decisions }) =>
    Object.values(decisions?.decisions ?? {}).map((decision) => ({ name, model: decisions!, decision })),
  )
  const versions =
    all.length > 0
      ? await decisionDefinitions(tx).latestVersions(
          deployment.tenant_id,
          all.map(({ decision }) => decision.id),
        )
      : new Map<string, number>()
  return all.map(({ name, model, decision }) => ({
    ...definitionColumns(deployment, { ...decision, key: decision.id }, name, (versions.get(decision.id) ?? 0) + 1),
    requirements_key: model.id,
    requirements_name: model.name,
  }))
}

const definitionColumns = (
  deployment: DeploymentRow,
  model: { key: string; name: string | null; versionTag: string | null; historyTimeToLive: string | null },
  resourceName: string,
  version: number,
) => ({
  tenant_id: deployment.tenant_id,
  id: `${model.key}:${version}:${deployment.id}`,
  key: model.key,
  version,
  name: model.name,
  version_tag: model.versionTag,
  deployment_id: deployment.id,
  resource_name: resourceName,
  deployed_at: deployment.deployed_at,
  history_time_to_live: model.historyTimeToLive,
})

async function presentStored(tx: Tx, row: DeploymentRow, isNew: boolean): Promise<Deployment> {
  const definitions = await deployments(tx).listDefinitions({ tenantId: row.tenant_id, deploymentId: row.id }, { limit: MAX_RESOURCES })
  return presentDeployment(row, { definitions, decisions: await decisionDefinitions(tx).ofDeployment(row.tenant_id, row.id), isNew })
}

const presentDeployment = (
  row: DeploymentRow,
  { definitions, decisions, isNew }: { definitions: ProcessDefinitionRow[]; decisions: DecisionDefinitionRow[]; isNew: boolean },
): Deployment => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  source: row.source,
  deployedAt: row.deployed_at,
  isNew,
  definitions: definitions.map(presentDefinition),
  decisions: decisions.map(presentDecision),
})
