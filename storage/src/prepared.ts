import type { Knex } from 'knex'

type Value = string | number | Buffer | null

/** What is used of a libsql connection and its statements. */
interface Connection {
  prepare(sql: string): Statement
}
interface Statement {
  run(...values: Value[]): { changes: number }
}

/** Statements that one connection keeps prepared; they come from our own code, so there are few. */
const MAX_STATEMENTS = 500
const prepared = new WeakMap<Connection, Map<string, Statement>>()

/**
 * Runs one statement of SQLite for each row of values, prepared once for the connection. In a transaction it runs on that.
 * @param sql with `?` for the values of a row
 * @returns rows changed in all
 */
export async function runForEach(db: Knex, sql: string, rows: readonly Value[][]): Promise<number> {
  if (rows.length === 0) return 0
  const connection = (await db.client.acquireConnection()) as Connection
  try {
    const statement = statementOf(connection, sql)
    let changed = 0
    for (const values of rows) changed += statement.run(...values).changes
    return changed
  } finally {
    await db.client.releaseConnection(connection)
  }
}

function statementOf(connection: Connection, sql: string): Statement {
  let statements = prepared.get(connection)
  if (!statements) prepared.set(connection, (statements = new Map()))
  let statement = statements.get(sql)
  if (!statement) {
    if (statements.size >= MAX_STATEMENTS) statements.clear()
    statements.set(sql, (statement = connection.prepare(sql)))
  }
  return statement
}
