import type { Knex } from 'knex'
import { isSqlite } from './database.ts'
import { runForEach } from './prepared.ts'

/** Placeholders in one statement: SQLite allows 32,766. */
const MAX_BINDINGS = 30_000
/** Rows that one statement changes or deletes by id. */
const MAX_ROWS = 500

type Value = string | number | Buffer | null
type Row = Record<string, Value>

/** What names a row in every table of a tenant. */
export interface RowId {
  tenant_id: string
  id: string
}

/*
 * Many rows at once. MariaDB and MySQL get one statement for all of them, because each costs a round trip. SQLite has
 * none, but prepares a statement anew each time: there a short one is prepared once and run for each row.
 */

/** Inserts all rows. All have the same columns. */
export async function insertRows<T extends object>(db: Knex, table: string, rows: readonly T[]): Promise<void> {
  await insertWith(db, table, rows, '', [])
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
 * Writes rows that stand already, as whole rows by their primary key: on MariaDB and MySQL half the work of `updateRows`, which
 * chooses each value by `case`. A row whose `guard`, a numeric column, has another value than the given row's stays as it is;
 * it is counted up by one.
 * @returns how many rows were changed
 */
export async function rewriteRows<T extends object>(db: Knex, table: string, rows: readonly T[], columns: readonly (keyof T & string)[], guard: keyof T & string): Promise<number> {
  const chosen = columns.map(() => '?? = if(?? = values(??), values(??), ??)').join(', ')
  const suffix = ` on duplicate key update ${chosen}, ?? = if(?? = values(??), ?? + 1, ??)`
  const bindings = [...columns.flatMap((column) => [column, guard, guard, column, column]), guard, guard, guard, guard, guard]
  // a row that is changed counts twice, one that stays as it is once
  return (await insertWith(db, table, rows, suffix, bindings)) - rows.length
}

async function insertWith<T extends object>(db: Knex, table: string, rows: readonly T[], suffix: string, suffixBindings: string[]): Promise<number> {
  if (rows.length === 0) return 0
  const columns = Object.keys(rows[0]!)
  if (isSqlite(db)) {
    const sql = `insert into ?? (${columns.map(() => '??').join(',')}) values (${columns.map(() => '\\?').join(',')})${suffix}`
    return runForEach(db, sql, [table, ...columns, ...suffixBindings], rows.map((row) => columns.map((column) => (row as Row)[column] ?? null)))
  }
  let counted = 0
  const tuple = `(${columns.map(() => '?').join(',')})`
  for (const part of chunks(rows, Math.floor(MAX_BINDINGS / columns.length))) {
    const bindings = part.flatMap((row) => columns.map((column) => (row as Row)[column] ?? null))
    const sql = `insert into ?? (${columns.map(() => '??').join(',')}) values ${part.map(() => tuple).join(',')}${suffix}`
    counted += affected(await db.raw(sql, [table, ...columns, ...bindings, ...suffixBindings]))
  }
  return counted
}

/** Sets of each row the columns that it has besides its id; rows with the same columns go into one statement. */
export async function patchRows<T extends RowId>(db: Knex, table: string, rows: readonly T[]): Promise<void> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const columns = Object.keys(row).filter((column) => column !== 'tenant_id' && column !== 'id').sort().join()
    if (columns !== '') groups.set(columns, [...(groups.get(columns) ?? []), row])
  }
  for (const [columns, group] of groups) await updateRows(db, table, group, columns.split(',') as (keyof T & string)[])
}

/**
 * Sets `columns` of many rows, each to its own values.
 * @param guard a numeric column that must still have the row's value; it is counted up by one
 * @returns how many rows were changed: fewer than given if one is gone or its guard has another value
 */
export async function updateRows<T extends RowId>(
  db: Knex,
  table: string,
  rows: readonly T[],
  columns: readonly (keyof T & string)[],
  guard?: keyof T & string,
): Promise<number> {
  if (isSqlite(db)) {
    const set = [...columns.map(() => '?? = \\?'), ...(guard ? ['?? = ?? + 1'] : [])].join(', ')
    const sql = `update ?? set ${set} where tenant_id = \\? and id = \\?${guard ? ' and ?? = \\?' : ''}`
    const value = (row: T, column: string) => (row as unknown as Row)[column] ?? null
    const values = rows.map((row) => [...columns.map((column) => value(row, column)), row.tenant_id, row.id, ...(guard ? [value(row, guard)] : [])])
    return runForEach(db, sql, [table, ...columns, ...(guard ? [guard, guard, guard] : [])], values)
  }
  let changed = 0
  for (const part of chunks(rows, MAX_ROWS)) {
    const choose = (column: string) => part.flatMap((row) => [row.id, (row as unknown as Row)[column] ?? null])
    const cases = part.map(() => 'when ? then ?').join(' ')
    const set = columns.map(() => `?? = case id ${cases} end`)
    const bindings: Value[] = columns.flatMap((column) => [column, ...choose(column)])
    let where = `tenant_id in (${part.map(() => '?').join(',')}) and id in (${part.map(() => '?').join(',')})`
    const whereBindings: Value[] = [...part.map((row) => row.tenant_id), ...part.map((row) => row.id)]
    if (guard) {
      set.push('?? = ?? + 1')
      bindings.push(guard, guard)
      where += ` and ?? = case id ${cases} end`
      whereBindings.push(guard, ...choose(guard))
    }
    changed += affected(await db.raw(`update ?? set ${set.join(', ')} where ${where}`, [table, ...bindings, ...whereBindings]))
  }
  return changed
}

/** Deletes rows by their ids. `idColumn` is the column that holds the id where it is not called so. */
export async function deleteRows(db: Knex, table: string, rows: readonly RowId[], idColumn = 'id'): Promise<void> {
  if (isSqlite(db)) {
    return void (await runForEach(db, 'delete from ?? where tenant_id = \\? and ?? = \\?', [table, idColumn], rows.map((row) => [row.tenant_id, row.id])))
  }
  for (const part of chunks(rows, MAX_ROWS)) {
    await db(table)
      .whereIn('tenant_id', [...new Set(part.map((row) => row.tenant_id))])
      .whereIn(idColumn, part.map((row) => row.id))
      .delete()
  }
}

/** The rows changed by a raw statement: SQLite's driver and mysql2 answer differently. */
function affected(result: unknown): number {
  const answer = (Array.isArray(result) ? result[0] : result) as { changes?: number; affectedRows?: number }
  return Number(answer.affectedRows ?? answer.changes ?? 0)
}

function* chunks<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let i = 0; i < items.length; i += size) yield items.slice(i, i + size)
}
