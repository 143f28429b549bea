/** knex ships no types for its dialect classes; the one we derive from is loaded by its file. */
declare module 'knex/lib/dialects/better-sqlite3/index.js' {
  import type { Knex } from 'knex'
  const Dialect: typeof Knex.Client
  export default Dialect
}
