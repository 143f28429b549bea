import type { KeyObject } from 'node:crypto'
import { supervision as supervisionRows, type Database } from '@lianban/storage'
import type { Anchors } from './anchors.ts'
import { logOrigin } from './checkpoint.ts'
import { databaseSource } from './database-source.ts'
import type { Seal } from './seal.ts'
import { problem, type Verification } from './verification.ts'
import { verifyLog } from './verify.ts'

export interface VerifyDatabaseOptions {
  database: Database
  tenantId: string
  publicKey: KeyObject
  anchors: Anchors
  seal: Seal
}

/** Seals, then proves the live tables against the heads in them and the heads kept outside. */
export async function verifyDatabase(options: VerifyDatabaseOptions): Promise<Verification> {
  const { database, tenantId, publicKey, anchors, seal } = options
  const foreign = (await entryBeyondLog(database, tenantId)) ?? (await unplacedEntry(database, tenantId))
  if (foreign) return foreign
  await seal(tenantId)
  // In this order: a sealer that goes on meanwhile makes the head newer than what it is compared with, never older.
  const known = await anchors.all(tenantId)
  const size = await logSize(database, tenantId)
  const headSize = (await supervisionRows(database).lastCheckpoint(tenantId))?.size ?? 0
  const source = databaseSource(database, tenantId, headSize)
  const found = await verifyLog(source, { publicKey, origin: logOrigin(tenantId), known })
  if (!found.ok || size <= headSize) return found
  const message = `日志已有 ${size} 条,但第 ${headSize} 条起没有签名的检查点:检查点被删除。`
  return problem('CHECKPOINT_MISSING', source.names.checkpoints, headSize, message)
}

/** A place that no sealer gave: it would also stop the sealer when it comes there. */
async function entryBeyondLog(database: Database, tenantId: string): Promise<Verification | null> {
  const [row] = await supervisionRows(database).leaves(tenantId, await logSize(database, tenantId), 1)
  const seq = row?.seq ?? -1
  // Read again: another process may have sealed in between.
  if (!row || seq < (await logSize(database, tenantId))) return null
  const message = `第 ${seq} 条记录的序号不是由封存程序给出的,系插入数据库。`
  return problem('ENTRY_INSERTED', 'supervision_leaf', seq, message)
}

/** An entry that neither has a place nor waits for one: somebody keeps it from being sealed, or took its place away. */
async function unplacedEntry(database: Database, tenantId: string): Promise<Verification | null> {
  const rows = supervisionRows(database)
  const isWhole = async (): Promise<boolean> =>
    (await rows.countEntries(tenantId)) <= (await rows.countLeaves(tenantId)) + (await rows.countWaiting(tenantId))
  if (await isWhole()) return null
  const stray = await rows.strayEntry(tenantId)
  if (!stray) return null
  const message = `记录 ${stray.id} 既未封存,也不在待封存之列:其位置被删除,或有人阻止其封存。`
  return problem('ENTRY_UNPLACED', 'supervision_entry', null, message)
}

const logSize = async (database: Database, tenantId: string): Promise<number> => (await supervisionRows(database).log(tenantId))?.size ?? 0
