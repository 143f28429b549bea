import type { Knex } from 'knex'

type Value = string | number | Buffer | null

/** What is used of a mysql2 connection. */
interface Connection {
  execute(sql: string, values: readonly Value[], done: Done): void
  query(sql: string, values: readonly Value[], done: Done): void
}
type Done = (error: (Error & { errno?: number }) | null, result: { affectedRows: number }) => void

/** Rows of one statement. Up to the first of them any number has its own, so that there are few statements to prepare. */
const SIZES = [8, 16, 32, 64, 128]
/** Characters of one statement's values: far below the server's `max_allowed_packet`, 16 MiB by default. */
const MAX_CHARACTERS = 4_000_000
/** The server has no room for one more prepared statement. */
export const TOO_MANY_STATEMENTS = 1461

/** A statement about any number of rows. */
export interface ManyRows<Row> {
  /** For so many rows, with `?` for values. */
  sql: (rows: number) => string
  /** Those of these rows, in the order of their places. */
  values: (rows: readonly Row[]) => Value[]
}

/**
 * Runs a statement of MariaDB or MySQL for many rows at once, in a few statements of fixed sizes that the connection keeps
 * prepared: the server parses each only once, and values travel as they are, neither quoted nor escaped. In a transaction
 * it runs on that.
 * @returns rows changed in all, as the server counts them
 */
export async function runForMany<Row extends object>(db: Knex, rows: readonly Row[], statement: ManyRows<Row>): Promise<number> {
  if (rows.length === 0) return 0
  const connection = (await db.client.acquireConnection()) as Connection
  try {
    let changed = 0
    for (const part of parts(rows)) changed += await run(connection, statement.sql(part.length), statement.values(part))
    return changed
  } finally {
    await db.client.releaseConnection(connection)
  }
}

function run(connection: Connection, sql: string, values: readonly Value[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const done: Done = (error, result) => (error ? reject(error) : resolve(result.affectedRows))
    connection.execute(sql, values, (error, result) =>
      error?.errno === TOO_MANY_STATEMENTS ? connection.query(sql, values, done) : done(error, result),
    )
  })
}

function* parts<Row extends object>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let at = 0; at < rows.length;) {
    const size = sizeFor(fitting(rows, at))
    yield rows.slice(at, at + size)
    at += size
  }
}

/** How many of the rows from `at` on are short enough together: at least one. */
function fitting<Row extends object>(rows: readonly Row[], at: number): number {
  const most = Math.min(rows.length - at, SIZES.at(-1)!)
  let characters = 0
  for (let count = 0; count < most; count++) {
    for (const value of Object.values(rows[at + count]!)) if (typeof value === 'string') characters += value.length
    if (characters > MAX_CHARACTERS && count > 0) return count
  }
  return most
}

const sizeFor = (count: number): number => (count < SIZES[0]! ? count : SIZES.findLast((size) => size <= count)!)
