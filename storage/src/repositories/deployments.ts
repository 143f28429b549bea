import type { Knex } from 'knex'
import { deleteRows, insertRows } from '../write-rows.ts'
import { pageSize } from './page.ts'

export interface DeploymentRow {
  tenant_id: string
  id: string
  name: string
  source: string | null
  deployed_at: number
  deployed_by: string | null
  content_hash: string
}

export interface DeploymentResourceRow {
  tenant_id: string
  deployment_id: string
  id: string
  name: string
  content: Buffer
}

export interface ProcessDefinitionRow {
  tenant_id: string
  /** `<key>:<version>:<deployment id>` */
  id: string
  key: string
  version: number
  name: string | null
  version_tag: string | null
  deployment_id: string
  resource_name: string
  deployed_at: number
  message_starts: string[]
}

export interface DefinitionFilter {
  tenantId: string
  ids?: string[]
  key?: string
  keys?: string[]
  keyLike?: string
  name?: string
  nameLike?: string
  version?: number
  versionTag?: string
  deploymentId?: string
  latest?: boolean
}

export interface DeploymentFilter {
  tenantId: string
  id?: string
  name?: string
  nameLike?: string
  source?: string
  before?: number
  after?: number
}

interface Page {
  limit: number
  /** Rows to leave out; REST clients page by number. */
  offset?: number
}

interface DefinitionColumns extends Omit<ProcessDefinitionRow, 'message_starts'> {
  message_starts: string
}

export const deployments = (db: Knex) => ({
  insert: (row: DeploymentRow): Promise<void> => insertRows(db, 'deployment', [row]),

  insertResources: (rows: DeploymentResourceRow[]): Promise<void> => insertRows(db, 'deployment_resource', rows),

  insertDefinitions: (rows: ProcessDefinitionRow[]): Promise<void> =>
    insertRows(db, 'process_definition', rows.map((row) => ({ ...row, message_starts: JSON.stringify(row.message_starts) }))),

  get: (tenantId: string, id: string): Promise<DeploymentRow | undefined> =>
    db<DeploymentRow>('deployment').where({ tenant_id: tenantId, id }).first().then((row) => row && deployment(row)),

  /** The newest deployment of this name. */
  latestByName: (tenantId: string, name: string): Promise<DeploymentRow | undefined> =>
    db<DeploymentRow>('deployment').where({ tenant_id: tenantId, name }).orderBy('id', 'desc').first().then((row) => row && deployment(row)),

  /** Newest first. */
  list: (filter: DeploymentFilter, page: Page): Promise<DeploymentRow[]> =>
    deploymentQuery(db, filter).orderBy('id', 'desc').limit(pageSize(page.limit)).offset(page.offset ?? 0).then((rows) => rows.map(deployment)),

  count: (filter: DeploymentFilter): Promise<number> => countOf(deploymentQuery(db, filter)),

  /** The resources of a deployment without their contents. */
  resources: (tenantId: string, deploymentId: string): Promise<Omit<DeploymentResourceRow, 'content'>[]> =>
    db('deployment_resource').where({ tenant_id: tenantId, deployment_id: deploymentId }).orderBy('name')
      .select('tenant_id', 'deployment_id', 'id', 'name'),

  resource: (tenantId: string, deploymentId: string, name: string): Promise<DeploymentResourceRow | undefined> =>
    db<DeploymentResourceRow>('deployment_resource').where({ tenant_id: tenantId, deployment_id: deploymentId, name }).first().then((row) => row && withBuffer(row)),

  resourceById: (tenantId: string, deploymentId: string, id: string): Promise<DeploymentResourceRow | undefined> =>
    db<DeploymentResourceRow>('deployment_resource').where({ tenant_id: tenantId, deployment_id: deploymentId, id }).first().then((row) => row && withBuffer(row)),

  /** Definitions by id, of several tenants at once. */
  definitions: (tenantIds: string[], ids: string[]): Promise<ProcessDefinitionRow[]> =>
    db<DefinitionColumns>('process_definition').whereIn('tenant_id', tenantIds).whereIn('id', ids).then((rows) => rows.map(definition)),

  /** The newest definition of each key, of several tenants at once. */
  latestDefinitions: (tenantIds: string[], keys: string[]): Promise<ProcessDefinitionRow[]> =>
    latestQuery(db).whereIn('d.tenant_id', tenantIds).whereIn('d.key', keys).then((rows) => rows.map(definition)),

  /** By key, newest version first. */
  listDefinitions: (filter: DefinitionFilter, page: Page): Promise<ProcessDefinitionRow[]> =>
    definitionQuery(db, filter).orderBy('d.key').orderBy('d.version', 'desc').limit(pageSize(page.limit)).offset(page.offset ?? 0)
      .then((rows) => rows.map(definition)),

  countDefinitions: (filter: DefinitionFilter): Promise<number> => countOf(definitionQuery(db, filter).clearSelect()),

  /** Which newest definitions start by this message. */
  messageStarts: (tenantId: string, messageName: string): Promise<{ definition_key: string; definition_id: string }[]> =>
    db('message_start').where({ tenant_id: tenantId, message_name: messageName }).orderBy('definition_key').select('definition_key', 'definition_id'),

  /** Makes `definition` (null: none) the one that the messages of this key start. */
  async setMessageStarts(tenantId: string, key: string, target: Pick<ProcessDefinitionRow, 'id' | 'message_starts'> | null): Promise<void> {
    await db('message_start').where({ tenant_id: tenantId, definition_key: key }).delete()
    const names = target?.message_starts ?? []
    await insertRows(db, 'message_start', names.map((name) => ({
      tenant_id: tenantId, message_name: name, definition_key: key, definition_id: target!.id,
    })))
  },

  /** Deletes a deployment with its resources and definitions. */
  async remove(tenantId: string, id: string): Promise<void> {
    await db('process_definition').where({ tenant_id: tenantId, deployment_id: id }).delete()
    await db('deployment_resource').where({ tenant_id: tenantId, deployment_id: id }).delete()
    await deleteRows(db, 'deployment', [{ tenant_id: tenantId, id }])
  },
})

function deploymentQuery(db: Knex, filter: DeploymentFilter) {
  const query = db<DeploymentRow>('deployment').where({ tenant_id: filter.tenantId })
  if (filter.id !== undefined) void query.where('id', filter.id)
  if (filter.name !== undefined) void query.where('name', filter.name)
  if (filter.nameLike !== undefined) void query.where('name', 'like', filter.nameLike)
  if (filter.source !== undefined) void query.where('source', filter.source)
  if (filter.before !== undefined) void query.where('deployed_at', '<', filter.before)
  if (filter.after !== undefined) void query.where('deployed_at', '>', filter.after)
  return query
}

/** `d` is a definition than which there is no newer one. */
const latestQuery = (db: Knex) =>
  db<DefinitionColumns>('process_definition as d')
    .leftJoin('process_definition as newer', (join) =>
      void join.on('newer.tenant_id', 'd.tenant_id').andOn('newer.key', 'd.key').andOn('newer.version', '>', 'd.version'))
    .whereNull('newer.id')
    .select<DefinitionColumns[]>('d.*')

function definitionQuery(db: Knex, filter: DefinitionFilter) {
  const query = filter.latest ? latestQuery(db) : db<DefinitionColumns>('process_definition as d').select<DefinitionColumns[]>('d.*')
  void query.where('d.tenant_id', filter.tenantId)
  if (filter.ids) void query.whereIn('d.id', filter.ids)
  if (filter.keys) void query.whereIn('d.key', filter.keys)
  const exact = { key: filter.key, name: filter.name, version: filter.version, version_tag: filter.versionTag, deployment_id: filter.deploymentId }
  for (const [column, value] of Object.entries(exact)) if (value !== undefined) void query.where(`d.${column}`, value)
  if (filter.keyLike !== undefined) void query.where('d.key', 'like', filter.keyLike)
  if (filter.nameLike !== undefined) void query.where('d.name', 'like', filter.nameLike)
  return query
}

async function countOf(query: Knex.QueryBuilder): Promise<number> {
  const row = (await query.count({ count: '*' }).first()) as { count: number | string }
  return Number(row.count)
}

const deployment = (row: DeploymentRow): DeploymentRow => ({ ...row, deployed_at: Number(row.deployed_at) })

/** libsql answers a blob as an ArrayBuffer, mysql2 as a Buffer. */
const withBuffer = (row: DeploymentResourceRow): DeploymentResourceRow => ({ ...row, content: Buffer.from(row.content) })

const definition = (row: DefinitionColumns): ProcessDefinitionRow => ({
  ...row,
  deployed_at: Number(row.deployed_at),
  message_starts: JSON.parse(row.message_starts) as string[],
})
