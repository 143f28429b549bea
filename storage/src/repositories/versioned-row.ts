import { isUniqueViolation, type Tx } from '../database.ts'

/**
 * Puts a row in the place of the version before it, so that two who have read the same one do not overwrite each other.
 * @param place its key
 * @param row what it holds, with its `version`; 1 is the first
 * @returns false: there is another version by now, or none any more
 */
export async function replaceVersion<Row extends { version: number }>(db: Tx, table: string, place: object, row: Row): Promise<boolean> {
  if (row.version > 1)
    return (
      (await db(table)
        .where({ ...place, version: row.version - 1 })
        .update(row)) > 0
    )
  try {
    await db(table).insert({ ...place, ...row })
    return true
  } catch (error) {
    if (isUniqueViolation(error)) return false
    throw error
  }
}
