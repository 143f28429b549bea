import { createPublicKey, type KeyObject } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../json.ts'
import { entryOfLine } from './entry.ts'
import { EXPORT_FILES } from './export.ts'
import { problem, type LogSource, type Verification } from './verification.ts'
import { verifyLog } from './verify.ts'

export interface VerifyExportOptions {
  /** PEM of the key that the verifier trusts. Default: the key in the export, which proves less: it may be replaced too. */
  publicKey?: string
  /** Signed notes kept elsewhere; the log must go on from each of them. */
  known?: readonly string[]
  maxLateMs?: number
}

/** A line longer than this is no entry of ours. Bytes. */
const MAX_LINE_BYTES = 64 * 1024 * 1024
const READ_BYTES = 256 * 1024
const LINE_END = 0x0a

/** Verifies an exported log from its files alone: no database, no network, bounded memory. */
export async function verifyExport(folder: string, options: VerifyExportOptions = {}): Promise<Verification> {
  for (const name of [
    EXPORT_FILES.entries,
    EXPORT_FILES.hashes,
    EXPORT_FILES.checkpoints,
    ...(options.publicKey ? [] : [EXPORT_FILES.publicKey]),
  ]) {
    const isThere = await access(join(folder, name)).then(
      () => true,
      () => false,
    )
    if (!isThere) return problem('FILE_MISSING', name, null, `导出件缺少文件 ${name}。`)
  }
  const publicKey = readKey(options.publicKey ?? (await readFile(join(folder, EXPORT_FILES.publicKey), 'utf8')))
  if (!publicKey) return problem('CHECKPOINT_FORGED', EXPORT_FILES.publicKey, null, '公钥文件无法读取,不能核验签名。')
  return verifyLog(fileSource(folder), { publicKey, known: options.known, maxLateMs: options.maxLateMs })
}

function readKey(pem: string): KeyObject | null {
  try {
    return createPublicKey(pem)
  } catch {
    return null
  }
}

function fileSource(folder: string): LogSource {
  return {
    names: EXPORT_FILES,
    entries: () => map(lines(join(folder, EXPORT_FILES.entries)), (page) => page.map(entryOfLine)),
    hashes: () => lines(join(folder, EXPORT_FILES.hashes)),
    checkpoints: () => flat(map(lines(join(folder, EXPORT_FILES.checkpoints)), (page) => page.map(parseNote))),
  }
}

/** A line that is no note gives an empty text, which no key has signed. */
function parseNote(line: string): string {
  const wrapped = parse(line) as { note?: unknown } | null
  return wrapped && typeof wrapped.note === 'string' && canonicalJson({ note: wrapped.note }) === line ? wrapped.note : ''
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

async function* map<T, U>(items: AsyncIterable<T>, change: (item: T) => U): AsyncGenerator<U> {
  for await (const item of items) yield change(item)
}

async function* flat<T>(pages: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const page of pages) yield* page
}

/** Lines of a file, without their end, a page for each piece that is read. An overlong line is cut into pieces, none of which is an entry. */
async function* lines(file: string): AsyncGenerator<string[]> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(file, { highWaterMark: READ_BYTES }) as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const end = rest.lastIndexOf(LINE_END)
    if (end >= 0) {
      yield rest.toString('utf8', 0, end).split('\n')
      rest = rest.subarray(end + 1)
    }
    if (rest.length > MAX_LINE_BYTES) {
      yield [rest.toString('utf8')]
      rest = Buffer.alloc(0)
    }
  }
  if (rest.length > 0) yield [rest.toString('utf8')]
}
