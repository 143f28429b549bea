import { filesHash, inTransaction, newId, studioFiles, studioReleases, type StudioReleaseRow } from '@lianban/storage'
import { deployPackage } from '../packages/deploy-package.ts'
import type { ProcessPackage } from '../packages/read-package.ts'
import type { StudioContext } from './context.ts'

const SYSTEM = { userId: 'system', name: '系统' }

/**
 * Deploys a package that came with the program and keeps its files as a release, so that a draft can begin from it and a roll
 * back leads to it. Where the county has published a version of its own, that stays in force, whatever the program brings.
 * @param processPackage with the matters that the county's organs are there for
 * @returns false: the county's own version stays
 */
export async function deployInstalled(
  context: Pick<StudioContext, 'database' | 'clock'> & Parameters<typeof deployPackage>[0],
): Promise<boolean> {
  const { database, tenantId, processPackage } = context
  const latest = await studioReleases(database).latest(tenantId, processPackage.manifest.key)
  if (latest && latest.source !== 'installed') return false
  const deployed = await deployPackage(context)
  await inTransaction(database, async (tx) => {
    const files = await studioFiles(tx).put(tenantId, processPackage.files)
    const release = latest?.files_hash === filesHash(files) ? latest : installedRow(context, processPackage, files)
    if (release !== latest) {
      release.number = await studioReleases(tx).nextNumber(tenantId, release.package_key)
      await studioReleases(tx).insert(release)
    }
    for (const { key, version, previous } of deployed)
      await studioReleases(tx).insertMatter({
        tenant_id: tenantId,
        matter_key: key,
        version,
        release_id: release.id,
        previous_version: previous,
      })
  })
  return true
}

function installedRow(
  { tenantId, clock }: { tenantId: string; clock: () => number },
  { manifest }: ProcessPackage,
  files: StudioReleaseRow['files'],
): StudioReleaseRow {
  const at = clock()
  return {
    ...{ tenant_id: tenantId, id: newId(), package_key: manifest.key, name: manifest.name, number: null, source: 'installed' },
    ...{ state: 'published', draft_id: null, draft_version: null, restores: null, files, files_hash: filesHash(files) },
    ...{ effective_on: null, running: 'keep', mapping: {}, note: '随系统安装', last_editor: null },
    ...{ proposed_by: SYSTEM.userId, proposed_by_name: SYSTEM.name, proposed_at: at },
    ...{
      decided_by: SYSTEM.userId,
      decided_by_name: SYSTEM.name,
      decided_at: at,
      decision_note: null,
      published_at: at,
      migration: 'none',
      busy_since: null,
    },
  }
}
