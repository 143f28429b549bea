import { query, request } from './client.ts'
import type { Page } from './page.ts'

/* Archives of cases: wire shapes, addresses, calls. Instants are epoch milliseconds. */

export type ArchiveState = 'building' | 'archived' | 'failed'

export interface ArchiveView {
  caseId: string
  archiveNo: string
  state: ArchiveState
  retentionText: string
  tests: { name: string; label: string; ok: boolean; problems: string[]; notes: string[] }[] | null
  sha256: string | null
  size: number | null
  attempts: number
  createdAt: number
  packedAt: number | null
}

export interface CaseArchive {
  archive: ArchiveView | null
  canArchive: boolean
  canDownload: boolean
}

export interface ArchiveItem extends ArchiveView {
  caseNo: string
  matterName: string
  organName: string
  applicantName: string
  canRetry: boolean
}

export interface ArchivePage extends Page<ArchiveItem> {
  counts: Record<ArchiveState, number>
}

const ofCase = (caseId: string) => `/api/cases/${encodeURIComponent(caseId)}/archive`

export const archivePaths = {
  list: (filter: { state?: string; q?: string }) => `/api/archives${query(filter)}`,
  ofCase,
  package: (caseId: string) => `${ofCase(caseId)}/package`,
}

export const archivesApi = {
  archive: (caseId: string) => request<CaseArchive>(ofCase(caseId), { method: 'POST' }),
}

export const ARCHIVE_STATES: Record<ArchiveState, { text: string; colour: string }> = {
  failed: { text: '检测未通过', colour: 'error' },
  building: { text: '归档中', colour: 'processing' },
  archived: { text: '已归档', colour: 'success' },
}
