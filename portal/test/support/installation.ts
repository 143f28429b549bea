import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import { createApp } from '../../src/server/app.ts'
import { compose, type Composition } from '../../src/server/compose.ts'
import { parseConfig } from '../../src/server/config.ts'
import { newDataDir, removeDataDir } from './server-process.ts'

/** Monday 2 March 2026, 09:00 in Beijing. */
const MONDAY_NINE = Date.UTC(2026, 2, 2, 1)

export interface Installation {
  services: Composition
  url: string
  /** Turn it: `time.now += 60_000`. */
  time: { now: number }
  close(): Promise<void>
}

/** One portal in this process, with the sample county, a clock that the test turns, and this environment. */
export async function installation(env: Record<string, string> = {}): Promise<Installation> {
  const dataDir = newDataDir()
  const time = { now: MONDAY_NINE }
  const http = createServer((request, response) => handle?.(request, response))
  let handle: ReturnType<ReturnType<typeof createApp>['callback']> | null = null
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const config = parseConfig({ DATA_DIR: dataDir, RATE_LIMIT_PER_MINUTE: '0', WORKERS: '0', PUBLIC_URL: url, ...env })
  const services = await compose(config, pino({ level: 'silent' }), () => time.now)
  handle = createApp(services).callback()
  return {
    services,
    url,
    time,
    async close() {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
      await services.close()
      removeDataDir(dataDir)
    },
  }
}
