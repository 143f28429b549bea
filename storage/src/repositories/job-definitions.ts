import type { Knex } from 'knex'
import { insertRows } from '../write-rows.ts'

/** A place of a process where jobs are made. */
export interface JobDefinitionRow {
  tenant_id: string
  id: string
  definition_id: string
  definition_key: string
  element_id: string
  job_type: string
  configuration: string | null
  /** Overrides what the model says for new jobs. */
  priority: number | null
  suspended: number
}

export const jobDefinitions = (db: Knex) => ({
  insert: (rows: JobDefinitionRow[]): Promise<void> => insertRows(db, 'job_definition', rows),

  get: (tenantId: string, id: string): Promise<JobDefinitionRow | undefined> =>
    db<JobDefinitionRow>('job_definition').where({ tenant_id: tenantId, id }).first(),

  ofDefinition: (tenantId: string, definitionId: string): Promise<JobDefinitionRow[]> =>
    db<JobDefinitionRow>('job_definition').where({ tenant_id: tenantId, definition_id: definitionId }).orderBy('element_id'),

  /** Those of these that are suspended or have a priority of their own. */
  specialAmong: (tenantIds: string[], ids: string[]): Promise<Pick<JobDefinitionRow, 'tenant_id' | 'id' | 'suspended' | 'priority'>[]> =>
    db<JobDefinitionRow>('job_definition')
      .whereIn('tenant_id', tenantIds)
      .whereIn('id', ids)
      .where((or) => void or.where({ suspended: 1 }).orWhereNotNull('priority'))
      .select('tenant_id', 'id', 'suspended', 'priority'),

  change: (tenantId: string, ids: string[], change: Partial<Pick<JobDefinitionRow, 'priority' | 'suspended'>>): Promise<number> =>
    db('job_definition').where({ tenant_id: tenantId }).whereIn('id', ids).update(change),

  removeOf: (tenantId: string, definitionIds: string[]): Promise<number> =>
    db('job_definition').where({ tenant_id: tenantId }).whereIn('definition_id', definitionIds).delete(),
})
