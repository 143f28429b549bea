import type { Knex } from 'knex'

type Value = string | number | Buffer | null

/** What is used of a libsql connection and its statements. */
export interface SqliteConnection {
  prepare(sql: string): SqliteStatement
}
export interface SqliteStatement {
  run(...values: Value[]): { changes: number }
  all(values: readonly Value[]): unknown[]
}

/** Statements that one connection keeps prepared, the newest; they come from our own code, so there are few. */
const MAX_STATEMENTS = 500
/** What changes tables: a statement prepared before would still know the columns that they had. */
const CHANGES_TABLES = /^\s*(create|alter|drop)\s/i
const prepared = new WeakMap<SqliteConnection, Map<string, SqliteStatement>>()

/**
 * Runs one statement of SQLite for each row of values, prepared once for the connection. In a transaction it runs on that.
 * @param sql with `?` for the values of a row
 * @returns rows changed in all
 */
export async function runForEach(db: Knex, sql: string, rows: readonly Value[][]): Promise<number> {
  if (rows.length === 0) return 0
  const connection = (await db.client.acquireConnection()) as SqliteConnection
  try {
    const statement = statementOf(connection, sql)
    let changed = 0
    for (const values of rows) changed += statement.run(...values).changes
    return changed
  } finally {
    await db.client.releaseConnection(connection)
  }
}

/** The statement, prepared once for the connection: to prepare one anew costs SQLite more than to run most of them. */
export function statementOf(connection: SqliteConnection, sql: string): SqliteStatement {
  const known = prepared.get(connection)?.get(sql)
  if (known) return known
  const statement = connection.prepare(sql)
  if (CHANGES_TABLES.test(sql)) {
    prepared.delete(connection)
    return statement
  }
  const statements = prepared.get(connection) ?? new Map<string, SqliteStatement>()
  prepared.set(connection, statements)
  if (statements.size >= MAX_STATEMENTS) statements.delete(statements.keys().next().value!)
  statements.set(sql, statement)
  return statement
}
