import type { FilteredAdapter, Model } from 'casbin'
import { policies, type Database, type PolicyRow } from '@lianban/storage'

/** Casbin's view of the `policy` table: one tenant at a time, read only. Changes go through `putPolicies`, which records them. */
export class PolicyAdapter implements FilteredAdapter {
  #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  isFiltered(): boolean {
    return true
  }

  async loadFilteredPolicy(model: Model, { tenantId }: { tenantId: string }): Promise<void> {
    for (const row of await policies(this.#database).list(tenantId)) addToModel(model, row)
  }

  loadPolicy(): Promise<void> {
    return Promise.reject(new Error('policies are loaded for one tenant at a time'))
  }

  savePolicy = refuseChange
  addPolicy = refuseChange
  removePolicy = refuseChange
  removeFilteredPolicy = refuseChange
}

const refuseChange = (): Promise<never> => Promise.reject(new Error('policies are changed through putPolicies'))

function addToModel(model: Model, row: PolicyRow): void {
  if (row.ptype !== 'p') model.addPolicy('g', row.ptype, [row.role, row.type])
  else
    model.addPolicy('p', 'p', [
      row.id,
      row.role,
      row.tenant_id,
      row.type,
      row.actions ?? '',
      row.scope ?? '',
      row.condition_name ?? '',
      row.effect ?? '',
    ])
}
