import { isUniqueViolation, type Tx } from './database.ts'

/** Inserts a row; one of its key that is there already stays as it is. @returns whether it was inserted */
export async function insertOrIgnore(db: Tx, table: string, row: Record<string, unknown>): Promise<boolean> {
  try {
    await db(table).insert(row)
    return true
  } catch (error) {
    if (isUniqueViolation(error)) return false
    throw error
  }
}
