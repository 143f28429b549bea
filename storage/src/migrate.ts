import type { Knex } from 'knex'
import type { Database } from './database.ts'
import { migrations } from './migrations/index.ts'
import { tenants } from './repositories/tenants.ts'

/** One step of the schema, named `<yyyymmddhhmm>-<what>`; it does one thing and is never edited after a release. */
export interface Migration {
  up(knex: Knex): Promise<void>
  down?(knex: Knex): Promise<void>
}

/** Migrations come as modules, not as files: the same list serves source, `dist` and tests. */
const source: Knex.MigrationSource<string> = {
  getMigrations: () => Promise.resolve(Object.keys(migrations).sort()),
  getMigrationName: (name) => name,
  getMigration: (name) => Promise.resolve({ down: async () => {}, ...migrations[name]! }),
}

const TABLE = 'schema_migration'

/** The schema is behind, and this account may not change it. */
export class MigrationRefusedError extends Error {
  readonly code = 'MIGRATION_REFUSED'
  constructor(pending: string[], cause: unknown) {
    super(`数据库结构需要升级(${pending.length} 项),但所用数据库账号无权变更结构。请以属主账号执行:DATABASE_ADMIN_URL=… lianban migrate`, {
      cause,
    })
  }
}

/**
 * Brings the schema up to date; when it is, one SELECT and nothing else: the application's account needs no right to change it.
 * @returns the names of the migrations that ran
 * @throws MigrationRefusedError
 */
export async function migrate(db: Database): Promise<string[]> {
  const pending = await pendingMigrations(db)
  if (pending.length === 0) return []
  try {
    const [, names] = (await db.migrate.latest({ migrationSource: source, tableName: TABLE })) as [number, string[]]
    return names
  } catch (error) {
    throw isDenied(error) ? new MigrationRefusedError(pending, error) : error
  }
}

/** Whether nobody has used the database yet: it has no schema, or no tenant. Nothing is written. */
export const isUnused = async (db: Database): Promise<boolean> =>
  !(await db.schema.hasTable('tenant')) || (await tenants(db).list()).length === 0

async function pendingMigrations(db: Database): Promise<string[]> {
  const done = (await db.schema.hasTable(TABLE))
    ? new Set((await db(TABLE).select('name')).map(({ name }: { name: string }) => name))
    : new Set()
  return Object.keys(migrations).filter((name) => !done.has(name))
}

/** Access denied: to a table (1142), a column (1143), a database (1044), a routine (1370) or for want of a global right (1227). */
const isDenied = (error: unknown): boolean => [1142, 1143, 1044, 1370, 1227].includes((error as { errno?: number }).errno ?? 0)
