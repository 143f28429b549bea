import type { SealedEntry } from '@lianban/tenants'
import { supervisionFolds, type Tx } from '@lianban/storage'
import { dayOf } from '../../clock/index.ts'
import { payloadOf } from '../event-catalogue.ts'

/** An entry with its payload completed by the event catalogue. */
export interface RuleEvent extends Omit<SealedEntry, 'payload'> {
  /** In the county's zone, `2026-09-18`. */
  day: string
  payload: Record<string, unknown>
}

/** Subjects kept in memory between two transactions; the rest is read again. */
const MAX_KEPT = 100_000

/**
 * The states of all subjects, as one transaction sees them: read where they are not known, changed in memory, written
 * together. Kept for the next transaction, which throws them away if another process went on in between.
 */
export class Folds {
  readonly #known = new Map<string, object>()
  readonly #changed = new Set<string>()

  /** Reads what is missing of these subjects. */
  async load(tx: Tx, tenantId: string, subjects: Iterable<string>): Promise<void> {
    const missing = [...new Set(subjects)].filter((subject) => !this.#known.has(subject))
    if (missing.length === 0) return
    for (const [subject, state] of await supervisionFolds(tx).states(tenantId, missing)) this.#known.set(subject, JSON.parse(state) as object)
  }

  /** The state of a subject that was loaded, or the given new one. What is changed in it must be told by `touch`. */
  of<State extends object>(subject: string, create: () => State): State {
    const known = this.#known.get(subject) as State | undefined
    if (known) return known
    const created = create()
    this.#known.set(subject, created)
    return created
  }

  peek<State extends object>(subject: string): State | undefined {
    return this.#known.get(subject) as State | undefined
  }

  touch(subject: string): void {
    this.#changed.add(subject)
  }

  /** Puts a whole state in place. */
  put(subject: string, state: object): void {
    this.#known.set(subject, state)
    this.touch(subject)
  }

  /** Writes what changed. */
  async save(tx: Tx, tenantId: string): Promise<void> {
    const rows = [...this.#changed].map((subject) => ({ subject, state: JSON.stringify(this.#known.get(subject)) }))
    await supervisionFolds(tx).putStates(tenantId, rows)
  }

  /** After the commit: what changed is no longer new, and memory is held within its bound. */
  settle(): void {
    this.#changed.clear()
    if (this.#known.size > MAX_KEPT) this.#known.clear()
  }
}

export const ruleEvent = (entry: SealedEntry): RuleEvent => ({ ...entry, day: dayOf(entry.at), payload: payloadOf(entry.action, entry.payload) })

export const caseSubject = (caseId: string): string => `case:${caseId}`
export const matterSubject = (key: string): string => `matter:${key}`
export const watchSubject = (key: string, version: number): string => `matter:${key}@${version}`
export const personSubject = (userId: string): string => `person:${userId}`
export const monthSubject = (organId: string, at: number): string => `organ:${organId}@${dayOf(at).slice(0, 7)}`
export const seenSubject = (kind: 'expert' | 'bidders', id: string): string => `${kind}:${id}`.slice(0, 191)
export const SYSTEM_SUBJECT = 'system'

export const isCase = (subject: string): boolean => subject.startsWith('case:')
export const idOf = (subject: string): string => subject.slice(subject.indexOf(':') + 1)
