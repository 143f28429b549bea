/** knex ships no types for its dialect classes; the one we derive from is loaded by its file. */
declare module 'knex/lib/dialects/better-sqlite3/index.js' {
  import { Knex } from 'knex'
  export default class BetterSqlite3Dialect extends Knex.Client {
    _driver(): unknown
    _query(connection: { prepare(sql: string): unknown }, query: { sql: string }): Promise<unknown>
  }
}
