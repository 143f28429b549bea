import { inTransaction, isSqlite, newId, type Database, type Tx } from '@lianban/storage'
import { template, type Recording, type Row, type Template, type Value } from './recording.ts'

/** Placeholders in one statement: SQLite allows 32,766. */
const MAX_BINDINGS = 30_000
/** Instances in one transaction. */
const INSTANCES_AT_ONCE = 1000
/** Milliseconds between the starts of two instances. */
const APART_MS = 1000

export interface FillOptions {
  /** How many open tasks and finished instances are there already, and how many shall be. */
  from: number
  to: number
  /** The open tasks are spread over so many groups, instead of the recorded `group`. */
  groups: number
  group: string
}

/**
 * Fills the database with the rows of instances that were recorded: as many that wait in their first task as finished
 * ones. Ids, groups and instants are each instance's own. @returns how many rows were written
 */
export async function fill(database: Database, recording: Recording, options: FillOptions): Promise<number> {
  const [open, finished] = [recording.rowsAfter[0]!, recording.rowsAfter.at(-1)!].map((rows) => rows.map(({ table, row }) => ({ table, row: prepare(row, recording, options) })))
  const inserts = new Inserts()
  if (isSqlite(database)) await database.raw('PRAGMA synchronous = OFF')
  for (let done = options.from; done < options.to; done += INSTANCES_AT_ONCE) {
    await inTransaction(database, async (tx) => {
      for (let i = done; i < Math.min(done + INSTANCES_AT_ONCE, options.to); i++) {
        for (const template of [finished!, open!]) {
          const ids = recording.ids.map(() => newId())
          for (const { table, row } of template) await inserts.add(tx, table, row(ids, i))
        }
      }
      await inserts.flush(tx)
    })
  }
  if (isSqlite(database)) await database.raw('PRAGMA synchronous = FULL')
  else for (const table of inserts.tables()) await database.raw('analyze table ??', [table])
  return inserts.rows
}

type RowTemplate = (ids: readonly string[], i: number) => Row

function prepare(row: Row, recording: Recording, { group, groups, to }: FillOptions): RowTemplate {
  const columns = Object.entries(row).map(([column, value]): [string, (ids: readonly string[], i: number) => Value] => {
    const ofIds: Template = template(value, recording.ids)
    if (typeof value === 'string' && value.includes(group)) {
      return [column, (ids, i) => (ofIds(ids) as string).replaceAll(group, group.replace('000', String(i % groups).padStart(3, '0')))]
    }
    if (typeof value === 'number' && isInstant(value)) return [column, (_, i) => value - (to - i) * APART_MS]
    return [column, ofIds]
  })
  return (ids, i) => Object.fromEntries(columns.map(([column, valueOf]) => [column, valueOf(ids, i)]))
}

/** Milliseconds of a day between 2001 and 2286. */
const isInstant = (value: number): boolean => value > 1e12 && value < 1e13

/** Gathers rows by table and inserts as many by one statement as it may have. */
class Inserts {
  readonly #waiting = new Map<string, Row[]>()
  rows = 0

  tables = (): string[] => [...this.#waiting.keys()]

  async add(tx: Tx, table: string, row: Row): Promise<void> {
    const rows = this.#waiting.get(table) ?? []
    this.#waiting.set(table, rows)
    rows.push(row)
    if ((rows.length + 1) * Object.keys(row).length > MAX_BINDINGS) await this.#insert(tx, table, rows)
  }

  async flush(tx: Tx): Promise<void> {
    for (const [table, rows] of this.#waiting) await this.#insert(tx, table, rows)
  }

  async #insert(tx: Tx, table: string, rows: Row[]): Promise<void> {
    if (rows.length === 0) return
    const columns = Object.keys(rows[0]!)
    const tuple = `(${columns.map(() => '?').join(',')})`
    const values = rows.flatMap((row) => columns.map((column) => row[column]!))
    await tx.raw(`insert into ?? (${columns.map(() => '??').join(',')}) values ${rows.map(() => tuple).join(',')}`, [table, ...columns, ...values])
    this.rows += rows.length
    rows.length = 0
  }
}
