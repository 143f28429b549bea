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
  /** As the model says it. */
  history_time_to_live: string | null
  /** 1: starts nothing, and its jobs wait. */
  suspended: number
  startable_in_tasklist: number
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
  suspended?: boolean
}

/** Which version of a process is meant; without any of the last three the newest. Of several of one tag it is the newest. */
export interface DefinitionReference {
  tenantId: string
  key: string
  deploymentId?: string
  version?: number
  versionTag?: string
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

export const deployments = (db: Knex) => ({
  insert: (row: DeploymentRow): Promise<void> => insertRows(db, 'deployment', [row]),

  insertResources: (rows: DeploymentResourceRow[]): Promise<void> => insertRows(db, 'deployment_resource', rows),

  insertDefinitions: (rows: ProcessDefinitionRow[]): Promise<void> => insertRows(db, 'process_definition', rows),

  get: (tenantId: string, id: string): Promise<DeploymentRow | undefined> =>
    db<DeploymentRow>('deployment')
      .where({ tenant_id: tenantId, id })
      .first()
      .then((row) => row && deployment(row)),

  /** The newest deployment of this name. */
  latestByName: (tenantId: string, name: string): Promise<DeploymentRow | undefined> =>
    db<DeploymentRow>('deployment')
      .where({ tenant_id: tenantId, name })
      .orderBy('id', 'desc')
      .first()
      .then((row) => row && deployment(row)),

  /** Newest first. */
  list: (filter: DeploymentFilter, page: Page): Promise<DeploymentRow[]> =>
    deploymentQuery(db, filter)
      .orderBy('id', 'desc')
      .limit(pageSize(page.limit))
      .offset(page.offset ?? 0)
      .then((rows) => rows.map(deployment)),

  count: (filter: DeploymentFilter): Promise<number> => countOf(deploymentQuery(db, filter)),

  /** The resources of a deployment without their contents. */
  resources: (tenantId: string, deploymentId: string): Promise<Omit<DeploymentResourceRow, 'content'>[]> =>
    db('deployment_resource')
      .where({ tenant_id: tenantId, deployment_id: deploymentId })
      .orderBy('name')
      .select('tenant_id', 'deployment_id', 'id', 'name'),

  resource: (tenantId: string, deploymentId: string, name: string): Promise<DeploymentResourceRow | undefined> =>
    db<DeploymentResourceRow>('deployment_resource')
      .where({ tenant_id: tenantId, deployment_id: deploymentId, name })
      .first()
      .then((row) => row && withBuffer(row)),

  resourceById: (tenantId: string, deploymentId: string, id: string): Promise<DeploymentResourceRow | undefined> =>
    db<DeploymentResourceRow>('deployment_resource')
      .where({ tenant_id: tenantId, deployment_id: deploymentId, id })
      .first()
      .then((row) => row && withBuffer(row)),

  /** Definitions by id, of several tenants at once. */
  definitions: (tenantIds: string[], ids: string[]): Promise<ProcessDefinitionRow[]> =>
    db<ProcessDefinitionRow>('process_definition')
      .whereIn('tenant_id', tenantIds)
      .whereIn('id', ids)
      .then((rows) => rows.map(definition)),

  /** The newest definition of each key, of several tenants at once. */
  latestDefinitions: (tenantIds: string[], keys: string[]): Promise<ProcessDefinitionRow[]> =>
    newestOf(db, tenantIds, keys).then((rows) => rows.map(definition)),

  /** By key, newest version first. */
  listDefinitions: (filter: DefinitionFilter, page: Page): Promise<ProcessDefinitionRow[]> =>
    definitionQuery(db, filter)
      .orderBy('d.key')
      .orderBy('d.version', 'desc')
      .limit(pageSize(page.limit))
      .offset(page.offset ?? 0)
      .then((rows) => rows.map(definition)),

  countDefinitions: (filter: DefinitionFilter): Promise<number> => countOf(definitionQuery(db, filter).clearSelect()),

  /** The newest version that is meant. */
  findDefinition: ({
    tenantId,
    key,
    deploymentId,
    version,
    versionTag,
  }: DefinitionReference): Promise<ProcessDefinitionRow | undefined> => {
    const query = db<ProcessDefinitionRow>('process_definition').where({ tenant_id: tenantId, key }).orderBy('version', 'desc')
    if (deploymentId !== undefined) void query.where({ deployment_id: deploymentId })
    if (version !== undefined) void query.where({ version })
    if (versionTag !== undefined) void query.where({ version_tag: versionTag })
    return query.first().then((row) => row && definition(row))
  },

  suspendDefinitions: (tenantId: string, ids: string[], suspended: boolean): Promise<number> =>
    db('process_definition')
      .where({ tenant_id: tenantId })
      .whereIn('id', ids)
      .update({ suspended: suspended ? 1 : 0 }),

  /** Which of these definitions are suspended. */
  suspendedAmong: (tenantIds: string[], ids: string[]): Promise<Pick<ProcessDefinitionRow, 'tenant_id' | 'id'>[]> =>
    db<ProcessDefinitionRow>('process_definition')
      .whereIn('tenant_id', tenantIds)
      .whereIn('id', ids)
      .where({ suspended: 1 })
      .select('tenant_id', 'id'),

  /** The file of this name in the newest deployment of a name that has it. */
  latestResource: (tenantId: string, deploymentName: string, name: string): Promise<DeploymentResourceRow | undefined> =>
    db<DeploymentResourceRow>('deployment_resource as r')
      .join('deployment as d', (join) => void join.on('d.tenant_id', 'r.tenant_id').andOn('d.id', 'r.deployment_id'))
      .where({ 'd.tenant_id': tenantId, 'd.name': deploymentName, 'r.name': name })
      .orderBy('d.id', 'desc')
      .first<DeploymentResourceRow>('r.*')
      .then((row) => row && withBuffer(row)),

  setHistoryTimeToLive: (tenantId: string, id: string, historyTimeToLive: string | null): Promise<boolean> =>
    db('process_definition')
      .where({ tenant_id: tenantId, id })
      .update({ history_time_to_live: historyTimeToLive })
      .then((count) => count > 0),

  removeDefinitions: (tenantId: string, ids: string[]): Promise<number> =>
    db('process_definition').where({ tenant_id: tenantId }).whereIn('id', ids).delete(),

  /** Deletes a deployment with its resources and definitions. */
  async remove(tenantId: string, id: string): Promise<void> {
    for (const table of ['process_definition', 'decision_definition'])
      await db(table).where({ tenant_id: tenantId, deployment_id: id }).delete()
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

/** The highest version of each key comes from the index alone, however many versions there are. */
function newestOf(db: Knex, tenantIds: string[], keys: string[]) {
  const newest = db('process_definition')
    .whereIn('tenant_id', tenantIds)
    .whereIn('key', keys)
    .groupBy('tenant_id', 'key')
    .select('tenant_id', 'key')
    .max({ version: 'version' })
  return db<ProcessDefinitionRow>('process_definition as d')
    .join(
      newest.as('newest'),
      (join) => void join.on('newest.tenant_id', 'd.tenant_id').andOn('newest.key', 'd.key').andOn('newest.version', 'd.version'),
    )
    .select<ProcessDefinitionRow[]>('d.*')
}

/** `d` is a definition than which there is no newer one. */
const latestQuery = (db: Knex) =>
  db<ProcessDefinitionRow>('process_definition as d')
    .leftJoin(
      'process_definition as newer',
      (join) => void join.on('newer.tenant_id', 'd.tenant_id').andOn('newer.key', 'd.key').andOn('newer.version', '>', 'd.version'),
    )
    .whereNull('newer.id')
    .select<ProcessDefinitionRow[]>('d.*')

function definitionQuery(db: Knex, filter: DefinitionFilter) {
  const query = filter.latest ? latestQuery(db) : db<ProcessDefinitionRow>('process_definition as d').select<ProcessDefinitionRow[]>('d.*')
  void query.where('d.tenant_id', filter.tenantId)
  if (filter.ids) void query.whereIn('d.id', filter.ids)
  if (filter.keys) void query.whereIn('d.key', filter.keys)
  const exact = {
    key: filter.key,
    name: filter.name,
    version: filter.version,
    version_tag: filter.versionTag,
    deployment_id: filter.deploymentId,
  }
  for (const [column, value] of Object.entries(exact)) if (value !== undefined) void query.where(`d.${column}`, value)
  if (filter.keyLike !== undefined) void query.where('d.key', 'like', filter.keyLike)
  if (filter.nameLike !== undefined) void query.where('d.name', 'like', filter.nameLike)
  if (filter.suspended !== undefined) void query.where('d.suspended', filter.suspended ? 1 : 0)
  return query
}

async function countOf(query: Knex.QueryBuilder): Promise<number> {
  const row = (await query.count({ count: '*' }).first()) as { count: number | string }
  return Number(row.count)
}

const deployment = (row: DeploymentRow): DeploymentRow => ({ ...row, deployed_at: Number(row.deployed_at) })

/** libsql answers a blob as an ArrayBuffer, mysql2 as a Buffer. */
const withBuffer = (row: DeploymentResourceRow): DeploymentResourceRow => ({ ...row, content: Buffer.from(row.content) })

const definition = (row: ProcessDefinitionRow): ProcessDefinitionRow => ({ ...row, deployed_at: Number(row.deployed_at) })
