import type { Readable } from 'node:stream'

/** Uploads, documents and exports, each under the SHA-256 of its bytes: a name that proves its content. */
export interface ObjectStore {
  /**
   * Stores the bytes under their SHA-256 (hex); storing the same bytes twice is a no-op. A put that fails leaves nothing behind.
   * @throws ObjectStoreError OBJECT_TOO_LARGE past `maxBytes`; the stream's own error if it breaks off
   */
  put(data: Buffer | Readable, options?: PutOptions): Promise<StoredObject>
  /** The caller reads or destroys the stream. @throws ObjectStoreError OBJECT_NOT_FOUND */
  get(sha256: string): Promise<Readable>
  has(sha256: string): Promise<boolean>
  /** Deleting what is not there is a no-op. */
  delete(sha256: string): Promise<void>
  /**
   * A part of the store with its own objects: what lies in one part is not there in another, nor in the whole, whoever
   * knows its hash. It is closed with the whole. @param name a tenant's id: lower-case letters, digits and hyphens
   */
  part(name: string): ObjectStore
  close(): Promise<void>
}

export interface PutOptions {
  /** Bytes; no limit if absent. */
  maxBytes?: number
}

export interface StoredObject {
  /** 64 lower-case hexadecimal digits. */
  sha256: string
  /** Bytes. */
  size: number
}

export type ObjectStoreErrorCode = 'OBJECT_NOT_FOUND' | 'OBJECT_TOO_LARGE' | 'OBJECT_ID_INVALID'

/** What a caller of the store may have to tell its user; everything else that is thrown is an I/O error. */
export class ObjectStoreError extends Error {
  readonly code: ObjectStoreErrorCode

  constructor(code: ObjectStoreErrorCode, message: string) {
    super(message)
    this.name = 'ObjectStoreError'
    this.code = code
  }
}

export const objectNotFound = (sha256: string) => new ObjectStoreError('OBJECT_NOT_FOUND', `no object ${sha256}`)
export const objectTooLarge = (maxBytes: number) => new ObjectStoreError('OBJECT_TOO_LARGE', `the object is larger than ${maxBytes} bytes`)

/**
 * Where an object lies within its store: `ab/cd/<sha256>`, so that no folder grows too long; the same in a folder and in a bucket.
 * Anything but 64 lower-case hexadecimal digits is refused: an id never becomes a path by itself.
 * @throws ObjectStoreError OBJECT_ID_INVALID
 */
export function objectPath(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new ObjectStoreError('OBJECT_ID_INVALID', 'an object id is 64 lower-case hexadecimal digits')
  return `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`
}

/** Where a part of the store lies within it. @throws ObjectStoreError OBJECT_ID_INVALID */
export function partPath(name: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(name))
    throw new ObjectStoreError('OBJECT_ID_INVALID', 'a part of the object store is named by lower-case letters, digits and hyphens')
  return `parts/${name}`
}
