import type { Tx } from '../database.ts'
import type { FileHashes } from './studio-files.ts'
import { insertOrIgnore } from '../insert-or-ignore.ts'

export type StudioReleaseState = 'proposed' | 'publishing' | 'published' | 'refused' | 'withdrawn'
export type StudioReleaseSource = 'installed' | 'draft' | 'roll-back'
export type StudioMigrationState = 'none' | 'waiting' | 'running' | 'done' | 'undone'

/** A process package as it was proposed and, once another person confirmed it, published. */
export interface StudioReleaseRow {
  tenant_id: string
  id: string
  package_key: string
  name: string
  /** Counts the published ones of a package; null: it was not published. */
  number: number | null
  source: StudioReleaseSource
  state: StudioReleaseState
  draft_id: string | null
  draft_version: number | null
  /** Roll back: the release that is put in force again. */
  restores: string | null
  files: FileHashes
  files_hash: string
  /** YYYY-MM-DD; null: at once. */
  effective_on: string | null
  running: 'keep' | 'migrate'
  mapping: Record<string, string>
  note: string
  last_editor: string | null
  proposed_by: string
  proposed_by_name: string
  proposed_at: number
  decided_by: string | null
  decided_by_name: string | null
  decided_at: number | null
  decision_note: string | null
  published_at: number | null
  migration: StudioMigrationState
  /** Since when a server is at it. */
  busy_since: number | null
}

/** Which release brought a version of a matter. */
export interface StudioReleaseMatterRow {
  tenant_id: string
  matter_key: string
  version: number
  release_id: string
  previous_version: number | null
}

/** A running case that a release took over to its version of the matter. */
export interface StudioMigratedCaseRow {
  tenant_id: string
  release_id: string
  case_id: string
  case_no: string
  matter_key: string
  from_version: number
  to_version: number
  state: 'migrated' | 'failed' | 'undone' | 'stays'
  message: string | null
  at: number
}

type Stored = Omit<StudioReleaseRow, 'files' | 'mapping'> & { files: string; mapping: string }

const MAX_LISTED = 200
const MAX_CASES_LISTED = 5000

export const studioReleases = (db: Tx) => ({ ...releasesOf(db), ...mattersOf(db), ...migratedOf(db) })

const releasesOf = (db: Tx) => ({
  insert: async (row: StudioReleaseRow): Promise<void> => {
    await db('studio_release').insert({ ...row, files: JSON.stringify(row.files), mapping: JSON.stringify(row.mapping) })
  },

  get: async (tenantId: string, id: string): Promise<StudioReleaseRow | undefined> => {
    const row: Stored | undefined = await db('studio_release').where({ tenant_id: tenantId, id }).first()
    return row && read(row)
  },

  /** Newest first, of one package or of all. */
  list: async (tenantId: string, packageKey?: string): Promise<StudioReleaseRow[]> => {
    const rows: Stored[] = await db('studio_release')
      .where({ tenant_id: tenantId, ...(packageKey !== undefined && { package_key: packageKey }) })
      .orderBy([
        { column: 'proposed_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(MAX_LISTED)
    return rows.map(read)
  },

  /** The last one published, of a package. */
  latest: async (tenantId: string, packageKey: string): Promise<StudioReleaseRow | undefined> => {
    const row: Stored | undefined = await db('studio_release')
      .where({ tenant_id: tenantId, package_key: packageKey, state: 'published' })
      .orderBy('number', 'desc')
      .first()
    return row && read(row)
  },

  /** The published one with a number, of a package. */
  byNumber: async (tenantId: string, packageKey: string, number: number): Promise<StudioReleaseRow | undefined> => {
    const row: Stored | undefined = await db('studio_release').where({ tenant_id: tenantId, package_key: packageKey, number }).first()
    return row && read(row)
  },

  /** Changes it if it is in the state that whoever changes it has seen. @returns false: it is in another by now */
  change: async (
    { tenant_id, id }: Pick<StudioReleaseRow, 'tenant_id' | 'id'>,
    from: Partial<Pick<StudioReleaseRow, 'state' | 'migration' | 'busy_since'>>,
    change: Partial<Omit<StudioReleaseRow, 'files' | 'mapping'>>,
  ): Promise<boolean> =>
    (await db('studio_release')
      .where({ tenant_id, id, ...from })
      .update(change)) > 0,

  nextNumber: async (tenantId: string, packageKey: string): Promise<number> => {
    const row: { last?: number | string | null } | undefined = await db('studio_release')
      .where({ tenant_id: tenantId, package_key: packageKey })
      .max({ last: 'number' })
      .first()
    return Number(row?.last ?? 0) + 1
  },

  /** Confirmed, but broken off before all of it was in force: nobody is at it since an instant. */
  unfinished: async (tenantId: string, busyBefore: number): Promise<StudioReleaseRow[]> => {
    const rows: Stored[] = await db('studio_release')
      .where({ tenant_id: tenantId, state: 'publishing' })
      .where('busy_since', '<', busyBefore)
      .orderBy('decided_at')
    return rows.map(read)
  },

  /** Published, with running cases to be taken over on or before a day, that nobody is at since an instant. */
  migrationsDue: async (tenantId: string, day: string, busyBefore: number): Promise<StudioReleaseRow[]> => {
    const rows: Stored[] = await db('studio_release')
      .where({ tenant_id: tenantId, state: 'published' })
      .where((open) =>
        open.where('migration', 'waiting').orWhere((left) => left.where('migration', 'running').where('busy_since', '<', busyBefore)),
      )
      .where((due) => due.whereNull('effective_on').orWhere('effective_on', '<=', day))
      .orderBy('published_at')
    return rows.map(read)
  },
})

const mattersOf = (db: Tx) => ({
  insertMatter: (row: StudioReleaseMatterRow): Promise<boolean> => insertOrIgnore(db, 'studio_release_matter', { ...row }),

  /** The versions of matters that a release brought. */
  matters: (tenantId: string, releaseId: string): Promise<StudioReleaseMatterRow[]> =>
    db('studio_release_matter').where({ tenant_id: tenantId, release_id: releaseId }).orderBy('matter_key'),

  /** The release that brought a version of a matter. */
  ofMatter: async (tenantId: string, matterKey: string, version: number): Promise<string | undefined> => {
    const row: { release_id: string } | undefined = await db('studio_release_matter')
      .where({ tenant_id: tenantId, matter_key: matterKey, version })
      .first('release_id')
    return row?.release_id
  },
})

const migratedOf = (db: Tx) => ({
  /** In the place of what was noted of the case before. */
  putMigrated: async (row: StudioMigratedCaseRow): Promise<void> => {
    const { tenant_id, release_id, case_id, ...rest } = row
    const updated = await db('studio_migrated_case').where({ tenant_id, release_id, case_id }).update(rest)
    if (updated === 0) await db('studio_migrated_case').insert(row)
  },

  migrated: async (tenantId: string, releaseId: string): Promise<StudioMigratedCaseRow[]> => {
    const rows: StudioMigratedCaseRow[] = await db('studio_migrated_case')
      .where({ tenant_id: tenantId, release_id: releaseId })
      .orderBy('case_no')
      .limit(MAX_CASES_LISTED)
    return rows.map((row) => ({ ...row, at: Number(row.at) }))
  },
})

const instantOf = (value: number | string | null): number | null => (value === null ? null : Number(value))

const read = (row: Stored): StudioReleaseRow => ({
  ...row,
  files: JSON.parse(row.files) as FileHashes,
  mapping: JSON.parse(row.mapping) as Record<string, string>,
  proposed_at: Number(row.proposed_at),
  decided_at: instantOf(row.decided_at),
  published_at: instantOf(row.published_at),
  busy_since: instantOf(row.busy_since),
})
