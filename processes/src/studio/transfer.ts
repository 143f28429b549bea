import { inTransaction, newId, organs, studioDrafts, studioFiles, studioReleases } from '@lianban/storage'
import type { Caller } from '@lianban/tenants'
import { readZip, writeZip } from '../archives/zip.ts'
import { DAY_MS } from '../clock/index.ts'
import { isPackagePath, isSample, PACKAGE_LIMITS, type PackageFiles } from '../packages/package-files.ts'
import { assertStudio, studioEntry, type StudioContext } from './context.ts'
import { problemsOf, type StudioProblem } from './problems.ts'
import { checkSize, namesIn } from './rename.ts'
import { StudioError, studioNotFound } from './studio-error.ts'

/** Of a ZIP that is sent in. */
export const MAX_ARCHIVE_BYTES = 10 * 1024 * 1024
const LIMITS = { maxBytes: 40 * 1024 * 1024, maxEntries: PACKAGE_LIMITS.files }
/** An import of which nobody made a draft is kept so long. */
const KEPT_DAYS = 7

export interface PackageImport {
  id: string
  name: string
  /** Paths with their length in characters. */
  files: Record<string, number>
  /** What the county does not have: to be mapped when a draft is made of it. */
  unknown: { organs: string[]; posts: { key: string; name: string }[] }
  problems: StudioProblem[]
  /** Files of the archive that belong to no package, and were left out. */
  ignored: string[]
}

/** A package that is published, as a ZIP. @throws StudioError STUDIO_NOT_FOUND */
export async function exportPackage(context: StudioContext, caller: Caller, packageKey: string): Promise<{ name: string; bytes: Buffer }> {
  await assertStudio(context, caller, 'read')
  const { database, tenants, clock } = context
  const release = await studioReleases(database).latest(caller.tenantId, packageKey)
  if (!release) throw studioNotFound('流程包')
  const files = await studioFiles(database).get(caller.tenantId, release.files)
  const entries = Object.keys(files)
    .sort()
    .map((path): [string, Buffer] => [path, Buffer.from(files[path]!, isSample(path) ? 'base64' : 'utf8')])
  await inTransaction(database, (tx) =>
    tenants.supervision.record(tx, caller.tenantId, [
      studioEntry(caller, 'package.exported', `studio-release:${release.id}`, { package: packageKey, number: release.number }),
    ]),
  )
  return { name: release.name, bytes: await writeZip(new Map(entries), clock()) }
}

/** Takes a package's ZIP in and says what is to be done with it before it is a draft. @throws StudioError ARCHIVE_INVALID and those of sizes */
export async function importPackage(context: StudioContext, caller: Caller, bytes: Buffer): Promise<PackageImport> {
  await assertStudio(context, caller, 'edit')
  const { database, tenants, clock } = context
  const { tenantId } = caller
  const { files, ignored } = await unpacked(bytes)
  const id = newId()
  const at = clock()
  await inTransaction(database, async (tx) => {
    await studioDrafts(tx).deleteImportsBefore(tenantId, at - KEPT_DAYS * DAY_MS)
    const hashes = await studioFiles(tx).put(tenantId, files)
    await studioDrafts(tx).insertImport({ tenant_id: tenantId, id, files: hashes, created_by: caller.userId, created_at: at })
    await tenants.supervision.record(tx, tenantId, [studioEntry(caller, 'package.imported', `studio-import:${id}`, { files: hashes })])
  })
  const manifest = manifestOf(files)
  return {
    ...{ id, name: manifest.name, ignored },
    files: Object.fromEntries(Object.entries(files).map(([path, content]) => [path, content.length])),
    unknown: await unknownIn(context, tenantId, files, manifest.roles),
    problems: await problemsOf(context, tenantId, files),
  }
}

/** The files of a ZIP; its one outermost folder, if all stand in one, is taken away. */
async function unpacked(bytes: Buffer): Promise<{ files: PackageFiles; ignored: string[] }> {
  const entries = await readZip(bytes, LIMITS).catch((error: Error) => {
    throw new StudioError('ARCHIVE_INVALID', error.message)
  })
  const paths = [...entries.keys()]
  const outer = paths.includes('manifest.json')
    ? ''
    : (/^([^/]+\/)manifest\.json$/.exec(paths.find((path) => /^[^/]+\/manifest\.json$/.test(path)) ?? '')?.[1] ?? null)
  if (outer === null) throw new StudioError('ARCHIVE_INVALID', '压缩包中没有 manifest.json,不是流程包')
  const files: PackageFiles = {}
  const ignored: string[] = []
  for (const [name, content] of entries) {
    const path = name.startsWith(outer) ? name.slice(outer.length) : name
    if (name.startsWith(outer) && isPackagePath(path)) files[path] = content.toString(isSample(path) ? 'base64' : 'utf8')
    else ignored.push(name)
  }
  checkSize(files)
  return { files, ignored }
}

/** @throws StudioError ARCHIVE_INVALID */
function manifestOf(files: PackageFiles): { name: string; roles: Record<string, string> } {
  try {
    for (const path of Object.keys(files)) if (path === 'manifest.json' || /^(matters|themes)\//.test(path)) JSON.parse(files[path]!)
    const { name, roles } = JSON.parse(files['manifest.json']!) as { name?: unknown; roles?: unknown }
    return {
      name: typeof name === 'string' ? name : '',
      roles: typeof roles === 'object' && roles !== null ? (roles as Record<string, string>) : {},
    }
  } catch {
    throw new StudioError('ARCHIVE_INVALID', '流程包中的事项信息不是有效的 JSON 文件')
  }
}

async function unknownIn(
  { database, tenants }: StudioContext,
  tenantId: string,
  files: PackageFiles,
  roles: Record<string, string>,
): Promise<PackageImport['unknown']> {
  const named = namesIn(files)
  const [known, kinds] = await Promise.all([organs(database).list(tenantId), tenants.organs.postKinds(tenantId)])
  return {
    organs: named.organs.filter((id) => !known.some((organ) => organ.id === id)),
    posts: named.posts.filter((key) => !kinds.some(({ id }) => id === key)).map((key) => ({ key, name: roles[key] ?? key })),
  }
}
