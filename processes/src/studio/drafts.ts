import {
  inTransaction,
  newId,
  studioDrafts,
  studioFiles,
  studioReleases,
  type FileHashes,
  type StudioDraftRow,
  type StudioReleaseRow,
  type Tx,
} from '@lianban/storage'
import type { Caller } from '@lianban/tenants'
import { readPackage } from '../packages/read-package.ts'
import type { PackageFiles } from '../packages/package-files.ts'
import { assertStudio, studioEntry, type StudioContext } from './context.ts'
import { checkSize, renamed, withChanges, type Names } from './rename.ts'
import { StudioError, studioNotFound } from './studio-error.ts'
import { fromTemplate } from './templates.ts'

/** Somebody who has a draft open is gone when nothing was heard of him for so long. */
export const PRESENCE_MS = 60_000
/** Of a tenant. */
const MAX_DRAFTS = 300
const MANIFEST = 'manifest.json'

export interface Editor {
  userId: string
  name: string
  since: number
}

export type DraftState = 'open' | 'proposed' | 'published'

export interface StudioDraftSummary {
  id: string
  name: string
  packageKey: string
  version: number
  basedOn: string | null
  state: DraftState
  editors: Editor[]
  updatedAt: number
  updatedBy: { userId: string; name: string }
}

export interface StudioDraft extends StudioDraftSummary {
  files: PackageFiles
}

/** What a draft is begun from. `organ` is that of the matters of a template. */
export type DraftOrigin =
  | { template: string; organ?: string }
  | { package: string }
  | { release: string }
  | { draft: string }
  | { import: string; organs?: Names; posts?: Names }

/** Drafts of process packages: everybody who designs sees and changes them all; whoever saves over what he has not seen is told. */
export const studioDraftDesk = (context: StudioContext) => ({ ...looking(context), ...changing(context) })

/** What there is, and who has it open. */
function looking(context: StudioContext) {
  const { database, clock } = context
  const editorsOf = async (tenantId: string, id: string): Promise<Editor[]> =>
    (await studioDrafts(database).editors(tenantId, id, clock() - PRESENCE_MS)).map(({ user_id, name, since }) => ({
      userId: user_id,
      name,
      since,
    }))

  return {
    async list(caller: Caller): Promise<{ items: StudioDraftSummary[] }> {
      await assertStudio(context, caller, 'read')
      const [rows, releases] = await Promise.all([
        studioDrafts(database).list(caller.tenantId),
        studioReleases(database).list(caller.tenantId),
      ])
      const items = await Promise.all(rows.map(async (row) => summary(row, releases, await editorsOf(caller.tenantId, row.id))))
      return { items }
    },

    async get(caller: Caller, id: string): Promise<StudioDraft> {
      await assertStudio(context, caller, 'read')
      const row = await draftRow(context, caller.tenantId, id)
      const releases = await studioReleases(database).list(caller.tenantId, row.package_key)
      const files = await studioFiles(database).get(caller.tenantId, row.files)
      return { ...summary(row, releases, await editorsOf(caller.tenantId, id)), files }
    },

    /** Tells that the caller has the draft open. @returns who else has */
    async present(caller: Caller, id: string): Promise<{ editors: Editor[] }> {
      await assertStudio(context, caller, 'edit')
      await draftRow(context, caller.tenantId, id)
      const at = clock()
      await studioDrafts(database).seen(
        { tenant_id: caller.tenantId, draft_id: id, user_id: caller.userId, name: caller.name, seen_at: at },
        at - PRESENCE_MS,
      )
      return { editors: await editorsOf(caller.tenantId, id) }
    },
  }
}

function changing(context: StudioContext) {
  const { database, clock } = context
  return {
    /** @throws StudioError STUDIO_NOT_FOUND, TOO_MANY_DRAFTS, PACKAGE_UNREADABLE, MAPPING_INVALID */
    async create(caller: Caller, { name, from }: { name: string; from: DraftOrigin }): Promise<{ id: string }> {
      await assertStudio(context, caller, 'edit')
      const { tenantId } = caller
      if ((await studioDrafts(database).list(tenantId)).length >= MAX_DRAFTS)
        throw new StudioError('TOO_MANY_DRAFTS', `草稿已有 ${MAX_DRAFTS} 份,请先删除不用的草稿`)
      const { files, basedOn } = await filesFrom(context, tenantId, { name, from })
      checkSize(files)
      const id = newId()
      await inTransaction(database, async (tx) => {
        const hashes = await studioFiles(tx).put(tenantId, files)
        const at = clock()
        await studioDrafts(tx).insert({
          ...{ tenant_id: tenantId, id, name, package_key: packageKeyOf(files), version: 1, files: hashes, based_on: basedOn },
          ...{ created_by: caller.userId, created_at: at, updated_by: caller.userId, updated_by_name: caller.name, updated_at: at },
        })
        await record(tx, context, caller, 'draft.created', id, { name, from: { ...from }, files: hashes })
      })
      return { id }
    },

    /**
     * Saves files in the place of the version that the device knows; null takes a file away.
     * @throws StudioError DRAFT_CHANGED with who has changed it, PATH_INVALID, FILE_TOO_LARGE, PACKAGE_TOO_LARGE
     */
    async change(
      caller: Caller,
      id: string,
      { version, changes, name }: { version: number; changes: Record<string, string | null>; name?: string },
    ): Promise<{ version: number }> {
      await assertStudio(context, caller, 'edit')
      return inTransaction(database, async (tx) => {
        const row = await draftRow({ database: tx }, caller.tenantId, id)
        if (row.version !== version) throw changed(row)
        const before = await studioFiles(tx).get(caller.tenantId, row.files)
        const files = withChanges(before, changes)
        const added = await studioFiles(tx).put(caller.tenantId, pick(files, Object.keys(changes)))
        const hashes = { ...pick(row.files, Object.keys(files)), ...added }
        const next: StudioDraftRow = {
          ...row,
          ...{ files: hashes, name: name ?? row.name, version: version + 1, package_key: packageKeyOf(files, row.package_key) },
          ...{ updated_by: caller.userId, updated_by_name: caller.name, updated_at: clock() },
        }
        if (!(await studioDrafts(tx).replace(next))) throw changed(await draftRow({ database: tx }, caller.tenantId, id))
        await record(tx, context, caller, 'draft.changed', id, { version: next.version, changed: changedFiles(row.files, hashes) })
        return { version: next.version }
      })
    },

    async remove(caller: Caller, id: string): Promise<void> {
      await assertStudio(context, caller, 'edit')
      await inTransaction(database, async (tx) => {
        const row = await draftRow({ database: tx }, caller.tenantId, id)
        await studioDrafts(tx).remove(caller.tenantId, id)
        await record(tx, context, caller, 'draft.removed', id, { name: row.name, version: row.version, files: row.files })
      })
    },
  }
}

/** @throws StudioError STUDIO_NOT_FOUND */
export async function draftRow({ database }: { database: Tx }, tenantId: string, id: string): Promise<StudioDraftRow> {
  const row = await studioDrafts(database).get(tenantId, id)
  if (!row) throw studioNotFound('草稿')
  return row
}

const changed = ({ updated_by, updated_by_name, updated_at, version }: StudioDraftRow): StudioError =>
  new StudioError('DRAFT_CHANGED', `${updated_by_name}已修改该草稿,请先载入最新内容`, {
    by: { userId: updated_by, name: updated_by_name },
    at: updated_at,
    version,
  })

const record = (
  tx: Tx,
  { tenants }: StudioContext,
  caller: Caller,
  action: string,
  id: string,
  payload: Parameters<typeof studioEntry>[3],
): Promise<void> => tenants.supervision.record(tx, caller.tenantId, [studioEntry(caller, action, `studio-draft:${id}`, payload)])

function summary(row: Omit<StudioDraftRow, 'files'>, releases: readonly StudioReleaseRow[], editors: Editor[]): StudioDraftSummary {
  return {
    id: row.id,
    name: row.name,
    packageKey: row.package_key,
    version: row.version,
    basedOn: row.based_on,
    state: stateOf(row, releases),
    editors,
    updatedAt: row.updated_at,
    updatedBy: { userId: row.updated_by, name: row.updated_by_name },
  }
}

function stateOf({ id, version }: Pick<StudioDraftRow, 'id' | 'version'>, releases: readonly StudioReleaseRow[]): DraftState {
  const own = releases.filter(({ draft_id }) => draft_id === id)
  if (own.some(({ state }) => state === 'proposed' || state === 'publishing')) return 'proposed'
  return own.some(({ state, draft_version }) => state === 'published' && draft_version === version) ? 'published' : 'open'
}

/** What changed, by path: hash before and after, null where there is none. */
export const changedFiles = (before: FileHashes, after: FileHashes): { path: string; before: string | null; after: string | null }[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((path) => before[path] !== after[path])
    .sort()
    .map((path) => ({ path, before: before[path] ?? null, after: after[path] ?? null }))

const pick = <Value>(from: Record<string, Value>, keys: readonly string[]): Record<string, Value> =>
  Object.fromEntries(keys.flatMap((key) => (Object.hasOwn(from, key) ? [[key, from[key]!]] : [])))

/** The key that the manifest says; while it cannot be read, the one of before. */
function packageKeyOf(files: PackageFiles, otherwise = ''): string {
  try {
    const { key } = JSON.parse(files[MANIFEST] ?? '') as { key?: unknown }
    return typeof key === 'string' && key.length <= 64 ? key : otherwise
  } catch {
    return otherwise
  }
}

async function filesFrom(
  { database }: StudioContext,
  tenantId: string,
  { name, from }: { name: string; from: DraftOrigin },
): Promise<{ files: PackageFiles; basedOn: string | null }> {
  const stored = async (hashes: FileHashes) => studioFiles(database).get(tenantId, hashes)
  if ('template' in from) return { files: await fromTemplate(from.template, { name, organ: from.organ }), basedOn: null }
  if ('draft' in from) {
    const row = await draftRow({ database }, tenantId, from.draft)
    return { files: await stored(row.files), basedOn: row.based_on }
  }
  if ('import' in from) return { files: await imported(database, tenantId, from), basedOn: null }
  const release =
    'release' in from
      ? await studioReleases(database).get(tenantId, from.release)
      : await studioReleases(database).latest(tenantId, from.package)
  if (!release) throw studioNotFound('流程包')
  // Whoever begins from an older release means to put it in the place of the latest.
  const latest = await studioReleases(database).latest(tenantId, release.package_key)
  return { files: await stored(release.files), basedOn: latest?.id ?? release.id }
}

async function imported(
  database: Tx,
  tenantId: string,
  { import: id, organs = {}, posts = {} }: Extract<DraftOrigin, { import: string }>,
): Promise<PackageFiles> {
  const row = await studioDrafts(database).getImport(tenantId, id)
  if (!row) throw studioNotFound('导入的流程包')
  return renamed(await studioFiles(database).get(tenantId, row.files), { organs, posts })
}

/** The package of a draft. @throws PackageError */
export const packageOf = (files: PackageFiles) => readPackage(files, '流程包')
