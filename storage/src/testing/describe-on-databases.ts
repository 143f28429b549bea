import { afterAll, describe } from 'vitest'
import type { Database } from '../database.ts'
import { testDatabase } from './database.ts'
import { mariadbDatabase, mariadbMissing } from './mariadb.ts'

/**
 * Runs one suite on SQLite (in memory) and on a private MariaDB server.
 * Each `open()` gives a new, empty, migrated database, which is closed and dropped at the end of the suite.
 * Where MariaDB is not installed its half is skipped and its name says why.
 */
export function describeOnDatabases(name: string, body: (open: () => Promise<Database>) => void): void {
  describe(`${name} on SQLite`, () =>
    body(
      opener(async () => {
        const database = await testDatabase()
        return { database, drop: () => database.destroy() }
      }),
    ))
  if (mariadbMissing) describe.skip(`${name} on MariaDB (skipped: ${mariadbMissing})`, () => body(opener(mariadbDatabase)))
  else describe(`${name} on MariaDB`, () => body(opener(mariadbDatabase)))
}

function opener(create: () => Promise<{ database: Database; drop: () => Promise<void> }>): () => Promise<Database> {
  const drops: (() => Promise<void>)[] = []
  // Registered before the suite's own hooks, hence run after them.
  afterAll(async () => {
    for (const drop of drops) await drop()
  })
  return async () => {
    const { database, drop } = await create()
    drops.push(drop)
    return database
  }
}
