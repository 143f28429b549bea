import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { Client } from 'minio'
import {
  objectNotFound,
  objectPath,
  objectTooLarge,
  partPath,
  type ObjectStore,
  type PutOptions,
  type StoredObject,
} from './object-store.ts'
import { spool } from './spool.ts'

export interface MinioOptions {
  host: string
  port: number
  tls: boolean
  accessKey: string
  secretKey: string
  /** At least three characters; created by the first put if it is missing. */
  bucket: string
  /** Given, so that the client need not ask for it before each bucket's first request. */
  region: string
}

/** The store in a bucket of MinIO or another S3 server. A put is atomic there: the object appears whole or not at all. */
export function minioObjectStore({ host, port, tls, bucket, ...rest }: MinioOptions): ObjectStore {
  const agent = tls ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
  const client = new Client({ endPoint: host, port, useSSL: tls, transportAgent: agent, ...rest })
  let bucketReady: Promise<void> | null = null

  /** Once per store; after a failure the next put tries again. */
  const ensureBucket = () =>
    (bucketReady ??= createBucket(client, bucket, rest.region).catch((error: unknown) => {
      bucketReady = null
      throw error
    }))

  /** The objects whose names begin with `prefix`. */
  const within = (prefix: string): ObjectStore => ({
    async put(data, options = {}) {
      await ensureBucket()
      const place = { client, bucket, prefix }
      return Buffer.isBuffer(data) ? putBuffer(place, data, options) : putStream(place, data, options)
    },
    async get(sha256) {
      try {
        return await client.getObject(bucket, prefix + objectPath(sha256))
      } catch (error) {
        throw isAbsent(error) ? objectNotFound(sha256) : error
      }
    },
    has: async (sha256) => (await sizeOf(client, bucket, prefix + objectPath(sha256))) !== null,
    async delete(sha256) {
      try {
        await client.removeObject(bucket, prefix + objectPath(sha256))
      } catch (error) {
        if (!isAbsent(error)) throw error
      }
    },
    part: (name) => within(`${prefix}${partPath(name)}/`),
    close: () => Promise.resolve(agent.destroy()),
  })
  return within('')
}

interface Place {
  client: Client
  bucket: string
  prefix: string
}

async function createBucket(client: Client, bucket: string, region: string): Promise<void> {
  if (await client.bucketExists(bucket)) return
  try {
    await client.makeBucket(bucket, region)
  } catch (error) {
    // Another process was faster.
    if (codeOf(error) !== 'BucketAlreadyOwnedByYou') throw error
  }
}

async function putBuffer({ client, bucket, prefix }: Place, data: Buffer, { maxBytes = Infinity }: PutOptions): Promise<StoredObject> {
  if (data.length > maxBytes) throw objectTooLarge(maxBytes)
  const stored = { sha256: createHash('sha256').update(data).digest('hex'), size: data.length }
  const path = prefix + objectPath(stored.sha256)
  if ((await sizeOf(client, bucket, path)) !== stored.size) await client.putObject(bucket, path, data, stored.size)
  return stored
}

/** A stream is spooled to a temporary file first: its hash is its name, and with a known size it is sent in one request. */
async function putStream({ client, bucket, prefix }: Place, data: Readable, options: PutOptions): Promise<StoredObject> {
  const folder = await mkdtemp(join(tmpdir(), 'lianban-object-'))
  try {
    const file = join(folder, 'spool')
    const stored = await spool(data, file, options)
    const path = prefix + objectPath(stored.sha256)
    if ((await sizeOf(client, bucket, path)) !== stored.size) await client.putObject(bucket, path, createReadStream(file), stored.size)
    return stored
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function sizeOf(client: Client, bucket: string, path: string): Promise<number | null> {
  try {
    return (await client.statObject(bucket, path)).size
  } catch (error) {
    if (isAbsent(error)) return null
    throw error
  }
}

const codeOf = (error: unknown): string | undefined => (error as { code?: string }).code
const isAbsent = (error: unknown): boolean => ['NotFound', 'NoSuchKey', 'NoSuchBucket'].includes(codeOf(error) ?? '')
