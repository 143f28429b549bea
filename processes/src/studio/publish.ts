import { inTransaction, matters, studioDrafts, studioFiles, studioReleases, type StudioReleaseRow, type Tx } from '@lianban/storage'
import { dayOf, plusDays, type Day } from '../clock/index.ts'
import { deployPackage, type DeployedMatter } from '../packages/deploy-package.ts'
import { readPackage } from '../packages/read-package.ts'
import { publishables } from '../packages/themes.ts'
import type { StudioContext } from './context.ts'

/**
 * Puts a confirmed release in force: models and matters, then the note that it is done. Interrupted half-way it is simply
 * done again: what is there already is not written twice.
 */
export async function publish(context: StudioContext, release: StudioReleaseRow): Promise<void> {
  const { database, tenants, clock } = context
  const { tenant_id: tenantId, package_key: packageKey } = release
  const processPackage = readPackage(await studioFiles(database).get(tenantId, release.files), release.name)
  const actor = { userId: release.decided_by!, name: release.decided_by_name! }
  const deployed = await deployPackage({ ...context, tenantId, processPackage, actor, effectiveOn: release.effective_on })
  await inTransaction(database, async (tx) => {
    const at = clock()
    const number = await studioReleases(tx).nextNumber(tenantId, packageKey)
    const migration = release.running === 'migrate' ? 'waiting' : 'none'
    const isMine = await studioReleases(tx).change(
      release,
      { state: 'publishing' },
      { state: 'published', number, published_at: at, migration },
    )
    // Another server was first.
    if (!isMine) return
    const versions = await keepVersions(tx, release, deployed)
    const keys = publishables(processPackage).map(({ matter }) => matter.key)
    const ended = await endLeftOut(tx, release, { keys, lastDay: lastDayBefore(release.effective_on, dayOf(at)) })
    await followDraft(tx, release)
    await tenants.supervision.record(tx, tenantId, [
      {
        action: 'release.published',
        subject: `studio-release:${release.id}`,
        actor,
        payload: {
          package: packageKey,
          number,
          source: release.source,
          effectiveOn: release.effective_on,
          matters: versions,
          ended,
          files: release.files,
        },
      },
    ])
  })
}

const lastDayBefore = (effectiveOn: Day | null, today: Day): Day =>
  plusDays(effectiveOn !== null && effectiveOn > today ? effectiveOn : today, -1)

/** Notes which versions the release brought; what it left as it was stays with the release that brought it. */
async function keepVersions(
  tx: Tx,
  { tenant_id, id }: StudioReleaseRow,
  deployed: readonly DeployedMatter[],
): Promise<{ key: string; version: number }[]> {
  const brought: { key: string; version: number }[] = []
  for (const { key, version, previous } of deployed) {
    const row = { tenant_id, matter_key: key, version, release_id: id, previous_version: previous }
    if (await studioReleases(tx).insertMatter(row)) brought.push({ key, version })
  }
  return brought
}

/** Matters that the package had and has no longer take no new cases. @returns their keys */
async function endLeftOut(
  tx: Tx,
  { tenant_id, package_key }: StudioReleaseRow,
  { keys, lastDay }: { keys: readonly string[]; lastDay: Day },
): Promise<string[]> {
  const left = (await matters(tx).owners(tenant_id)).filter((one) => one.package_key === package_key && !keys.includes(one.key))
  const ended: string[] = []
  for (const { key } of left) if (await matters(tx).end(tenant_id, key, lastDay)) ended.push(key)
  return ended
}

/** The draft goes on from what it has become. */
async function followDraft(tx: Tx, { tenant_id, id, draft_id }: StudioReleaseRow): Promise<void> {
  if (draft_id !== null) await studioDrafts(tx).setBase(tenant_id, draft_id, id)
}
