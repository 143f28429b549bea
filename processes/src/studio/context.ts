import type { Engine } from '@lianban/engine/runtime'
import type { Database } from '@lianban/storage'
import { actorOf, type Caller, type Tenants } from '@lianban/tenants'
import type { MatterStore } from '../matters/matter-store.ts'
import type { RemoteOptions } from '../options/index.ts'
import type { PackageFiles } from '../packages/package-files.ts'
import type { CaseResult } from '../try-out/index.ts'

export interface StudioContext {
  database: Database
  engine: Pick<Engine, 'deploy' | 'migrate' | 'setVariables'> & {
    definitions: Pick<Engine['definitions'], 'process' | 'xml'>
    instances: Pick<Engine['instances'], 'state' | 'variables'>
  }
  tenants: Pick<Tenants, 'authorization' | 'supervision' | 'organs' | 'users' | 'delegations'>
  matters: MatterStore
  /** Data services that forms may name. */
  remote: Pick<RemoteOptions, 'services'>
  /** Runs the cases that are saved in a package, by the county's calendar; [] only if none is. */
  runCases: (files: PackageFiles, tenantId: string) => CaseResult[] | Promise<CaseResult[]>
  /** UTC epoch milliseconds. */
  clock: () => number
}

type Right = 'read' | 'edit' | 'publish' | 'confirm'

/** @throws NOT_AUTHORIZED */
export const assertStudio = async ({ tenants }: Pick<StudioContext, 'tenants'>, caller: Caller, right: Right): Promise<void> => {
  await tenants.authorization.assert(caller, right, { type: 'studio' })
}

/** An entry of the supervision log about a draft or a release. */
export const studioEntry = (
  caller: Caller,
  action: string,
  subject: string,
  payload: Parameters<Tenants['supervision']['record']>[2][number]['payload'],
) => ({
  action,
  subject,
  actor: actorOf(caller),
  ip: caller.ip,
  payload,
})
