import { homedir } from 'node:os'
import { join } from 'node:path'
import { newId } from '../ids.ts'
import { findProgram, privateServer, type ServerRecipe } from './private-server.ts'

const ACCESS_KEY = 'lianban'
const SECRET_KEY = 'lianban/secret+key'
const PROBE_WITHIN_MS = 2_000

const server = findProgram('minio', [join(homedir(), '.cache', 'lianban', 'bin')])

/** Why the suites cannot run on MinIO here; null if they can. */
export const minioMissing: string | null = server
  ? null
  : 'minio not found: put it on the PATH, or install Go and run npm test, which builds it'

const recipe: ServerRecipe = {
  name: 'minio',
  command: (folder, port) => ({
    program: server!,
    args: ['server', '--quiet', '--address', `127.0.0.1:${port}`, join(folder, 'data')],
    env: { MINIO_ROOT_USER: ACCESS_KEY, MINIO_ROOT_PASSWORD: SECRET_KEY, MINIO_BROWSER: 'off', MINIO_UPDATE: 'off' },
  }),
  async probe(port) {
    const response = await fetch(`http://127.0.0.1:${port}/minio/health/cluster`, { signal: AbortSignal.timeout(PROBE_WITHIN_MS) })
    if (!response.ok) throw new Error(`not ready: ${response.status}`)
  },
}

/** The URL, for `openObjectStore`, of a bucket that does not exist yet on this run's MinIO server. */
export async function minioUrl(): Promise<string> {
  const port = await privateServer(recipe)
  return `s3://${ACCESS_KEY}:${encodeURIComponent(SECRET_KEY)}@127.0.0.1:${port}/test-${newId()}?tls=0`
}
