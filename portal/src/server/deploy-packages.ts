import { deployInstalled, type ProcessPackage } from '@lianban/processes'
import { organs } from '@lianban/storage'
import type { Logger } from 'pino'
import type { Composition } from './compose.ts'

type Deployer = Pick<Composition, 'engine' | 'database' | 'tenants' | 'clock'> & { packages: ProcessPackage[]; logger: Logger }

/**
 * Deploys the process packages to a tenant: of each, the matters that are in the charge of organs that it has. A county that has
 * just been made gets the others once its organs are there, at the next start.
 */
export async function deployPackages({ packages, logger, ...deployer }: Deployer, tenantId: string): Promise<void> {
  const known = new Set((await organs(deployer.database).list(tenantId)).map(({ id }) => id))
  for (const processPackage of packages) {
    const { manifest } = processPackage
    const matters = manifest.matters.filter(({ organ }) => known.has(organ))
    const waiting = manifest.matters.filter((matter) => !matters.includes(matter)).map(({ key }) => key)
    if (waiting.length > 0) logger.info({ tenant: tenantId, package: manifest.key, waiting }, 'matters wait for their organs')
    if (matters.length + manifest.processes.length === 0) continue
    const here = new Set(matters.map(({ key }) => key))
    const themes = manifest.themes.filter((theme) => theme.matters.every(({ matter }) => here.has(matter)))
    const part = { ...processPackage, manifest: { ...manifest, matters, themes } }
    if (!(await deployInstalled({ ...deployer, tenantId, processPackage: part })))
      logger.info({ tenant: tenantId, package: manifest.key }, 'the county published a version of its own: it stays in force')
  }
}
