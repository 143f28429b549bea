import { drafts, type Database, type DraftKind, type DraftPlace, type DraftRow } from '@lianban/storage'
import type { Caller, Sealer } from '@lianban/tenants'
import { DAY_MS } from '../clock/index.ts'
import { draftChanged, draftTooLarge, tooManyDrafts } from './draft-error.ts'

/** Of one draft, as JSON in UTF-8. */
export const MAX_DRAFT_BYTES = 512 * 1024
/** Of one person. */
export const MAX_DRAFTS = 200

export interface DraftsOptions {
  database: Database
  sealer: Sealer
  /** How long a draft is kept that nobody goes on with. */
  keptDays: number
  clock: () => number
}

/** What a draft is of. */
export interface DraftOf {
  kind: DraftKind
  /** Id of the task or case, key of the matter. */
  about: string
}

export interface DraftSummary extends DraftOf {
  title: string
  savedAt: number
  version: number
}

export interface DraftView extends DraftSummary {
  value: unknown
}

export interface SavedDraft {
  version: number
  savedAt: number
}

/**
 * What people have typed and not handed in yet 草稿. A draft is no case and nothing that anybody did: it is seen by its owner
 * alone, binds nobody, and may be thrown away; hence no draft is in the supervision log, which would make it last for ever
 * and show it to those who read the log. What is handed in is on record as it was handed in.
 */
export interface Drafts {
  /** The caller's, last saved first, without their content. */
  list(caller: Caller): Promise<{ items: DraftSummary[] }>
  /** null: there is none. */
  get(caller: Caller, of: DraftOf): Promise<DraftView | null>
  /**
   * Saves a draft in the place of the version that the device knows, 0 for none.
   * @throws DraftError DRAFT_CHANGED with what there is now, DRAFT_TOO_LARGE, TOO_MANY_DRAFTS
   */
  save(caller: Caller, of: DraftOf, draft: { title: string; value: unknown; baseVersion: number }): Promise<SavedDraft>
  /** Nothing there is fine. */
  remove(caller: Caller, of: DraftOf): Promise<void>
  /** What it is of is done: everybody's drafts of a task, or the caller's own of what only he can hand in. */
  finished(caller: Caller, of: DraftOf): Promise<void>
  /** Housekeeping, once a day. @returns how many were cleared */
  clearOld(tenantId: string): Promise<number>
}

export function createDrafts({ database, sealer, keptDays, clock }: DraftsOptions): Drafts {
  const placeOf = ({ tenantId, userId }: Caller, { kind, about }: DraftOf): DraftPlace => ({ tenantId, userId, kind, about })
  // Sealed for this very place: a row that was moved to another person opens for nobody.
  const contextOf = ({ tenantId, userId, kind, about }: DraftPlace): string => ['draft', tenantId, userId, kind, about].join('\n')
  const open = async (row: DraftRow): Promise<{ title: string; value: unknown }> => {
    const place = { tenantId: row.tenant_id, userId: row.user_id, kind: row.kind, about: row.about }
    return JSON.parse((await sealer.open(row.sealed, contextOf(place))).toString('utf8')) as { title: string; value: unknown }
  }
  const summary = ({ kind, about, version, saved_at }: DraftRow, title: string): DraftSummary => ({
    ...{ kind, about, title, version },
    savedAt: saved_at,
  })

  return {
    async list(caller) {
      const rows = await drafts(database).ofUser(caller.tenantId, caller.userId, MAX_DRAFTS)
      return { items: await Promise.all(rows.map(async (row) => summary(row, (await open(row)).title))) }
    },

    async get(caller, of) {
      const row = await drafts(database).get(placeOf(caller, of))
      if (!row) return null
      const { title, value } = await open(row)
      return { ...summary(row, title), value }
    },

    async save(caller, of, { title, value, baseVersion }) {
      const place = placeOf(caller, of)
      const text = Buffer.from(JSON.stringify({ title, value }))
      if (text.length > MAX_DRAFT_BYTES) throw draftTooLarge(MAX_DRAFT_BYTES)
      if (baseVersion === 0 && (await drafts(database).count(place.tenantId, place.userId)) >= MAX_DRAFTS) throw tooManyDrafts(MAX_DRAFTS)
      const savedAt = clock()
      const sealed = await sealer.seal(text, contextOf(place))
      if (await drafts(database).save(place, baseVersion, { sealed, saved_at: savedAt })) return { version: baseVersion + 1, savedAt }
      const now = await drafts(database).get(place)
      throw draftChanged(now ? { version: now.version, savedAt: now.saved_at } : null)
    },

    remove: (caller, of) => drafts(database).remove(placeOf(caller, of)),

    finished: (caller, of) =>
      of.kind === 'task' ? drafts(database).removeAbout(caller.tenantId, of.kind, of.about) : drafts(database).remove(placeOf(caller, of)),

    clearOld: (tenantId) => drafts(database).deleteBefore(tenantId, clock() - keptDays * DAY_MS),
  }
}
