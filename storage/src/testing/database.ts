import { openDatabase, type Database } from '../database.ts'
import { migrate } from '../migrate.ts'

/** A migrated SQLite database in memory, private to the caller. Destroy it in `afterAll`. */
export async function testDatabase(): Promise<Database> {
  const db = openDatabase('sqlite::memory:')
  await migrate(db)
  return db
}
