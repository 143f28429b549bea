import { cases, studioFiles, studioReleases, type Database } from '@lianban/storage'
import { readPackage } from '../packages/read-package.ts'
import { templateOf, type TemplateFinder } from '../packages/templates.ts'

const MAX_KEPT = 50

/**
 * Finds the template of a case's document: of the release under whose version of the matter the case runs, so that a paper looks
 * as it did when the case was handed in; for what no release brought, of the packages that are installed.
 */
export function releaseTemplates(database: Database, clock: () => number) {
  const kept = new Map<string, Promise<Record<string, string>>>()
  const templatesOf = (tenantId: string, releaseId: string): Promise<Record<string, string>> => {
    const known = kept.get(releaseId)
    if (known) return known
    if (kept.size >= MAX_KEPT) kept.clear()
    const reading = read(database, tenantId, releaseId)
    kept.set(releaseId, reading)
    reading.catch(() => kept.delete(releaseId))
    return reading
  }
  return (tenantId: string): TemplateFinder =>
    async (templateKey, task) => {
      const row = task.businessKey == null ? undefined : await cases(database).get(tenantId, task.businessKey, clock())
      const releaseId = row && (await studioReleases(database).ofMatter(tenantId, row.matter_key, row.matter_version))
      if (releaseId === undefined) return templateOf(templateKey, task)
      const templates = await templatesOf(tenantId, releaseId)
      return Object.hasOwn(templates, templateKey) ? templates[templateKey]! : null
    }
}

async function read(database: Database, tenantId: string, releaseId: string): Promise<Record<string, string>> {
  const release = (await studioReleases(database).get(tenantId, releaseId))!
  return readPackage(await studioFiles(database).get(tenantId, release.files), release.name).templates
}
