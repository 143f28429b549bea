import type { RowId } from '@lianban/storage'

interface Change<Row> {
  tenantId: string
  /** A row that stands in the database goes. */
  removed: boolean
  inserted: Row | null
  /** Of a row that stands in the database. */
  patch: Partial<Row> | null
}

/**
 * What becomes of one table's rows in a batch, by id: a row that is inserted and removed is never written, one that is
 * removed and inserted is replaced, and an insert takes up what is patched after it.
 */
export class RowChanges<Row extends RowId> {
  readonly #changes = new Map<string, Change<Row>>()

  insert(row: Row): void {
    const removed = this.#changes.get(row.id)?.removed ?? false
    this.#changes.set(row.id, { tenantId: row.tenant_id, removed, inserted: row, patch: null })
  }

  patch(tenantId: string, id: string, patch: Partial<Row>): void {
    const change = this.#changes.get(id)
    if (change?.inserted) Object.assign(change.inserted, patch)
    else if (!change?.removed) this.#changes.set(id, { tenantId, removed: false, inserted: null, patch: { ...change?.patch, ...patch } })
  }

  remove(tenantId: string, id: string): void {
    const change = this.#changes.get(id)
    if (change?.inserted && !change.removed) this.#changes.delete(id)
    else this.#changes.set(id, { tenantId, removed: true, inserted: null, patch: null })
  }

  /** Rows to delete; before anything is inserted. */
  removed(): RowId[] {
    return [...this.#changes].filter(([, { removed }]) => removed).map(([id, { tenantId }]) => ({ tenant_id: tenantId, id }))
  }

  inserted(): Row[] {
    return [...this.#changes.values()].flatMap(({ inserted }) => inserted ?? [])
  }

  patched(): (RowId & Partial<Row>)[] {
    return [...this.#changes].flatMap(([id, { tenantId, patch }]) => (patch ? { ...patch, tenant_id: tenantId, id } : []))
  }
}
