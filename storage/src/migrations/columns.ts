import type { Knex } from 'knex'
import { isSqlite } from '../database.ts'

/*
 * Column shapes that every migration uses, so that keys compare byte by byte on every database:
 * MariaDB's default collation takes 'Abc' for 'abc' and one emoji for another.
 */

/** A key or code: at most 64 characters by default, compared exactly (MariaDB ignores trailing blanks: a key has none). */
export function key(table: Knex.CreateTableBuilder, name: string, length = 64): Knex.ColumnBuilder {
  return exact(table, table.string(name, length))
}

/** UTC epoch milliseconds. */
export const instant = (table: Knex.CreateTableBuilder, name: string): Knex.ColumnBuilder => table.bigInteger(name)

/** JSON text; repositories stringify and parse. Long enough for a form with its tables on MariaDB too. */
export const json = (table: Knex.CreateTableBuilder, name: string): Knex.ColumnBuilder => table.text(name, 'longtext')

function exact(table: Knex.CreateTableBuilder, column: Knex.ColumnBuilder): Knex.ColumnBuilder {
  const client = (table as unknown as { client: { config: { client: unknown } } }).client
  return client?.config?.client === 'mysql2' ? column.collate('utf8mb4_bin') : column
}

/** Creates a table unless it stands already (MariaDB commits DDL at once, so a broken migration may run twice). */
export async function createTable(knex: Knex, name: string, build: (table: Knex.CreateTableBuilder) => void): Promise<void> {
  if (isSqlite(knex) || !(await knex.schema.hasTable(name))) await knex.schema.createTable(name, build)
}
