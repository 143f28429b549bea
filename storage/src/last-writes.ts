import { beforeCommit, type Tx } from './database.ts'
import { insertRows } from './write-rows.ts'

/** Of each transaction the rows that wait for its end, by table. */
const waiting = new WeakMap<Tx, Map<string, object[]>>()

/**
 * Inserts rows at the end of the transaction, those of each table together, whoever added them: for a log that many add to and
 * nobody reads before the commit. They are in the transaction as if they had been written at once; outside of `inTransaction`
 * they are. All rows of a table have the same columns.
 */
export async function insertAtEnd<T extends object>(db: Tx, table: string, rows: readonly T[]): Promise<void> {
  const tables = waiting.get(db) ?? begin(db)
  if (!tables) return insertRows(db, table, rows)
  tables.set(table, [...(tables.get(table) ?? []), ...rows])
}

function begin(tx: Tx): Map<string, object[]> | null {
  const tables = new Map<string, object[]>()
  const isTransaction = beforeCommit(tx, {
    async write() {
      const all = [...tables]
      tables.clear()
      for (const [table, rows] of all) await insertRows(tx, table, rows)
    },
    discard: () => tables.clear(),
  })
  if (isTransaction) waiting.set(tx, tables)
  return isTransaction ? tables : null
}
