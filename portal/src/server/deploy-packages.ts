import { deployPackage, type ProcessPackage } from '@lianban/processes'
import { organs } from '@lianban/storage'
import type { Logger } from 'pino'
import type { Composition } from './compose.ts'

type Deployer = Pick<Composition, 'engine' | 'database' | 'tenants'> & { packages: ProcessPackage[]; logger: Logger }

/**
 * Deploys the process packages to a tenant: those whose matters are in the charge of organs that it has. A county that has
 * just been made gets the others once its organs are there, at the next start.
 */
export async function deployPackages({ packages, logger, ...deployer }: Deployer, tenantId: string): Promise<void> {
  const known = new Set((await organs(deployer.database).list(tenantId)).map(({ id }) => id))
  for (const processPackage of packages) {
    const missing = processPackage.manifest.matters.map(({ organ }) => organ).filter((organ) => !known.has(organ))
    if (missing.length === 0) await deployPackage({ ...deployer, tenantId, processPackage })
    else logger.info({ tenant: tenantId, package: processPackage.manifest.key, missing }, 'package waits for its organs')
  }
}
