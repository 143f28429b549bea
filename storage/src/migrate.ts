import type { Knex } from 'knex'
import type { Database } from './database.ts'
import { migrations } from './migrations/index.ts'

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

/** Brings the schema up to date; a no-op when it is. @returns the names of the migrations that ran */
export async function migrate(db: Database): Promise<string[]> {
  const [, names] = (await db.migrate.latest({ migrationSource: source, tableName: 'schema_migration' })) as [number, string[]]
  return names
}
