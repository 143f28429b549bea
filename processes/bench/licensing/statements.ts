import type { Database } from '@lianban/storage'

/** Statements that a database was sent, whoever sent them: through knex, prepared for rows, or of a transaction. */
export interface StatementCounter {
  count(): number
  /** The texts and how often each came, the most frequent first. */
  texts(): [text: string, count: number][]
}

interface Statement {
  run(...values: unknown[]): unknown
  all(...values: unknown[]): unknown
}
interface SqliteConnection {
  prepare(sql: string): Statement
}
interface MysqlConnection {
  query(sql: unknown, ...rest: unknown[]): unknown
  execute(sql: unknown, ...rest: unknown[]): unknown
}

/** Counts from now on, at the connections themselves. Nothing may have been sent yet. */
export function countStatements(database: Database, kind: 'sqlite' | 'mariadb'): StatementCounter {
  const counts = new Map<string, number>()
  const saw = (sql: string) => void counts.set(sql, (counts.get(sql) ?? 0) + 1)
  const client = database.client as { acquireRawConnection(): Promise<object> }
  const acquire = client.acquireRawConnection.bind(client)
  client.acquireRawConnection = async () => {
    const connection = await acquire()
    if (kind === 'sqlite') countSqlite(connection as SqliteConnection, saw)
    else countMysql(connection as MysqlConnection, saw)
    return connection
  }
  return {
    count: () => [...counts.values()].reduce((sum, n) => sum + n, 0),
    texts: () => [...counts].sort(([, a], [, b]) => b - a),
  }
}

function countSqlite(connection: SqliteConnection, saw: (sql: string) => void): void {
  const prepare = connection.prepare.bind(connection)
  connection.prepare = (sql) => {
    const statement = prepare(sql)
    for (const name of ['run', 'all'] as const) {
      const call = statement[name].bind(statement)
      statement[name] = (...values) => {
        saw(sql)
        return call(...values)
      }
    }
    return statement
  }
}

function countMysql(connection: MysqlConnection, saw: (sql: string) => void): void {
  for (const name of ['query', 'execute'] as const) {
    const call = connection[name].bind(connection)
    connection[name] = (sql, ...rest) => {
      saw(typeof sql === 'string' ? sql : (sql as { sql: string }).sql)
      return call(sql, ...rest)
    }
  }
}
