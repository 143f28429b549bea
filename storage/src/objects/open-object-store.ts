import { fileURLToPath } from 'node:url'
import { folderObjectStore } from './folder.ts'
import { minioObjectStore } from './minio.ts'
import type { ObjectStore } from './object-store.ts'

const DEFAULT_REGION = 'us-east-1'
const HTTP_PORT = 80
const HTTPS_PORT = 443

/**
 * Opens an object store by its URL. A folder is created at once; a bucket by the first put, so the server may come up later.
 * @param url `file:<folder>` or `s3://<access key>:<secret key>@<host>[:<port>]/<bucket>[?tls=0][&region=us-east-1]` (TLS unless `tls=0`; percent-encode special characters)
 * @throws Error that says what is wrong with the URL, without the secret
 */
export function openObjectStore(url: string): ObjectStore {
  if (url.startsWith('file:')) return folderObjectStore(folderOf(url))
  if (url.startsWith('s3:')) return minioObjectStore(parseS3(url))
  throw new Error(`OBJECTS_URL must start with file: or s3://, not "${url.split(':')[0]}:"`)
}

function folderOf(url: string): string {
  const folder = url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length)
  if (!folder) throw new Error('OBJECTS_URL: file: needs a folder, such as file:./data/objects')
  return folder
}

function parseS3(text: string) {
  const url = URL.canParse(text) ? new URL(text) : null
  const bucket = url?.pathname.slice(1) ?? ''
  if (!url?.hostname || !url.username || !url.password || !/^[a-z0-9][a-z0-9.-]{2,62}$/.test(bucket))
    throw new Error(
      'OBJECTS_URL must look like s3://<access key>:<secret key>@<host>:<port>/<bucket>?tls=0, with a bucket of 3 to 63 of a-z 0-9 . -',
    )
  const tls = url.searchParams.get('tls') !== '0'
  return {
    host: url.hostname,
    port: url.port ? Number(url.port) : tls ? HTTPS_PORT : HTTP_PORT,
    tls,
    accessKey: decodeURIComponent(url.username),
    secretKey: decodeURIComponent(url.password),
    bucket,
    region: url.searchParams.get('region') ?? DEFAULT_REGION,
  }
}
