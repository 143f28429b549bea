import { query, request } from './client.ts'

/* Organs, people and their posts. */

export type OrganKind = 'party' | 'government' | 'department' | 'institution' | 'town' | 'zone' | 'external' | 'court' | 'group'
export type Holding = 'main' | 'part-time' | 'acting'
export type TransferKind = 'organs' | 'post-kinds' | 'users' | 'posts'

export interface Organ {
  id: string
  name: string
  shortName: string
  kind: OrganKind
  parentId: string | null
  validFrom: string | null
  validUntil: string | null
  successorId: string | null
  sort: number
}

export interface OrganList {
  on: string
  today: string
  items: Organ[]
}

export interface NewOrgan {
  id: string
  name: string
  shortName: string
  kind: OrganKind
  parentId: string | null
}

export interface OrganChange {
  id: string
  kind: 'create' | 'rename' | 'move' | 'merge' | 'split' | 'close'
  organId: string
  on: string
  state: 'planned' | 'done' | 'cancelled'
  details: { name?: string; shortName?: string; before?: string | null; parentId?: string | null; sources?: string[]; heir?: string }
  reason: string
  byName: string
  createdAt: number
}

export interface Footprint {
  openCases: number
  openTasks: number
  posts: { userId: string; userName: string; organId: string; post: string; postName: string }[]
  matters: { key: string; name: string }[]
  policies: number
}

export interface PostKind {
  id: string
  name: string
}

export interface ListedUser {
  id: string
  username: string
  name: string
  phone: string | null
  disabled: boolean
  posts: { organName: string; postName: string; holding: Holding }[]
}

export interface PersonPost {
  organId: string
  organName: string
  post: string
  postName: string
  holding: Holding
  from: number
  until: number | null
  state: 'held' | 'future' | 'ended' | 'cancelled'
  endReason: string | null
  endedByName: string | null
}

export interface Person {
  id: string
  username: string
  name: string
  phone: string | null
  disabled: boolean
  posts: PersonPost[]
  heldTasks: number
}

export interface ImportReport {
  kind: TransferKind
  rows: number
  counts: { create: number; change: number; same: number; bad: number }
  plan: string
  problems: { line: number; column: string; value: string; message: string }[]
  problemCount: number
  /** XLSX, base64. */
  problemSheet: string | null
  passwordSheet?: string | null
}

export type OrganChangeBody = { kind: OrganChange['kind']; on: string; reason: string } & Record<string, unknown>

const post = <T = void>(path: string, body: unknown) => request<T>(path, { method: 'POST', body })
const userPath = (userId: string) => `/api/users/${encodeURIComponent(userId)}`

export const organisation = {
  changeOrgan: (body: OrganChangeBody) => post<{ id: string }>('/api/organs/changes', body),
  cancelChange: (changeId: string, reason: string) => post(`/api/organs/changes/${encodeURIComponent(changeId)}/cancel`, { reason }),
  footprint: (organIds: string[]) => post<Footprint>('/api/organs/footprint', { organIds }),
  putPostKind: (kind: PostKind) => post('/api/post-kinds', kind),
  createUser: (user: { username: string; name: string; phone?: string }) => post<{ id: string; password: string }>('/api/users', user),
  updateUser: (userId: string, change: { username?: string; name?: string; phone?: string | null }) => post(userPath(userId), change),
  disable: (userId: string, reason: string) => post(`${userPath(userId)}/disable`, { reason }),
  enable: (userId: string, reason: string) => post(`${userPath(userId)}/enable`, { reason }),
  grant: (userId: string, grant: Record<string, unknown>) => post(`${userPath(userId)}/posts`, grant),
  endPost: (userId: string, ending: Record<string, unknown>) => post(`${userPath(userId)}/posts/end`, ending),
  makeMain: (userId: string, held: { organId: string; post: string; reason: string }) => post(`${userPath(userId)}/posts/main`, held),
  previewImport: (kind: TransferKind, file: File) => post<ImportReport>(`/api/transfer/${kind}/preview`, formOf(file)),
  confirmImport: (kind: TransferKind, file: File, plan: string, mode: 'all' | 'good') =>
    post<ImportReport>(`/api/transfer/${kind}/confirm`, formOf(file, { plan, mode })),
}

export const organisationPaths = {
  organs: (on?: string) => `/api/organs${query({ on })}`,
  changes: '/api/organs/changes',
  postKinds: '/api/post-kinds',
  users: (filter: { q?: string; organId?: string; post?: string; state?: string }) => `/api/users${query(filter)}`,
  user: userPath,
  template: (kind: TransferKind, format: 'xlsx' | 'csv') => `/api/transfer/${kind}/template?format=${format}`,
  export: (kind: TransferKind, format: 'xlsx' | 'csv') => `/api/transfer/${kind}/export?format=${format}`,
}

function formOf(file: File, fields: Record<string, string> = {}): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', file)
  return form
}
