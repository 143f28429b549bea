import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inTransaction, isSqlite, type Database } from '@lianban/storage'
import { fileAnchors } from '../anchors.ts'
import type { EntryInput } from '../entry.ts'
import { fileSigners } from '../signer.ts'
import { createSupervision } from '../supervision.ts'
import type { Suite } from '../suite.ts'

/** Monday 2 March 2026, 09:00 in Beijing. */
export const MONDAY_NINE = Date.UTC(2026, 2, 2, 1)

/** A supervision log on `database` with its keys in a folder of its own and a clock that the test turns. */
export function aSupervision(database: Database, suite?: Suite) {
  const folder = mkdtempSync(join(tmpdir(), 'lianban-log-'))
  const time = { now: MONDAY_NINE }
  const anchors = fileAnchors(join(folder, 'keys'))
  const signers = fileSigners(join(folder, 'keys'), suite)
  const log = createSupervision({ database, clock: () => time.now, signers, anchors })
  return {
    folder,
    time,
    log,
    anchors,
    signers,
    /** The same log as another process of the installation sees it. */
    another: () => createSupervision({ database, clock: () => time.now, signers, anchors }),
    /** Records `count` entries, one a second, and seals them every `sealEvery`. */
    fill: async (tenantId: string, count: number, sealEvery: number): Promise<void> => {
      for (let i = 1; i <= count; i++) {
        time.now += 1_000
        await inTransaction(database, (tx) => log.record(tx, tenantId, [anEntryInput({ payload: { 序号: i } })]))
        if (i % sealEvery === 0) await log.seal(tenantId)
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** What someone with the database file can do first: SQLite's guards are triggers in it. */
export async function removeGuards(database: Database): Promise<void> {
  if (!isSqlite(database)) return
  const triggers = (await database('sqlite_master').where({ type: 'trigger' }).select('name')) as { name: string }[]
  for (const { name } of triggers) if (name.startsWith('supervision_')) await database.raw('drop trigger ??', [name])
}

export const anEntryInput = (more: Partial<EntryInput> = {}): EntryInput => ({
  action: 'case.submitted',
  subject: 'case:1',
  organId: 'scjg',
  actor: { userId: 'shenqing', name: '李春华' },
  ip: '127.0.0.1',
  payload: { 事项: '食品经营许可' },
  ...more,
})
