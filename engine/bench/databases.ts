import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate, newId, openDatabase, type Database } from '@lianban/storage'
import { atExit } from './clean-up.ts'
import { mariadbServer } from './mariadb.ts'

/** A database system that engine and floor write to, with the durability that production has. */
export interface DatabaseServer {
  /** Name, version and durability. */
  name: string
  kind: 'sqlite' | 'mariadb'
  /** A new database, migrated and empty. */
  create(): Promise<{ url: string; drop(): Promise<void> }>
  close(): Promise<void>
}

/** The systems that were asked for; MariaDB only if it is installed. */
export async function openServers(names: readonly string[]): Promise<DatabaseServer[]> {
  const servers: DatabaseServer[] = []
  if (names.includes('sqlite')) servers.push(await sqlite())
  if (names.includes('mariadb')) {
    const server = await mariadb()
    if (server) servers.push(server)
    else console.error('MariaDB is left out: mariadbd is not installed (Debian: apt-get install mariadb-server)')
  }
  return servers
}

async function sqlite(): Promise<DatabaseServer> {
  const folder = mkdtempSync(join(tmpdir(), 'lianban-bench-sqlite-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const forget = atExit(remove)
  const version = await withDatabase('sqlite::memory:', (db) => first<string>(db, 'select sqlite_version()'))
  return {
    name: `SQLite ${version} (WAL, synchronous=FULL)`,
    kind: 'sqlite',
    async create() {
      const file = join(folder, `${newId()}.sqlite`)
      await withDatabase(`sqlite:${file}`, migrate)
      const drop = async () => ['', '-wal', '-shm'].forEach((suffix) => rmSync(file + suffix, { force: true }))
      return { url: `sqlite:${file}`, drop }
    },
    async close() {
      remove()
      forget()
    },
  }
}

async function mariadb(): Promise<DatabaseServer | null> {
  const server = await mariadbServer()
  if (!server) return null
  const system = `${server.url}/mysql`
  const version = await withDatabase(system, (db) => first<string>(db, 'select version()'))
  return {
    name: `MariaDB ${version.split('-')[0]} (innodb_flush_log_at_trx_commit=1)`,
    kind: 'mariadb',
    async create() {
      const name = `bench_${newId()}`
      await withDatabase(system, (db) => db.raw('create database ?? character set utf8mb4 collate utf8mb4_unicode_ci', [name]))
      const url = `${server.url}/${name}`
      await withDatabase(url, migrate)
      return { url, drop: () => withDatabase(system, async (db) => void (await db.raw('drop database ??', [name]))) }
    },
    close: () => server.stop(),
  }
}

export async function withDatabase<T>(url: string, work: (db: Database) => PromiseLike<T>): Promise<T> {
  const database = openDatabase(url)
  try {
    return await work(database)
  } finally {
    await database.destroy()
  }
}

/** The first value of the first row. */
export async function first<T>(db: Database, sql: string): Promise<T> {
  return Object.values((await rowsOf(db, sql))[0]!)[0] as T
}

/** The rows of a raw query: the drivers answer differently. */
export async function rowsOf(db: Database, sql: string, bindings: readonly string[] = []): Promise<Record<string, unknown>[]> {
  const answer = (await db.raw(sql, bindings)) as Record<string, unknown>[] | [Record<string, unknown>[], unknown]
  return Array.isArray(answer[0]) ? answer[0] : (answer as Record<string, unknown>[])
}
