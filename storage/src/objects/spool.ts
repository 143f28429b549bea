import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { objectTooLarge, type PutOptions, type StoredObject } from './object-store.ts'

/**
 * Writes the bytes to a new file, on the disk when this returns, and hashes them on the way. If anything fails the file is gone again.
 * @throws ObjectStoreError OBJECT_TOO_LARGE as soon as `maxBytes` is passed; the stream is destroyed then
 */
export async function spool(data: Buffer | Readable, file: string, { maxBytes = Infinity }: PutOptions): Promise<StoredObject> {
  if (Buffer.isBuffer(data) && data.length > maxBytes) throw objectTooLarge(maxBytes)
  const hash = createHash('sha256')
  let size = 0
  const handle = await open(file, 'wx', 0o600)
  try {
    for await (const chunk of Buffer.isBuffer(data) ? [data] : data) {
      const bytes = Buffer.from(chunk as Buffer | string)
      size += bytes.length
      if (size > maxBytes) throw objectTooLarge(maxBytes)
      hash.update(bytes)
      await handle.writeFile(bytes)
    }
    await handle.sync()
  } catch (error) {
    await handle.close()
    await rm(file, { force: true })
    throw error
  }
  await handle.close()
  return { sha256: hash.digest('hex'), size }
}
