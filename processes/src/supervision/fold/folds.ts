import type { SealedEntry } from '@lianban/tenants'
import { supervisionFolds, type Tx } from '@lianban/storage'
import { dayOf } from '../../clock/index.ts'
import { payloadOf } from '../event-catalogue.ts'
import type { CaseState } from './case-state.ts'

/** An entry with its payload completed by the event catalogue. */
export interface RuleEvent extends Omit<SealedEntry, 'payload'> {
  /** In the county's zone, `2026-09-18`. */
  day: string
  payload: Record<string, unknown>
}

/** JSON characters of the states that are kept in memory between two transactions; the rest is read again when it is asked for. */
export const KEPT_CHARACTERS = 16_000_000
/** Of a state that was never written, about. */
const NEW_CHARACTERS = 1_000

interface Known {
  state: object
  /** Of the state as it was last read or written. */
  characters: number
}

/**
 * The states of all subjects, as one transaction sees them: read where they are not known, changed in memory, written
 * together. Those asked for last are kept for the next transaction, which throws them away if another process went on in
 * between; a closed case is not, since hardly anything is told of it any more.
 */
export class Folds {
  /** Longest unused first. */
  readonly #known = new Map<string, Known>()
  readonly #changed = new Set<string>()
  #characters = 0

  constructor(readonly keptCharacters = KEPT_CHARACTERS) {}

  /** How many states are in memory, and how long they are together. */
  get kept(): { subjects: number; characters: number } {
    return { subjects: this.#known.size, characters: this.#characters }
  }

  /** Reads what is missing of these subjects. */
  async load(tx: Tx, tenantId: string, subjects: Iterable<string>): Promise<void> {
    const missing: string[] = []
    for (const subject of new Set(subjects)) {
      const known = this.#known.get(subject)
      if (!known) missing.push(subject)
      else {
        this.#known.delete(subject)
        this.#known.set(subject, known)
      }
    }
    if (missing.length === 0) return
    for (const [subject, text] of await supervisionFolds(tx).states(tenantId, missing))
      this.#keep(subject, JSON.parse(text) as object, text.length)
  }

  /** The state of a subject that was loaded, or the given new one. What is changed in it must be told by `touch`. */
  of<State extends object>(subject: string, create: () => State): State {
    const known = this.peek<State>(subject)
    if (known) return known
    const created = create()
    this.#keep(subject, created, NEW_CHARACTERS)
    return created
  }

  peek<State extends object>(subject: string): State | undefined {
    return this.#known.get(subject)?.state as State | undefined
  }

  touch(subject: string): void {
    this.#changed.add(subject)
  }

  /** Puts a whole state in place. */
  put(subject: string, state: object): void {
    this.#keep(subject, state, NEW_CHARACTERS)
    this.touch(subject)
  }

  /** Writes what changed. */
  async save(tx: Tx, tenantId: string): Promise<void> {
    const rows = [...this.#changed].map((subject) => {
      const { state } = this.#known.get(subject)!
      const text = JSON.stringify(state)
      this.#keep(subject, state, text.length)
      return { subject, state: text }
    })
    await supervisionFolds(tx).putStates(tenantId, rows)
  }

  /** After the commit: what changed is no longer new, and memory is held within its bound. */
  settle(): void {
    for (const subject of this.#changed) if (isOver(subject, this.peek(subject))) this.#forget(subject)
    this.#changed.clear()
    for (const subject of this.#known.keys()) {
      if (this.#characters <= this.keptCharacters) break
      this.#forget(subject)
    }
  }

  #keep(subject: string, state: object, characters: number): void {
    this.#characters += characters - (this.#known.get(subject)?.characters ?? 0)
    this.#known.set(subject, { state, characters })
  }

  #forget(subject: string): void {
    this.#characters -= this.#known.get(subject)?.characters ?? 0
    this.#known.delete(subject)
  }
}

const isOver = (subject: string, state: object | undefined): boolean =>
  isCase(subject) && (state as CaseState | undefined)?.closedAt != null

export const ruleEvent = (entry: SealedEntry): RuleEvent => ({
  ...entry,
  day: dayOf(entry.at),
  payload: payloadOf(entry.action, entry.payload),
})

export const caseSubject = (caseId: string): string => `case:${caseId}`
export const matterSubject = (key: string): string => `matter:${key}`
export const watchSubject = (key: string, version: number): string => `matter:${key}@${version}`
export const personSubject = (userId: string): string => `person:${userId}`
export const monthSubject = (organId: string, at: number): string => `organ:${organId}@${dayOf(at).slice(0, 7)}`
export const seenSubject = (kind: 'expert' | 'bidders', id: string): string => `${kind}:${id}`.slice(0, 191)
export const SYSTEM_SUBJECT = 'system'

export const isCase = (subject: string): boolean => subject.startsWith('case:')
export const idOf = (subject: string): string => subject.slice(subject.indexOf(':') + 1)
