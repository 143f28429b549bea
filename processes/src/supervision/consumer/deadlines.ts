import { supervisionFolds, type SupervisionDeadlineRow, type Tx } from '@lianban/storage'
import type { DeadlineChange } from '../rules/judge.ts'
import type { RuleEvent } from '../fold/folds.ts'

/** Deadlines that one transaction reads at most; what is due beyond is the next one's. */
const MAX_DUE = 5_000

export interface Deadline {
  ruleId: string
  subject: string
  occasion: string
  dueAt: number
  event: RuleEvent
}

const keyOf = ({ ruleId, subject, occasion }: Pick<Deadline, 'ruleId' | 'subject' | 'occasion'>): string =>
  [ruleId, subject, occasion].join('\n')

/** The deadlines of one transaction: those due within it, and what it sets and clears. */
export class Deadlines {
  readonly #due: Deadline[]
  /** Deadlines set or cleared here; null: cleared. */
  readonly #changed = new Map<string, Deadline | null>()
  /** Earliest first. */
  readonly #fresh: Deadline[] = []
  #next = 0

  private constructor(
    due: Deadline[],
    /** Whether everything up to the horizon was read. */
    readonly complete: boolean,
  ) {
    this.#due = due
  }

  /** Nothing waits yet, and nothing will be saved: for a dry run. */
  static none(): Deadlines {
    return new Deadlines([], true)
  }

  static async read(tx: Tx, tenantId: string, horizon: number): Promise<Deadlines> {
    const rows = await supervisionFolds(tx).dueDeadlines(tenantId, horizon, MAX_DUE)
    return new Deadlines(rows.map(read), rows.length < MAX_DUE)
  }

  /** Everything that was read, for loading what it is about. */
  get all(): readonly Deadline[] {
    return this.#due
  }

  change({ ruleId, subject, occasion, dueAt, event }: DeadlineChange): void {
    const key = keyOf({ ruleId, subject, occasion })
    const set = dueAt === null ? null : { ruleId, subject, occasion, dueAt, event }
    this.#changed.set(key, set)
    if (set) this.#insert(set)
  }

  /** The earliest deadline before `at` that still waits; it waits no longer. */
  take(at: number): Deadline | null {
    for (;;) {
      const read = this.#due[this.#next]
      const fresh = this.#fresh[0]
      const first = read && (!fresh || read.dueAt <= fresh.dueAt) ? read : fresh
      if (!first || first.dueAt >= at) return null
      if (first === read) this.#next++
      else this.#fresh.shift()
      const changed = this.#changed.get(keyOf(first))
      // One that was read and changed since, or set and then set anew, is not the one that counts.
      if (changed !== undefined && changed !== first) continue
      this.#changed.set(keyOf(first), null)
      return first
    }
  }

  async save(tx: Tx, tenantId: string): Promise<void> {
    const cleared: Pick<SupervisionDeadlineRow, 'rule_id' | 'subject' | 'occasion'>[] = []
    const set: SupervisionDeadlineRow[] = []
    const texts = new Map<RuleEvent, string>()
    const textOf = (event: RuleEvent): string => {
      const text = texts.get(event) ?? JSON.stringify(event)
      texts.set(event, text)
      return text
    }
    for (const [key, deadline] of this.#changed) {
      const [rule_id, subject, occasion] = key.split('\n') as [string, string, string]
      if (deadline === null) cleared.push({ rule_id, subject, occasion })
      else set.push({ tenant_id: tenantId, rule_id, subject, occasion, due_at: deadline.dueAt, event: textOf(deadline.event) })
    }
    await supervisionFolds(tx).clearDeadlines(tenantId, cleared)
    await supervisionFolds(tx).putDeadlines(set)
  }

  #insert(deadline: Deadline): void {
    let low = 0
    let high = this.#fresh.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#fresh[middle]!.dueAt <= deadline.dueAt) low = middle + 1
      else high = middle
    }
    this.#fresh.splice(low, 0, deadline)
  }
}

const read = (row: SupervisionDeadlineRow): Deadline => ({
  ruleId: row.rule_id,
  subject: row.subject,
  occasion: row.occasion,
  dueAt: row.due_at,
  event: JSON.parse(row.event) as RuleEvent,
})
