import { instances, type ProcessInstanceRow, type ProcessInstanceSummaryRow, type Tx } from '@lianban/storage'
import type { InstanceState } from '../index.ts'

export interface LoadedState {
  row: ProcessInstanceSummaryRow
  state: InstanceState
}

/** What is known of an instance. */
export interface KnownState {
  version: number
  state: InstanceState
  /** Characters of its JSON text. */
  size: number
}

/**
 * The states of the instances that were changed last, with their versions. Of an instance that is known only the version
 * is read (and its row locked); its state is read and parsed if another engine process has changed it since. A state is
 * never changed, a step makes a new one, so that it can be kept.
 */
export class States {
  /** The one that was changed last comes last. */
  readonly #known = new Map<string, KnownState>()
  readonly #maxSize: number
  #size = 0

  /** @param maxSize characters of JSON text, of all together */
  constructor(maxSize: number) {
    this.#maxSize = maxSize
  }

  async loadForUpdate(tx: Tx, tenantIds: string[], ids: string[]): Promise<LoadedState[]> {
    const known = ids.filter((id) => this.#known.has(id))
    const summaries = known.length > 0 ? await instances(tx).lock(tenantIds, known) : []
    const loaded: LoadedState[] = []
    const missing = new Set(ids)
    for (const row of summaries) {
      const kept = this.#known.get(row.id)
      if (kept?.version !== row.version || kept.state.tenantId !== row.tenant_id) continue
      loaded.push({ row, state: kept.state })
      missing.delete(row.id)
    }
    const gone = new Set(known.filter((id) => !summaries.some((row) => row.id === id)))
    const unread = [...missing].filter((id) => !gone.has(id))
    if (unread.length === 0) return loaded
    return [...loaded, ...(await instances(tx).loadForUpdate(tenantIds, unread)).map(parsed)]
  }

  /** To look at, without locks. Instances that do not exist are left out. */
  async load(tx: Tx, tenantId: string, ids: string[]): Promise<Map<string, InstanceState>> {
    const known = ids.filter((id) => this.#known.has(id))
    const versions = known.length > 0 ? await instances(tx).versions(tenantId, known) : new Map<string, number>()
    const states = new Map<string, InstanceState>()
    for (const id of known) {
      const kept = this.#known.get(id)
      if (kept && kept.version === versions.get(id) && kept.state.tenantId === tenantId) states.set(id, kept.state)
    }
    const unread = ids.filter((id) => !states.has(id))
    for (const row of unread.length > 0 ? await instances(tx).load(tenantId, unread) : []) states.set(row.id, parsed(row).state)
    return states
  }

  /** After the commit. What has ended is not asked for again. */
  remember(states: KnownState[]): void {
    for (const known of states) {
      this.#forget(known.state.id)
      if (known.state.status !== 'active') continue
      this.#known.set(known.state.id, known)
      this.#size += known.size
    }
    for (const id of this.#known.keys()) {
      if (this.#size <= this.#maxSize) break
      this.#forget(id)
    }
  }

  #forget(id: string): void {
    this.#size -= this.#known.get(id)?.size ?? 0
    this.#known.delete(id)
  }
}

function parsed({ state, ...row }: ProcessInstanceRow): LoadedState {
  return { row, state: JSON.parse(state) as InstanceState }
}
