import type { Knex } from 'knex'
import { insertRows } from '../write-rows.ts'

export interface DecisionDefinitionRow {
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
  history_time_to_live: string | null
  /** Id and name of the DMN file around it. */
  requirements_key: string | null
  requirements_name: string | null
}

/** Which version of a decision is meant. Of several versions of one tag it is the newest. */
export interface DecisionReference {
  tenantId: string
  key: string
  deploymentId?: string
  version?: number
  versionTag?: string
}

export const decisionDefinitions = (db: Knex) => ({
  insert: (rows: DecisionDefinitionRow[]): Promise<void> => insertRows(db, 'decision_definition', rows),

  get: (tenantId: string, id: string): Promise<DecisionDefinitionRow | undefined> =>
    db<DecisionDefinitionRow>('decision_definition')
      .where({ tenant_id: tenantId, id })
      .first()
      .then((row) => row && definition(row)),

  /** The newest version that is meant. */
  find: ({ tenantId, key, deploymentId, version, versionTag }: DecisionReference): Promise<DecisionDefinitionRow | undefined> => {
    const query = db<DecisionDefinitionRow>('decision_definition').where({ tenant_id: tenantId, key }).orderBy('version', 'desc')
    if (deploymentId !== undefined) void query.where({ deployment_id: deploymentId })
    if (version !== undefined) void query.where({ version })
    if (versionTag !== undefined) void query.where({ version_tag: versionTag })
    return query.first().then((row) => row && definition(row))
  },

  setHistoryTimeToLive: (tenantId: string, id: string, historyTimeToLive: string | null): Promise<boolean> =>
    db('decision_definition')
      .where({ tenant_id: tenantId, id })
      .update({ history_time_to_live: historyTimeToLive })
      .then((count) => count > 0),

  latestVersions: async (tenantId: string, keys: string[]): Promise<Map<string, number>> => {
    const rows = (await db('decision_definition')
      .where({ tenant_id: tenantId })
      .whereIn('key', keys)
      .groupBy('key')
      .select('key')
      .max({ version: 'version' })) as { key: string; version: number }[]
    return new Map(rows.map(({ key, version }) => [key, Number(version)]))
  },

  ofDeployment: (tenantId: string, deploymentId: string): Promise<DecisionDefinitionRow[]> =>
    db<DecisionDefinitionRow>('decision_definition')
      .where({ tenant_id: tenantId, deployment_id: deploymentId })
      .orderBy('key')
      .then((rows) => rows.map(definition)),
})

const definition = (row: DecisionDefinitionRow): DecisionDefinitionRow => ({ ...row, deployed_at: Number(row.deployed_at) })
