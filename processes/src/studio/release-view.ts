import { studioReleases, type StudioReleaseRow } from '@lianban/storage'
import type { StudioContext } from './context.ts'
import { studioNotFound } from './studio-error.ts'

export interface MigratedCase {
  caseId: string
  caseNo: string
  matterKey: string
  fromVersion: number
  toVersion: number
  state: 'migrated' | 'failed' | 'undone' | 'stays'
  message: string | null
}

export interface StudioRelease {
  id: string
  packageKey: string
  name: string
  number: number | null
  source: StudioReleaseRow['source']
  state: StudioReleaseRow['state']
  draftId: string | null
  restores: string | null
  effectiveOn: string | null
  running: 'keep' | 'migrate'
  mapping: Record<string, string>
  note: string
  proposedBy: { userId: string; name: string }
  proposedAt: number
  decidedBy: { userId: string; name: string } | null
  decidedAt: number | null
  decisionNote: string | null
  publishedAt: number | null
  matters: { key: string; version: number }[]
  migration: { state: StudioReleaseRow['migration']; cases: MigratedCase[] }
}

/** @param show whether the cases that it took over are listed */
export async function presentRelease(
  { database }: Pick<StudioContext, 'database'>,
  row: StudioReleaseRow,
  show = { cases: true },
): Promise<StudioRelease> {
  const isPublished = row.state === 'published'
  const versions = isPublished ? await studioReleases(database).matters(row.tenant_id, row.id) : []
  const cases = row.migration === 'none' || !show.cases ? [] : await studioReleases(database).migrated(row.tenant_id, row.id)
  return {
    ...{ id: row.id, packageKey: row.package_key, name: row.name, number: row.number, source: row.source, state: row.state },
    ...{ draftId: row.draft_id, restores: row.restores, effectiveOn: row.effective_on, running: row.running, mapping: row.mapping },
    note: row.note,
    proposedBy: { userId: row.proposed_by, name: row.proposed_by_name },
    proposedAt: row.proposed_at,
    decidedBy: row.decided_by === null ? null : { userId: row.decided_by, name: row.decided_by_name ?? row.decided_by },
    decidedAt: row.decided_at,
    decisionNote: row.decision_note,
    publishedAt: row.published_at,
    matters: versions.map(({ matter_key, version }) => ({ key: matter_key, version })),
    migration: {
      state: row.migration,
      cases: cases.map((one) => ({
        ...{
          caseId: one.case_id,
          caseNo: one.case_no,
          matterKey: one.matter_key,
          fromVersion: one.from_version,
          toVersion: one.to_version,
        },
        ...{ state: one.state, message: one.message },
      })),
    },
  }
}

/** @throws StudioError STUDIO_NOT_FOUND */
export async function releaseRow({ database }: Pick<StudioContext, 'database'>, tenantId: string, id: string): Promise<StudioReleaseRow> {
  const row = await studioReleases(database).get(tenantId, id)
  if (!row) throw studioNotFound('发布申请')
  return row
}
