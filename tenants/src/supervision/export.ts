import { createWriteStream } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { KeyObject } from 'node:crypto'
import { supervision, type Database } from '@lianban/storage'
import { canonicalJson } from '../json.ts'
import { exportFolderNotEmpty } from '../errors.ts'
import { lineOfEntry } from './entry.ts'
import { checkpointNotes, leafHashes, sealedEntries } from './database-source.ts'
import { fingerprint, publicPem } from './signer.ts'
import { suiteOfKey, type Suite } from './suite.ts'

/** The files of an exported log. */
export const EXPORT_FILES = {
  entries: 'entries.ndjson',
  hashes: 'hashes.txt',
  checkpoints: 'checkpoints.ndjson',
  publicKey: 'public-key.pem',
  readme: 'README.txt',
} as const

/** The sealed part of a log as lines of canonical JSON, many at a time, in order. Bounded memory. */
export async function* entryLines(db: Database, tenantId: string, size: number): AsyncGenerator<string> {
  for await (const page of sealedEntries(db, tenantId, size)) yield page.map((entry) => `${lineOfEntry(entry)}\n`).join('')
}

/**
 * Writes the sealed part of a log into a folder that is empty or not there yet.
 * @returns how many entries were written
 * @throws EXPORT_FOLDER_NOT_EMPTY: an older export is evidence and is not written over
 */
export async function writeExport(
  db: Database,
  tenantId: string,
  folder: string,
  publicKey: KeyObject,
  at: number,
): Promise<{ size: number }> {
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length > 0) throw exportFolderNotEmpty(folder)
  const size = (await supervision(db).lastCheckpoint(tenantId))?.size ?? 0
  const write = (name: string, lines: AsyncIterable<string>): Promise<void> =>
    pipeline(Readable.from(lines), createWriteStream(join(folder, name), { flags: 'wx' }))
  // One after the other: SQLite has one connection.
  await write(EXPORT_FILES.entries, entryLines(db, tenantId, size))
  await write(EXPORT_FILES.hashes, hashLines(db, tenantId, size))
  await write(EXPORT_FILES.checkpoints, noteLines(db, tenantId, size))
  await writeFile(join(folder, EXPORT_FILES.publicKey), publicPem(publicKey))
  await writeFile(join(folder, EXPORT_FILES.readme), readme(tenantId, size, suiteOfKey(publicKey)!, fingerprint(publicKey), at))
  return { size }
}

async function* hashLines(db: Database, tenantId: string, size: number): AsyncGenerator<string> {
  for await (const page of leafHashes(db, tenantId, size)) yield `${page.join('\n')}\n`
}

async function* noteLines(db: Database, tenantId: string, size: number): AsyncGenerator<string> {
  for await (const note of checkpointNotes(db, tenantId, size)) yield `${canonicalJson({ note })}\n`
}

const readme = (tenantId: string, size: number, suite: Suite, keyFingerprint: string, at: number): string =>
  `电子监察日志导出件

租户:${tenantId}
记录数:${size}
导出时间:${new Date(at).toISOString()}(UTC)
算法:${suite.signatureName} 签名,${suite.hashName} 散列(${suite.name})
公钥指纹(SHA-256):${keyFingerprint}

文件:
  ${EXPORT_FILES.entries}      全部记录,每行一条,按日志次序(seq 从 0 起)。
  ${EXPORT_FILES.hashes}          每条记录的叶子哈希,十六进制,每行一个。
  ${EXPORT_FILES.checkpoints}  历次签名的检查点(C2SP tlog-checkpoint)。
  ${EXPORT_FILES.publicKey}     验签公钥。核验时应使用另行留存的公钥,并核对指纹。

核验(不需要数据库和网络):
  lianban verify-log <本文件夹> [--public-key 留存公钥.pem] [--known 留存检查点.txt]

核验能发现:记录被改动、删除、插入、倒签、调换次序、截断尾部,检查点被伪造;
给出此前留存的检查点时,还能发现整个日志被回退或改写。

计算方法:
  payloadHash = ${suite.hashName}( salt ‖ {"actorName","ip","payload"} 的规范 JSON )
  hash        = ${suite.hashName}( 0x00 ‖ {"v":1,"tenantId","id","at","action","subject","organId","actorId","onBehalfOf","payloadHash"} 的规范 JSON )
  根哈希按 RFC 6962 第 2.1 节(内部节点 ${suite.hashName}( 0x01 ‖ 左 ‖ 右 ));规范 JSON 按 RFC 8785。
  details 为 null 的记录,其内容已依法删除;删除本身另有一条 supervision.entry-erased 记录。
`
