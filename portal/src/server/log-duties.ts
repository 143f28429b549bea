import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import type { ObjectStore } from '@lianban/storage'
import { folderTarget, hookTarget, mailTarget, objectTarget, type Heartbeat, type PublishTarget } from '@lianban/tenants'
import { CHORES } from './chores.ts'
import type { Composition } from './compose.ts'
import type { Config } from './config.ts'
import { every } from './every.ts'
import type { LogConfig } from './log-config.ts'

/** How often deliveries of signed heads are looked at; each place has its own interval. */
const PUBLISH_CHECK_MS = 30_000

/** The places outside the database that the configuration names. */
export const publishTargets = ({ folder, objects, mail, hook }: LogConfig, store: ObjectStore, clock: () => number): PublishTarget[] => [
  ...(folder ? [folderTarget(folder)] : []),
  ...(objects ? [objectTarget(store)] : []),
  ...(mail ? [mailTarget(mail)] : []),
  ...(hook ? [hookTarget({ ...hook, clock })] : []),
]

/** What a server does for the supervision log of every tenant: it seals, publishes, and says that it is there. */
export async function startLogDuties(
  services: Composition,
  forEachTenant: (name: string, work: (tenantId: string) => Promise<unknown>) => Promise<void>,
): Promise<{ stop(): Promise<void> }> {
  const { config, tenants } = services
  const { log } = config
  const hearts = new Map<string, Heartbeat>()
  const beat = (): Promise<void> =>
    forEachTenant('heartbeat', async (id) => {
      const known = hearts.get(id)
      if (known) return known.beat()
      const heart = tenants.supervision.heartbeat(id, serverName(config), log.heartbeatEveryMs)
      await heart.started()
      hearts.set(id, heart)
    })
  await beat()
  const timers = [
    every(log.sealEveryMs, () => CHORES.supervision(services)),
    every(log.heartbeatEveryMs, beat),
    ...(tenants.supervision.publishTargets.length > 0
      ? [every(PUBLISH_CHECK_MS, () => forEachTenant('publishing', (id) => tenants.supervision.publish(id)))]
      : []),
  ]
  return {
    async stop() {
      timers.forEach(clearInterval)
      await forEachTenant('heartbeat', async (id) => hearts.get(id)?.stopped())
    },
  }
}

/** The same after a restart, so that a silence in between is seen. */
const serverName = ({ dataDir }: Config): string =>
  `${hostname().slice(0, 40)}-${createHash('sha256').update(dataDir).digest('hex').slice(0, 8)}`
