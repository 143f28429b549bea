import { inflateRawSync } from 'node:zlib'
import { fileRefused } from './refusals.ts'

/** What a workbook of the allowed rows never reaches, unpacked. */
const WORKBOOK = { maxBytes: 64 * 1024 * 1024, maxEntries: 500, refuse: fileRefused as (why: string) => Error }
const END_SIGNATURE = 0x06054b50
const ENTRY_SIGNATURE = 0x02014b50
const LOCAL_SIGNATURE = 0x04034b50
const END_BYTES = 22
const MAX_COMMENT_BYTES = 65_535
const STORED = 0
const DEFLATED = 8

/**
 * Unpacks a ZIP within limits and throws the result away, so that a bomb is found before a library trusts what the file
 * says of its own size.
 * @param limits by default those of a workbook; `refuse` makes the error of what is wrong
 * @throws FILE_REFUSED
 */
export function assertModestZip(bytes: Buffer, { maxBytes, maxEntries, refuse } = WORKBOOK): void {
  const end = endOfDirectory(bytes, refuse)
  const count = bytes.readUInt16LE(end + 10)
  if (count > maxEntries) throw refuse(`压缩包内的文件超过 ${maxEntries} 个`)
  let at = bytes.readUInt32LE(end + 16)
  let left = maxBytes
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ENTRY_SIGNATURE) throw refuse('文件已损坏')
    left -= unpackedBytes(bytes, at, left, refuse)
    if (left < 0) throw refuse('文件解开后过大')
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
}

function endOfDirectory(bytes: Buffer, refuse: (why: string) => Error): number {
  for (let at = bytes.length - END_BYTES; at >= Math.max(0, bytes.length - END_BYTES - MAX_COMMENT_BYTES); at--)
    if (bytes.readUInt32LE(at) === END_SIGNATURE) return at
  throw refuse('文件已损坏')
}

function unpackedBytes(bytes: Buffer, entry: number, limit: number, refuse: (why: string) => Error): number {
  const [method, packed, local] = [bytes.readUInt16LE(entry + 10), bytes.readUInt32LE(entry + 20), bytes.readUInt32LE(entry + 42)]
  if (local + 30 > bytes.length || bytes.readUInt32LE(local) !== LOCAL_SIGNATURE) throw refuse('文件已损坏')
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
  const data = bytes.subarray(start, start + packed)
  if (method === STORED) return data.length
  if (method !== DEFLATED) throw refuse('文件使用了不支持的压缩方式')
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, limit) }).length
  } catch (error) {
    throw refuse((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? '文件解开后过大' : '文件已损坏')
  }
}
