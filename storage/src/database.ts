import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import knexFactory, { type Knex } from 'knex'
// The dialect is loaded by knex itself from the same file; only its driver is swapped here.
import BetterSqlite3Dialect from 'knex/lib/dialects/better-sqlite3/index.js'
import { statementOf, type SqliteConnection } from './prepared.ts'

export type Database = Knex
/** A handle that queries run on: the database itself or a transaction. Repositories take either. */
export type Tx = Knex

const require = createRequire(import.meta.url)

/** SQLite through libsql, whose prebuilt driver has better-sqlite3's interface. */
class LibsqlDialect extends BetterSqlite3Dialect {
  override _driver(): unknown {
    return require('libsql')
  }

  /** As the dialect itself does it, but that it finds each statement prepared that was run before. */
  override _query(connection: SqliteConnection, query: { sql: string }): Promise<unknown> {
    return super._query({ prepare: (sql: string) => statementOf(connection, sql) }, query)
  }
}

/** Pages that SQLite keeps; its own 2 MB do not hold the inner pages of the indexes of a log of millions. */
const SQLITE_CACHE_KIB = 65_536
/** Pages of 4 KiB in the write-ahead log before they are carried into the file: a page that many transactions change is carried once. */
const SQLITE_CHECKPOINT_PAGES = 8_000

/** How often a transaction that lost a deadlock or a lock wait is tried again before the error is the caller's. */
const MAX_TRANSACTION_ATTEMPTS = 5
/** Connections to MariaDB/MySQL per process. */
const DEFAULT_POOL_MAX = 10
/** Of each connection; the server has room for 16,382 by default, for all processes together. */
const MAX_PREPARED_STATEMENTS = 400

export interface OpenOptions {
  /**
   * Whether what is committed survives a power cut. Without it an SQLite file is written several times as fast: for data that
   * are made anew if they are lost. A database server decides by itself. @default true
   */
  isDurable?: boolean
}

/**
 * Opens a database by its URL; nothing is migrated.
 * @param url `sqlite:<file>`, `sqlite::memory:`, `mysql://user:password@host:port/database` or `mariadb://…`
 * @throws Error if the scheme is not one of these
 */
export function openDatabase(url: string, { isDurable = true }: OpenOptions = {}): Database {
  if (url.startsWith('sqlite:')) return openSqlite(url.slice('sqlite:'.length), isDurable)
  if (/^(mysql|mariadb):\/\//.test(url)) return openMysql(url.replace(/^mariadb:/, 'mysql:'))
  throw new Error(`DATABASE_URL must start with sqlite:, mysql:// or mariadb://, not "${url.split(':')[0]}:"`)
}

export const isSqlite = (db: Knex): boolean => db.client instanceof LibsqlDialect

function openSqlite(filename: string, isDurable: boolean): Database {
  if (filename !== ':memory:') mkdirSync(dirname(filename), { recursive: true })
  return knexFactory({
    client: LibsqlDialect,
    connection: { filename },
    useNullAsDefault: true,
    // One connection: SQLite has one writer, and ":memory:" is private to its connection.
    pool: {
      min: 1,
      max: 1,
      afterCreate: (connection: { exec(sql: string): void }, done: (error: Error | null) => void) => {
        connection.exec(
          `PRAGMA journal_mode = WAL; PRAGMA synchronous = ${isDurable ? 'FULL' : 'OFF'}; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;
           PRAGMA cache_size = -${SQLITE_CACHE_KIB}; PRAGMA wal_autocheckpoint = ${SQLITE_CHECKPOINT_PAGES};`,
        )
        done(null)
      },
    },
  })
}

function openMysql(url: string): Database {
  const { hostname, port, username, password, pathname } = new URL(url)
  return knexFactory({
    client: 'mysql2',
    connection: {
      host: hostname,
      port: port ? Number(port) : 3306,
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      database: pathname.slice(1),
      timezone: 'Z',
      supportBigNumbers: true,
      dateStrings: ['DATE'],
      // JSON columns are longtext in MariaDB and are parsed by the repositories on every database alike.
      jsonStrings: true,
      maxPreparedStatements: MAX_PREPARED_STATEMENTS,
    } as unknown as Knex.MySql2ConnectionConfig,
    pool: {
      min: 0,
      max: DEFAULT_POOL_MAX,
      // once for each connection, and not once for each transaction
      afterCreate: (connection: { query(sql: string, done: (error: Error | null) => void): void }, done: (error: Error | null) => void) =>
        connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', done),
    },
  })
}

/** What waits for the end of a transaction. */
export interface Ending {
  write(): Promise<void>
  /** What waits was undone. */
  discard(): void
}

const endings = new WeakMap<Tx, Ending[]>()

/** Has something written as the last of a transaction. @returns false if `tx` is none of `inTransaction`: nothing is done then */
export function beforeCommit(tx: Tx, ending: Ending): boolean {
  const known = endings.get(tx)
  known?.push(ending)
  return known !== undefined
}

/** Writes now what waits for the end of the transaction, for whoever must find it written. */
export async function writeWaiting(tx: Tx): Promise<void> {
  for (const ending of endings.get(tx) ?? []) await ending.write()
}

/**
 * Runs `work` in one transaction and tries again when the database chose it as the victim of a deadlock or a lock wait.
 * `work` must have no effect outside the transaction. Inside it every query must run on `tx`: SQLite has one connection.
 */
export async function inTransaction<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(async (tx) => {
        endings.set(tx, [])
        const result = await work(tx)
        await writeWaiting(tx)
        return result
      })
    } catch (error) {
      if (attempt >= MAX_TRANSACTION_ATTEMPTS || !isRetryable(error)) throw error
    }
  }
}

/**
 * Runs `work` so that its failure takes back what it wrote and nothing else of the transaction. Cheaper than a nested
 * transaction of knex, for callers with thousands of small pieces. Not one within another.
 */
export async function inSavepoint<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  await writeWaiting(tx)
  await tx.raw('savepoint piece')
  try {
    const result = await work(tx)
    await writeWaiting(tx)
    await tx.raw('release savepoint piece')
    return result
  } catch (error) {
    endings.get(tx)?.forEach((ending) => ending.discard())
    // After a deadlock the whole transaction is gone with its savepoints: then the first error is the one to tell.
    await tx.raw('rollback to savepoint piece').catch(() => {})
    throw error
  }
}

/** Deadlock (1213), lock wait time-out (1205), or MariaDB's "record has changed since last read" (1020). MySQL and MariaDB share the numbers, not the names. */
function isRetryable(error: unknown): boolean {
  const { errno, code } = error as { errno?: number; code?: string }
  return errno === 1213 || errno === 1205 || errno === 1020 || code?.startsWith('SQLITE_BUSY') === true
}

/** Whether the error says that a unique key is already taken, on any of the databases. */
export function isUniqueViolation(error: unknown): boolean {
  const { errno, code, message } = error as { errno?: number; code?: string; message?: string }
  return (
    errno === 1062 ||
    code === 'SQLITE_CONSTRAINT_UNIQUE' ||
    code === 'SQLITE_CONSTRAINT_PRIMARYKEY' ||
    /UNIQUE constraint failed/.test(message ?? '')
  )
}
