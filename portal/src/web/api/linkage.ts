import type { GeoJsonObject } from 'geojson'
import { query, request } from './client.ts'

/* Grid incidents 大联动: wire shapes, addresses, calls. Instants are epoch milliseconds, positions degrees in WGS-84. */

export interface CategoryChoice {
  code: string
  kind: 'component' | 'event'
  className: string
  name: string
  severity: string
}

export interface CountyMapAnswer {
  map: GeoJsonObject
  /** Address of tiles, where some are set up. */
  tiles: string | null
}

export interface NearReport {
  incidentNo: string
  state: string
  place: string
  reportedAt: number
  distanceM: number
}

export interface Position {
  longitude: number
  latitude: number
}

export interface ReportBody {
  category: string
  position: Position & { system: 'wgs84' | 'gcj02' }
  place: string
  summary: string
  description?: string
  phone?: string
  selfHandled?: boolean
  takenAt?: string
  photos: string[]
}

export type IncidentLamp = 'normal' | 'warning' | 'overdue' | 'suspended' | 'done'

export interface IncidentSummary extends Position {
  id: string
  incidentNo: string
  state: string
  source: string
  severity: string
  category: string
  categoryName: string
  place: string
  summary: string
  town: string
  townName: string
  gridName: string
  lead: string | null
  leadName: string | null
  forced: boolean
  reportedAt: number
  filedAt: number | null
  dispatchedAt: number | null
  dueAt: number | null
  closedAt: number | null
  reworks: number
  redispatches: number
  grade: number | null
  lamp: IncidentLamp
}

export interface IncidentTarget {
  id: string
  round: number
  name: string
  organName: string
  role: string
  state: string
  limit: string
  extended: string | null
  fromAt: number
  dueAt: number
  doneAt: number | null
  deferredAt: number | null
  isLate: boolean
}

export interface IncidentDetail extends IncidentSummary {
  step: string | null
  isReporter: boolean
  canRate: boolean
  targets: IncidentTarget[]
  deeds: { kind: string; organName: string | null; text: string | null; byName: string; at: number; reason: string | null }[]
  linked: { incidentNo: string; reportedAt: number }[]
  hotline: { orderNo: string; kind: string; replyDueAt: number; answeredAt: number | null } | null
  before: { fileId: string; at: number }[]
  after: { fileId: string; at: number }[]
}

export interface Share {
  n: number
  of: number
}

export interface LinkageFigures {
  organ: string | null
  organName: string
  filed: Share | null
  dispatchedRight: Share
  disposedOnTime: Share
  closedOnTime: Share
  closed: Share
  reworked: Share
  extended: Share
  refused: Share
  satisfied: Share
  deductionTenths: number
}

export interface DeferredTarget {
  id: string
  incidentNo: string
  summary: string
  target: string
  organName: string
  since: number
  reviewedAt: number | null
  kind: string
  reason: string
}

export interface CategoryTarget {
  name: string
  n: number
  unit: 'workhour' | 'urgent-hour' | 'workday'
  organ?: string
}

export interface CategoryStandard {
  code: string
  version: number
  kind: 'component' | 'event'
  className: string
  name: string
  filing: string
  lead: string
  owner: string | null
  disposal: string
  targets: CategoryTarget[]
  closing: string
  severity: 'normal' | 'serious' | 'urgent'
  radiusM: number
  windowHours: number
  proposed: boolean
}

const id = encodeURIComponent

export const linkagePaths = {
  categories: '/api/linkage/categories',
  map: '/api/linkage/map',
  incidents: (filter: Record<string, string | number | null | undefined>) => `/api/linkage/incidents${query(filter)}`,
  incident: (incidentId: string) => `/api/linkage/incidents/${id(incidentId)}`,
  near: (category: string, { longitude, latitude, system }: ReportBody['position']) =>
    `/api/linkage/near${query({ category, longitude, latitude, system })}`,
  figures: (range: { from: number; to: number }) => `/api/linkage/figures${query(range)}`,
  deferred: '/api/linkage/deferred',
  standards: '/api/linkage/standards',
}

export const linkageApi = {
  report: (body: ReportBody, idempotencyKey: string) =>
    request<{ caseId: string; caseNo: string }>('/api/linkage/reports', { method: 'POST', body, idempotencyKey }),
  photo: (key: string) => request<{ parts: number; fileId: string | null }>(`/api/linkage/photos/${id(key)}`),
  putPart: (key: string, index: number, size: number, bytes: Blob) =>
    request<{ parts: number; fileId: string | null }>(`/api/linkage/photos/${id(key)}/parts/${index}${query({ size })}`, {
      method: 'PUT',
      body: bytes,
    }),
  rate: (incidentId: string, body: { grade: number; text?: string }) =>
    request<{ reopened: boolean }>(`${linkagePaths.incident(incidentId)}/rating`, { method: 'POST', body }),
  changeStandard: (code: string, body: { version: number; content: Omit<CategoryStandard, 'code' | 'version'>; reason: string }) =>
    request<{ version: number }>(`${linkagePaths.standards}/${id(code)}`, { method: 'PUT', body }),
}
