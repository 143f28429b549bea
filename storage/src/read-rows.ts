import type { Knex } from 'knex'
import { isSqlite } from './database.ts'
import { TOO_MANY_STATEMENTS } from './prepared-many.ts'
import { statementOf, type SqliteConnection } from './prepared.ts'

type Value = string | number | null

/** What is used of a mysql2 connection. */
interface Connection {
  execute(sql: string, values: readonly Value[], done: Done): void
  query(sql: string, values: readonly Value[], done: Done): void
}
type Done = (error: (Error & { errno?: number }) | null, rows: unknown) => void

/**
 * Rows of one of the few queries that every verb asks, as a statement that the connection keeps prepared: building the text
 * of such a query by knex costs more than the database takes to answer it. In a transaction it runs on that.
 * @param sql a text of our own code with `?` for each value, understood by every database
 */
export async function readRows<Row>(db: Knex, sql: string, values: readonly Value[]): Promise<Row[]> {
  const connection = (await db.client.acquireConnection()) as unknown
  try {
    if (isSqlite(db)) return statementOf(connection as SqliteConnection, sql).all(values) as Row[]
    return (await execute(connection as Connection, sql, values)) as Row[]
  } finally {
    await db.client.releaseConnection(connection)
  }
}

/** The first of them. */
export const readRow = async <Row>(db: Knex, sql: string, values: readonly Value[]): Promise<Row | undefined> =>
  (await readRows<Row>(db, sql, values))[0]

const execute = (connection: Connection, sql: string, values: readonly Value[]): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const done: Done = (error, rows) => (error ? reject(error) : resolve(rows))
    connection.execute(sql, values, (error, rows) =>
      error?.errno === TOO_MANY_STATEMENTS ? connection.query(sql, values, done) : done(error, rows),
    )
  })
