import { matters, studioFiles, studioReleases } from '@lianban/storage'
import type { Caller } from '@lianban/tenants'
import { assertStudio, type StudioContext } from './context.ts'
import { countyDictionary } from './dictionary.ts'
import { comparePackages, type PackageDifference } from './difference/index.ts'
import { draftRow, studioDraftDesk } from './drafts.ts'
import { draftImpact } from './impact.ts'
import { dryRun, undoMigration } from './migration.ts'
import { overlay, type OverlayQuery } from './overlay.ts'
import { approverTest } from './people.ts'
import { draftProblems } from './problems.ts'
import { extensionProjects } from './projects.ts'
import { studioReleaseDesk } from './releases.ts'
import { knownNames, matterModel, samplePaper } from './surroundings.ts'
import { listTemplates, type StudioTemplate } from './templates.ts'
import { exportPackage, importPackage } from './transfer.ts'

export interface PublishedPackage {
  key: string
  name: string
  matters: { key: string; name: string; version: number; validFrom: string | null; validUntil: string | null }[]
  releaseId: string | null
}

export type Studio = ReturnType<typeof createStudio>

/** The studio 流程设计: drafts of process packages, their problems, differences and releases. */
export const createStudio = (context: StudioContext) => ({
  drafts: {
    ...studioDraftDesk(context),
    problems: (caller: Caller, id: string) => draftProblems(context, caller, id),
    difference: (caller: Caller, id: string) => draftDifference(context, caller, id),
    impact: (caller: Caller, id: string) => draftImpact(context, caller, id),
  },
  releases: {
    ...studioReleaseDesk(context),
    dryRun: (caller: Caller, id: string) => dryRun(context, caller, id),
    undoMigration: (caller: Caller, id: string) => undoMigration(context, caller, id),
  },
  packages: (caller: Caller) => publishedPackages(context, caller),
  async templates(caller: Caller): Promise<{ items: StudioTemplate[] }> {
    await assertStudio(context, caller, 'read')
    return { items: await listTemplates() }
  },
  exportPackage: (caller: Caller, key: string) => exportPackage(context, caller, key),
  importPackage: (caller: Caller, bytes: Buffer) => importPackage(context, caller, bytes),
  /** @throws NOT_AUTHORIZED */
  assertEdit: (caller: Caller) => assertStudio(context, caller, 'edit'),
  overlay: (caller: Caller, matterKey: string, query?: OverlayQuery) => overlay(context, caller, matterKey, query),
  people: (caller: Caller, of: Parameters<typeof approverTest>[2]) => approverTest(context, caller, of),
  dictionary: countyDictionary(context),
  projects: (caller: Caller) => extensionProjects(context, caller),
  known: (caller: Caller) => knownNames(context, caller),
  model: (caller: Caller, matterKey: string, version?: number) => matterModel(context, caller, matterKey, version),
  paper: (caller: Caller, draftId: string, key: string) => samplePaper(context, caller, draftId, key),
})

/** What is published, by package. */
async function publishedPackages(context: StudioContext, caller: Caller): Promise<{ items: PublishedPackage[] }> {
  await assertStudio(context, caller, 'read')
  const { database } = context
  const { tenantId } = caller
  const owned = await matters(database).owners(tenantId)
  const items: PublishedPackage[] = []
  for (const key of [...new Set(owned.map(({ package_key }) => package_key))].sort()) {
    const release = await studioReleases(database).latest(tenantId, key)
    items.push({
      ...{ key, name: release?.name ?? key, releaseId: release?.id ?? null },
      matters: owned
        .filter(({ package_key }) => package_key === key)
        .map((one) => ({ key: one.key, name: one.name, version: one.version, validFrom: one.valid_from, validUntil: one.valid_until })),
    })
  }
  return { items }
}

/** The draft beside what is in force, or beside nothing if its package was never published. */
async function draftDifference(
  context: StudioContext,
  caller: Caller,
  id: string,
): Promise<PackageDifference & { against: { releaseId: string; number: number | null; name: string } | null }> {
  await assertStudio(context, caller, 'read')
  const { database } = context
  const row = await draftRow(context, caller.tenantId, id)
  const latest = await studioReleases(database).latest(caller.tenantId, row.package_key)
  const [before, after] = await Promise.all([
    latest ? studioFiles(database).get(caller.tenantId, latest.files) : {},
    studioFiles(database).get(caller.tenantId, row.files),
  ])
  const against = latest ? { releaseId: latest.id, number: latest.number, name: latest.name } : null
  return { against, ...(await comparePackages(before, after)) }
}
