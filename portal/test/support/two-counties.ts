import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadSampleCounty, SAMPLE_COUNTY } from '@lianban/tenants'
import { TEST_SCRYPT } from '@lianban/tenants/testing'
import pino, { type Logger } from 'pino'
import { createApp } from '../../src/server/app.ts'
import { compose, type Composition } from '../../src/server/compose.ts'
import { parseConfig } from '../../src/server/config.ts'
import { deployPackages } from '../../src/server/deploy-packages.ts'
import { loadPackages } from '@lianban/processes'
import { PACKAGES_FOLDER } from '../../src/server/compose.ts'
import { newDataDir, removeDataDir } from './server-process.ts'

export const NORTH = { id: SAMPLE_COUNTY.tenant.id, host: 'north.example.test' }
export const SOUTH = { id: 'south', host: 'south.example.test' }
/** Monday 2 March 2026, 09:00 in Beijing. */
const MONDAY_NINE = Date.UTC(2026, 2, 2, 1)

export interface TwoCounties {
  services: Composition
  /** Of the one server; which county is meant, X-Forwarded-Host says. */
  url: string
  time: { now: number }
  close(): Promise<void>
}

/** One installation with two counties that are alike in everything: organs, posts, ids, usernames, passwords, region code. */
export async function twoCounties(
  databaseUrl?: string,
  { env = {}, logger = pino({ level: 'silent' }) }: { env?: Record<string, string>; logger?: Logger } = {},
): Promise<TwoCounties> {
  const dataDir = newDataDir()
  const config = parseConfig({
    DATA_DIR: dataDir,
    RATE_LIMIT_PER_MINUTE: '0',
    TRUST_PROXY: '1',
    WORKERS: '0',
    DATABASE_URL: databaseUrl,
    WORKER_TOKEN: 'installation-token-of-the-test',
    ...env,
  })
  const time = { now: MONDAY_NINE }
  const services = await compose(config, logger, () => time.now, { scrypt: TEST_SCRYPT })
  const { tenants, database, engine } = services
  const by = { actor: { userId: 'operator' } }
  await tenants.tenancy.setHosts(NORTH.id, [NORTH.host], by)
  const tenant = { id: SOUTH.id, name: '南湖县', regionCode: SAMPLE_COUNTY.tenant.regionCode }
  await loadSampleCounty({ database, tenants, tenant })
  await tenants.tenancy.setHosts(SOUTH.id, [SOUTH.host], by)
  const packages = await loadPackages(PACKAGES_FOLDER)
  await deployPackages({ engine, database, tenants, packages, logger, clock: () => time.now }, SOUTH.id)
  const http = createServer(createApp(services).callback())
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return {
    services,
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    time,
    async close() {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
      await services.close()
      removeDataDir(dataDir)
    },
  }
}
