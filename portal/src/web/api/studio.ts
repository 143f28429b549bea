import type { FieldSchema } from '@lianban/forms'
import { download, query, request } from './client.ts'

/* The studio: drafts of process packages, what is wrong with them, and their way into force. Instants in UTC epoch milliseconds. */

/** Path in the package's folder → content; below `samples/` base64. */
export type PackageFiles = Record<string, string>

export interface Person {
  userId: string
  name: string
}

export interface DraftSummary {
  id: string
  name: string
  packageKey: string
  state: 'open' | 'proposed' | 'published'
  updatedAt: number
  updatedBy: Person
  editors: Editor[]
}

export interface Editor extends Person {
  since: number
}

export interface StudioDraft extends DraftSummary {
  version: number
  files: PackageFiles
  /** The published release that it came from; null: a new package. */
  basedOn: string | null
}

export interface StudioProblem {
  place: string
  code: string
  message: string
  level: 'error' | 'warning'
  elementId?: string
}

export interface StudioTemplate {
  key: string
  name: string
  description: string
}

/** Who would get a step that is given to a post. */
export interface ApproverTest {
  organ: { id: string; name: string }
  people: { userId: string; name: string; note?: 'leaver' | 'coming' | 'agent'; actsFor?: string }[]
  vacant: boolean
}

/** One of the 42 extension projects of the county's plan. */
export interface ExtensionProject {
  no: number
  name: string | null
  state: 'free' | 'draft' | 'published'
  draftId: string | null
}

export interface PublishedPackage {
  key: string
  name: string
  releaseId: string | null
  matters: { key: string; name: string; version: number; validFrom: string | null }[]
}

export type ChangeArea = 'process' | 'form' | 'document' | 'decision' | 'matter'
export interface Difference {
  against: { releaseId: string; number: number | null; name: string } | null
  words: { area: ChangeArea; name: string; text: string }[]
  /** Element ids by model file. */
  elements: Record<string, { added: string[]; removed: string[]; changed: string[]; moved: string[] }>
  /** By model file: how it is in force, and what differs element by element. */
  models: Record<string, { before: string; changes: ModelChange[] }>
}

export interface ModelChange {
  elementId: string
  kind: 'added' | 'removed' | 'changed' | 'moved'
  /** With what was and what is: 人工环节“审核”的名称由“审核”改为“复核”. */
  text: string
}

export interface Impact {
  matters: { key: string; name: string; running: number; steps: { elementId: string; name: string; count: number; lost: boolean }[] }[]
}

export type ReleaseState = 'proposed' | 'publishing' | 'published' | 'refused' | 'withdrawn'
export interface Release {
  id: string
  packageKey: string
  name: string
  /** Counts the published ones of a package; null: it was not published. */
  number: number | null
  state: ReleaseState
  source: 'installed' | 'draft' | 'roll-back'
  draftId: string | null
  /** First day, YYYY-MM-DD; null: as soon as it is confirmed. */
  effectiveOn: string | null
  running: 'keep' | 'migrate'
  note: string
  proposedBy: Person
  proposedAt: number
  decidedBy: Person | null
  decidedAt: number | null
  decisionNote: string | null
  publishedAt: number | null
  migration: { state: 'none' | 'waiting' | 'done' | 'undone'; cases: MigratedCase[] }
}

/** A running case that a release took over. */
export interface MigratedCase {
  caseId: string
  caseNo: string
  state: 'migrated' | 'failed' | 'undone' | 'stays'
  message: string | null
}

/** One running case and what stands against its taking over, in words. */
export interface CaseVerdict {
  caseId: string
  caseNo: string
  problems: string[]
}

/** What came out of an imported file: what it names and the county does not have. */
export interface ImportedPackage {
  id: string
  name: string
  unknown: { organs: string[]; posts: { key: string; name: string }[] }
  problems: StudioProblem[]
  /** Files that belong to no package, and were left out. */
  ignored: string[]
}

export interface CountyField {
  key: string
  title: string
  schema: FieldSchema
  /** Matters whose forms have it. */
  source: string[]
  /** An applicant's earlier answer is filled in where it stands in a form with this key, title and component. */
  carried: boolean
}

export type DraftSource =
  | { template: string; organ?: string; project?: number }
  | { release: string }
  | { package: string }
  | { draft: string }
  | { import: string; organs: Record<string, string>; posts: Record<string, string> }

export interface NewRelease {
  effectiveOn: string | null
  running: 'keep' | 'migrate'
  mapping?: Record<string, string>
  note: string
  /** Also where another release came after the one that the draft was begun from. */
  replaceNewer?: boolean
}

/** Figures of cases at one element; durations in milliseconds by the clock. */
export interface ElementFigures {
  here: number
  overdue: number
  doneCount: number
  medianMs: number | null
  p95Ms: number | null
  returns: number
}

export interface Overlay {
  at: number
  elements: Record<string, ElementFigures>
}

const id = encodeURIComponent
const root = '/api/studio'

export const studioPaths = {
  packages: `${root}/packages`,
  export: (key: string) => `${root}/packages/${id(key)}/export`,
  templates: `${root}/templates`,
  known: `${root}/known`,
  projects: `${root}/projects`,
  drafts: `${root}/drafts`,
  draft: (draftId: string) => `${root}/drafts/${id(draftId)}`,
  problems: (draftId: string) => `${root}/drafts/${id(draftId)}/problems`,
  difference: (draftId: string) => `${root}/drafts/${id(draftId)}/difference`,
  impact: (draftId: string) => `${root}/drafts/${id(draftId)}/impact`,
  releases: (packageKey?: string) => `${root}/releases${query({ package: packageKey })}`,
  overlay: (matterKey: string, of: { version?: number; days?: number }) => `${root}/overlays/${id(matterKey)}${query(of)}`,
  /** The model of a version of a matter; absent: of the one in force. */
  model: (matterKey: string, version?: number) => `${root}/models/${id(matterKey)}${query({ version })}`,
  people: (post: string, organ: string) => `${root}/people${query({ post, organ })}`,
  dictionary: `${root}/dictionary`,
  /** A document of a draft as it prints, filled in with its samples. */
  paper: (draftId: string, key: string) => `${root}/drafts/${id(draftId)}/documents/${id(key)}`,
}

const release = (releaseId: string, verb: string) => `${root}/releases/${id(releaseId)}/${verb}`

export const studioApi = {
  create: (name: string, from: DraftSource) => request<{ id: string }>(studioPaths.drafts, { method: 'POST', body: { name, from } }),
  remove: (draftId: string) => request<void>(studioPaths.draft(draftId), { method: 'DELETE' }),
  /** @throws ApiError DRAFT_CHANGED when somebody saved after `version` */
  save: (draftId: string, version: number, changes: Record<string, string | null>) =>
    request<{ version: number }>(`${studioPaths.draft(draftId)}/files`, { method: 'PUT', body: { version, changes } }),
  present: (draftId: string) => request<{ editors: Editor[] }>(`${studioPaths.draft(draftId)}/presence`, { method: 'POST', body: {} }),
  propose: (draftId: string, body: NewRelease) =>
    request<{ id: string }>(`${studioPaths.draft(draftId)}/releases`, { method: 'POST', body }),
  confirm: (releaseId: string) => request<Release>(release(releaseId, 'confirm'), { method: 'POST', body: {} }),
  refuse: (releaseId: string, note: string) => request<void>(release(releaseId, 'refuse'), { method: 'POST', body: { note } }),
  withdraw: (releaseId: string) => request<void>(release(releaseId, 'withdraw'), { method: 'POST', body: {} }),
  rollBack: (releaseId: string, body: Omit<NewRelease, 'mapping' | 'replaceNewer'>) =>
    request<{ id: string }>(release(releaseId, 'roll-back'), { method: 'POST', body }),
  tryMigration: (releaseId: string) =>
    request<{ cases: CaseVerdict[] }>(release(releaseId, 'migration/dry-run'), { method: 'POST', body: {} }),
  undoMigration: (releaseId: string) =>
    request<{ undone: number; stay: CaseVerdict[] }>(release(releaseId, 'migration/undo'), { method: 'POST', body: {} }),
  export: (packageKey: string) => download(studioPaths.export(packageKey)),
  import: (file: File) => {
    const body = new FormData()
    body.append('file', file)
    return request<ImportedPackage>(`${root}/imports`, { method: 'POST', body })
  },
}
