import { expect, test } from 'vitest'
import type { Database } from '@lianban/storage'
import { APPROVAL_COMMANDS, openApproval } from '../bench/approval.ts'
import { openServers, withDatabase } from '../bench/databases.ts'
import { recordApproval } from '../bench/durable.ts'
import { openFloor } from '../bench/floor.ts'

/** Rows and bytes of each table of running and finished work. */
async function sizes(database: Database, tables: readonly string[]): Promise<Record<string, number[]>> {
  const found: Record<string, number[]> = {}
  for (const table of tables) {
    const rows = (await database(table).select('*')) as object[]
    found[table] = [rows.length, Buffer.byteLength(JSON.stringify(rows))]
  }
  return found
}

test.each([false, true])('the floor writes the rows and bytes that the engine writes (grouped: %s)', async (grouped) => {
  // given what the engine writes for three approvals
  const [server] = await openServers(['sqlite'])
  const [ours, theirs] = [await server!.create(), await server!.create()]
  const recording = await recordApproval(theirs.url)
  const tables = [...new Set(recording.commands.flat().map(({ table }) => table))]
  const approval = await openApproval(ours.url)
  const before = await sizes(approval.database, tables)
  await Promise.all([1, 2, 3].map(() => approval.run(() => {})))
  const after = await sizes(approval.database, tables)
  // when the floor writes three
  const floorBefore = await withDatabase(theirs.url, (database) => sizes(database, tables))
  const floor = await openFloor(theirs.url, recording, { clients: 3, grouped })
  let ticks = 0
  await Promise.all([1, 2, 3].map((client) => floor.run(client, () => ticks++)))
  await floor.close()
  // then
  const floorAfter = await withDatabase(theirs.url, (database) => sizes(database, tables))
  const growth = (a: Record<string, number[]>, b: Record<string, number[]>) =>
    tables.map((table) => [table, ...b[table]!.map((value, i) => value - a[table]![i]!)])
  expect(growth(floorBefore, floorAfter)).toEqual(growth(before, after))
  expect(ticks).toBe(3 * APPROVAL_COMMANDS)
  await approval.close()
  await server!.close()
})
