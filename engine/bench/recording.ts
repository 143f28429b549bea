import { isSqlite, type Database } from '@lianban/storage'
import { rowsOf } from './databases.ts'

/*
 * What a command writes, seen from outside: all tables are read before and after it and compared by primary key. So it
 * does not matter by which statements the engine writes, and nothing here knows its tables.
 */

export type Value = string | number | null
export type Row = Record<string, Value>

/** One row that was inserted, changed or deleted. */
export interface RowChange {
  kind: 'insert' | 'update' | 'delete'
  table: string
  /** Columns of the primary key. */
  key: readonly string[]
  /** The whole row: as it was before a delete, else as it is afterwards. */
  row: Row
  /** Of an update: the columns that have another value now. */
  changed: readonly string[]
}

export interface Recording {
  /** The changes of each command, in order. */
  commands: RowChange[][]
  /** Everything that belongs to the instance after each command. */
  rowsAfter: { table: string; row: Row }[][]
  /** Ids that are new with each instance, as they stand in the rows. */
  ids: string[]
}

type Snapshot = Map<string, { key: readonly string[]; rows: Map<string, Row> }>

/** An id made by `newId`. */
const ID = /[0-9a-hjkmnp-tv-z]{26}/g

/** Carries out the commands one after the other and records what each of them writes. */
export async function record(database: Database, commands: readonly (() => Promise<unknown>)[]): Promise<Recording> {
  const before = await snapshot(database)
  const known = idsIn([...before.values()].flatMap(({ rows }) => [...rows.values()]))
  const recording: Recording = { commands: [], rowsAfter: [], ids: [] }
  let last = before
  for (const command of commands) {
    await command()
    const now = await snapshot(database)
    recording.commands.push(changesBetween(last, now))
    recording.rowsAfter.push(changesBetween(before, now).map(({ table, row }) => ({ table, row })))
    last = now
  }
  const written = recording.commands.flat().map(({ row }) => row)
  recording.ids = [...idsIn(written)].filter((id) => !known.has(id))
  return recording
}

function changesBetween(before: Snapshot, after: Snapshot): RowChange[] {
  const changes: RowChange[] = []
  for (const [table, { key, rows }] of after) {
    const old = before.get(table)!.rows
    for (const [id, row] of rows) {
      const previous = old.get(id)
      const changed = previous ? Object.keys(row).filter((column) => row[column] !== previous[column]) : []
      if (!previous) changes.push({ kind: 'insert', table, key, row, changed })
      else if (changed.length > 0) changes.push({ kind: 'update', table, key, row, changed })
    }
    for (const [id, row] of old) if (!rows.has(id)) changes.push({ kind: 'delete', table, key, row, changed: [] })
  }
  return changes
}

async function snapshot(database: Database): Promise<Snapshot> {
  const tables: Snapshot = new Map()
  for (const [table, key] of await primaryKeys(database)) {
    const rows = (await database(table).select('*')) as Record<string, unknown>[]
    tables.set(table, { key, rows: new Map(rows.map(plain).map((row) => [JSON.stringify(key.map((column) => row[column])), row])) })
  }
  return tables
}

/** Bytes are compared by their text; the engine writes none while an instance runs. libsql gives them as ArrayBuffer. */
const plain = (row: Record<string, unknown>): Row =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      isBytes(value) ? Buffer.from(value as Uint8Array).toString('base64') : (value as Value),
    ]),
  )

const isBytes = (value: unknown): boolean => Buffer.isBuffer(value) || value instanceof ArrayBuffer

/** The primary key of every table. */
async function primaryKeys(database: Database): Promise<Map<string, string[]>> {
  const columns = isSqlite(database)
    ? await rowsOf(
        database,
        `select m.name as t, c.name as c from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table' and c.pk > 0 order by m.name, c.pk`,
      )
    : await rowsOf(
        database,
        `select table_name as t, column_name as c from information_schema.key_column_usage
        where table_schema = database() and constraint_name = 'PRIMARY' order by table_name, ordinal_position`,
      )
  const keys = new Map<string, string[]>()
  for (const { t, c } of columns as { t: string; c: string }[]) {
    if (!t.startsWith('schema_migration') && !t.startsWith('sqlite_')) keys.set(t, [...(keys.get(t) ?? []), c])
  }
  return keys
}

function idsIn(rows: readonly Row[]): Set<string> {
  const texts = rows.flatMap((row) => Object.values(row)).filter((value) => typeof value === 'string')
  return new Set(texts.flatMap((text) => text.match(ID) ?? []))
}

/** Builds a value of another instance from its ids, which stand for `recording.ids`. */
export type Template = (ids: readonly string[]) => Value

export function template(value: Value, recorded: readonly string[]): Template {
  if (typeof value !== 'string') return () => value
  const pieces = recorded.length > 0 ? value.split(new RegExp(`(${recorded.join('|')})`)) : [value]
  if (pieces.length === 1) return () => value
  const places = pieces.map((piece) => recorded.indexOf(piece))
  return (ids) => {
    let text = ''
    for (let i = 0; i < pieces.length; i++) text += places[i]! < 0 ? pieces[i]! : ids[places[i]!]!
    return text
  }
}

/** Rows and bytes of the values, by kind and table: what the floor writes. */
export function summary(recording: Recording): { transaction: number; kind: string; table: string; rows: number; bytes: number }[] {
  return recording.commands.flatMap((changes, i) => {
    return [...groupBy(changes)].map(([name, group]) => {
      const [kind, table] = name.split(' ') as [string, string]
      return { transaction: i + 1, kind, table, rows: group.length, bytes: group.reduce((sum, change) => sum + bytesOf(change), 0) }
    })
  })
}

function groupBy(changes: readonly RowChange[]): Map<string, RowChange[]> {
  const groups = new Map<string, RowChange[]>()
  for (const change of changes) {
    const name = `${change.kind} ${change.table}`
    groups.set(name, [...(groups.get(name) ?? []), change])
  }
  return groups
}

/** Bytes that are sent as values: whole rows, changed columns, keys. */
function bytesOf({ kind, row, key, changed }: RowChange): number {
  const columns = kind === 'insert' ? Object.keys(row) : kind === 'update' ? [...changed, ...key] : key
  return columns.reduce((sum, column) => sum + Buffer.byteLength(String(row[column] ?? '')), 0)
}
