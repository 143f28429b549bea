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

/**
 * Puts a row into the model as Casbin's own loader does, without its search for duplicates, which costs the square of the
 * rows: the table's key has none.
 */
function addToModel(model: Model, row: PolicyRow): void {
  if (row.ptype !== 'p') {
    model.model.get('g')!.get(row.ptype)!.policy.push([row.role, row.type])
    return
  }
  const { id, role, tenant_id, type, actions, scope, condition_name, effect } = row
  const values = [id, role, tenant_id, type, actions ?? '', scope ?? '', condition_name ?? '', effect ?? '']
  model.model.get('p')!.get('p')!.policy.push(values)
}
