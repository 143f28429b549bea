import { insertRows, inTransaction, isSqlite, newId, type Database } from '@lianban/storage'
import { template, type Recording, type Row, type Template, type Value } from './recording.ts'

/** Instances in one transaction. */
const INSTANCES_AT_ONCE = 1000
/** Transactions at the same time; SQLite does one after the other. */
const IN_FLIGHT = 3
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
  const [open, finished] = [recording.rowsAfter[0]!, recording.rowsAfter.at(-1)!].map((rows) =>
    rows.map(({ table, row }) => ({ table, row: prepare(row, recording, options) })),
  )
  const tables = new Set(finished!.map(({ table }) => table).concat(open!.map(({ table }) => table)))
  const writing: Promise<void>[] = []
  let written = 0
  if (isSqlite(database)) await database.raw('PRAGMA synchronous = OFF')
  for (let done = options.from; done < options.to; done += INSTANCES_AT_ONCE) {
    const rows = new Map<string, Row[]>([...tables].map((table) => [table, []]))
    for (let i = done; i < Math.min(done + INSTANCES_AT_ONCE, options.to); i++) {
      for (const template of [finished!, open!]) {
        const ids = recording.ids.map(() => newId())
        for (const { table, row } of template) rows.get(table)!.push(row(ids, i))
      }
    }
    for (const ofTable of rows.values()) written += ofTable.length
    if (writing.length === IN_FLIGHT) await writing.shift()
    writing.push(
      inTransaction(database, async (tx) => {
        for (const [table, ofTable] of rows) await insertRows(tx, table, ofTable)
      }),
    )
  }
  await Promise.all(writing)
  if (isSqlite(database)) {
    // what was written so far shall not be flushed while others are measured
    await database.raw('PRAGMA synchronous = FULL')
    await database.raw('PRAGMA wal_checkpoint(TRUNCATE)')
  } else for (const table of tables) await database.raw('analyze table ??', [table])
  return written
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
