import type { Knex } from 'knex'
import { isSqlite } from './database.ts'
import { runForMany } from './prepared-many.ts'
import { runForEach } from './prepared.ts'

type Value = string | number | Buffer | null
type Row = Record<string, Value>

/** What names a row in every table of a tenant. */
export interface RowId {
  tenant_id: string
  id: string
}

/*
 * Many rows at once. MariaDB and MySQL get a few statements for all of them, because each costs a round trip. SQLite has
 * none: there a short statement is run for each row. Both keep their statements prepared.
 */

/** Inserts all rows. All have the same columns. */
export async function insertRows<T extends object>(db: Knex, table: string, rows: readonly T[]): Promise<void> {
  await insertWith(db, table, rows, '', [])
}

/** The same, where a row whose key is there already stays away. */
export async function insertMissing<T extends object>(db: Knex, table: string, rows: readonly T[]): Promise<void> {
  const [column = ''] = Object.keys(rows[0] ?? {})
  if (isSqlite(db)) await insertWith(db, table, rows, ' on conflict do nothing', [])
  else
    await insertWith(
      db,
      table,
      rows,
      ' on duplicate key update ?? = ??',
      [column, column].map((name) => `${table}.${name}`),
    )
}

/** The same, where a row that stands already under the table's primary key (`keys`) takes the new values but for `kept` columns. */
export async function upsertRows<T extends object>(
  db: Knex,
  table: string,
  rows: readonly T[],
  keys: readonly (keyof T & string)[],
  kept: readonly (keyof T & string)[] = [],
): Promise<void> {
  const changed = Object.keys(rows[0] ?? {}).filter((column) => ![...keys, ...kept].includes(column as keyof T & string))
  const twice = changed.flatMap((column) => [column, column])
  if (isSqlite(db)) {
    const conflict = ` on conflict (${keys.map(() => '??').join(',')}) do update set ${changed.map(() => '?? = excluded.??').join(', ')}`
    return void (await insertWith(db, table, rows, conflict, [...keys, ...twice]))
  }
  await insertWith(db, table, rows, ` on duplicate key update ${changed.map(() => '?? = values(??)').join(', ')}`, twice)
}

/**
 * Sets `columns` of rows that stand already, each given as a whole. A row whose `guard`, a numeric column, has another value
 * than the given row's stays as it is; else it is counted up by one. MariaDB and MySQL write them as whole rows by their
 * primary key: half the work of `updateRows`, which chooses each value by `case`.
 * @returns how many rows were changed: fewer than given if one is gone or its guard has another value
 */
export async function rewriteRows<T extends RowId>(
  db: Knex,
  table: string,
  rows: readonly T[],
  columns: readonly (keyof T & string)[],
  guard: keyof T & string,
): Promise<number> {
  if (isSqlite(db)) {
    const keys = ['tenant_id', 'id', guard]
    const set = [...columns.map(() => `?? = ${PLACE}`), '?? = ?? + 1'].join(', ')
    const sql = named(db, `update ?? set ${set} where ${keys.map(() => `?? = ${PLACE}`).join(' and ')}`, [
      table,
      ...columns,
      guard,
      guard,
      ...keys,
    ])
    return runForEach(
      db,
      sql,
      rows.map((row) => [...columns, ...keys].map((column) => valueOf(row, column))),
    )
  }
  const chosen = columns.map(() => '?? = if(?? = values(??), values(??), ??)').join(', ')
  const suffix = ` on duplicate key update ${chosen}, ?? = if(?? = values(??), ?? + 1, ??)`
  const names = [...columns.flatMap((column) => [column, guard, guard, column, column]), guard, guard, guard, guard, guard]
  // a row that is changed counts twice, one that stays as it is or was not there once
  return (await insertWith(db, table, rows, suffix, names)) - rows.length
}

async function insertWith<T extends object>(
  db: Knex,
  table: string,
  rows: readonly T[],
  suffix: string,
  suffixNames: string[],
): Promise<number> {
  if (rows.length === 0) return 0
  const columns = Object.keys(rows[0]!)
  const values = (row: T) => columns.map((column) => valueOf(row, column))
  const head = `insert into ?? (${columns.map(() => '??').join(',')}) values `
  if (isSqlite(db)) {
    const sql = named(db, `${head}(${columns.map(() => PLACE).join(',')})${suffix}`, [table, ...columns, ...suffixNames])
    return runForEach(db, sql, rows.map(values))
  }
  const [start, end] = [named(db, head, [table, ...columns]), named(db, suffix, suffixNames)]
  const tuple = `(${places(columns.length)})`
  return runForMany(db, rows, { sql: (count) => start + Array(count).fill(tuple).join(',') + end, values: (part) => part.flatMap(values) })
}

/** Sets of each row the columns that it has besides its id; rows with the same columns go into one statement. */
export async function patchRows<T extends RowId>(db: Knex, table: string, rows: readonly T[]): Promise<void> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const columns = Object.keys(row)
      .filter((column) => column !== 'tenant_id' && column !== 'id')
      .sort()
      .join()
    if (columns !== '') groups.set(columns, [...(groups.get(columns) ?? []), row])
  }
  for (const [columns, group] of groups) await updateRows(db, table, group, columns.split(',') as (keyof T & string)[])
}

/** Sets `columns` of many rows, each to its own values. @returns how many rows were changed: fewer than given if one is gone */
export async function updateRows<T extends RowId>(
  db: Knex,
  table: string,
  rows: readonly T[],
  columns: readonly (keyof T & string)[],
): Promise<number> {
  if (isSqlite(db)) {
    const set = columns.map(() => `?? = ${PLACE}`).join(', ')
    const sql = named(db, `update ?? set ${set} where tenant_id = ${PLACE} and id = ${PLACE}`, [table, ...columns])
    return runForEach(
      db,
      sql,
      rows.map((row) => [...columns.map((column) => valueOf(row, column)), row.tenant_id, row.id]),
    )
  }
  const [start, names] = [named(db, 'update ?? set ', [table]), columns.map((column) => named(db, '??', [column]))]
  return runForMany(db, rows, {
    sql: (count) => {
      const choice = `case id ${Array(count).fill('when ? then ?').join(' ')} end`
      return `${start}${names.map((name) => `${name} = ${choice}`).join(', ')} where ${amongIds(db, 'id', count)}`
    },
    values: (part) => [...columns.flatMap((column) => part.flatMap((row) => [row.id, valueOf(row, column)])), ...idsOf(part)],
  })
}

/** Deletes rows by their ids. `idColumn` is the column that holds the id where it is not called so. */
export async function deleteRows(db: Knex, table: string, rows: readonly RowId[], idColumn = 'id'): Promise<void> {
  if (isSqlite(db)) {
    const sql = named(db, `delete from ?? where tenant_id = ${PLACE} and ?? = ${PLACE}`, [table, idColumn])
    await runForEach(
      db,
      sql,
      rows.map((row) => [row.tenant_id, row.id]),
    )
  } else {
    await runForMany(db, rows, {
      sql: (count) => `${named(db, 'delete from ?? where ', [table])}${amongIds(db, idColumn, count)}`,
      values: idsOf,
    })
  }
}

/** Deletes rows by their key, where that has other columns than an id. All keys have the same columns. */
export async function deleteByKey<T extends object>(db: Knex, table: string, keys: readonly T[]): Promise<void> {
  if (keys.length === 0) return
  const columns = Object.keys(keys[0]!)
  const values = (key: T) => columns.map((column) => valueOf(key, column))
  if (isSqlite(db)) {
    const sql = named(db, `delete from ?? where ${columns.map(() => `?? = ${PLACE}`).join(' and ')}`, [table, ...columns])
    await runForEach(db, sql, keys.map(values))
  } else {
    const start = named(db, `delete from ?? where (${columns.map(() => '??').join(',')}) in `, [table, ...columns])
    const tuple = `(${places(columns.length)})`
    await runForMany(db, keys, {
      sql: (count) => `${start}(${Array(count).fill(tuple).join(',')})`,
      values: (part) => part.flatMap(values),
    })
  }
}

const amongIds = (db: Knex, idColumn: string, count: number): string =>
  `tenant_id in (${places(count)}) and ${named(db, '??', [idColumn])} in (${places(count)})`
const idsOf = (rows: readonly RowId[]): string[] => [...rows.map((row) => row.tenant_id), ...rows.map((row) => row.id)]
const places = (count: number): string => Array(count).fill('?').join(',')

/** The place of a value in a prepared statement, as knex must be told of it. */
const PLACE = '\\?'

const valueOf = (row: object, column: string): Value => (row as Row)[column] ?? null

/** The statement with its names quoted. */
function named(db: Knex, sql: string, names: readonly string[]): string {
  const key = `${sql}\n${names.join()}`
  const known = texts.get(key)
  if (known !== undefined) return known
  const text = db.raw(sql, names).toQuery()
  if (texts.size >= MAX_TEXTS) texts.clear()
  texts.set(key, text)
  return text
}

/** Statements with their names quoted, which every database here does alike. They come from our own code, so there are few. */
const texts = new Map<string, string>()
const MAX_TEXTS = 2_000
