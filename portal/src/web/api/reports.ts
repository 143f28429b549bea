import type { ReportKind, ReportPeriod } from '@lianban/processes/labels'
import { query, request } from './client.ts'

/* Reports by schedule: wire shapes, addresses, calls. Instants are epoch milliseconds. */

export type ReportFormat = 'xlsx' | 'pdf'

export interface ReportDefinition {
  kind: ReportKind
  by: 'organ' | 'matter'
  period: ReportPeriod
  schedule: { every: 'day' | 'week' | 'month'; on: number; hour: number; workdays: boolean }
  recipients: { userIds: string[]; posts: { post: string; organId?: string }[] }
  formats: ReportFormat[]
}

export interface Report {
  id: string
  name: string
  organId: string | null
  organName: string | null
  definition: ReportDefinition
  ownerName: string
  nextAt: number | null
}

export interface ReportRun {
  id: string
  reportId: string
  name: string
  from: number
  to: number
  state: 'waiting' | 'done' | 'failed'
  madeAt: number | null
  files: { format: ReportFormat; size: number }[]
  logSize: number | null
  logRoot: string | null
  told: number | null
  error: string | null
}

export interface ReportOptions {
  wholeCounty: boolean
  organs: { id: string; name: string }[]
  posts: { id: string; name: string }[]
}

export interface ReportReader {
  id: string
  name: string
  posts: string[]
}

const id = encodeURIComponent
const post = <T = void>(path: string, body?: unknown) => request<T>(path, { method: 'POST', body })

export const reportPaths = {
  reports: '/api/reports',
  options: '/api/reports/options',
  readers: (filter: { organId?: string; kind: ReportKind }) => `/api/reports/readers${query(filter)}`,
  runs: (filter: { reportId?: string }) => `/api/report-runs${query(filter)}`,
  file: (runId: string, format: ReportFormat) => `/api/report-runs/${id(runId)}/file?format=${format}`,
}

export const reportApi = {
  define: (given: Pick<Report, 'name' | 'organId' | 'definition'>) => post<{ id: string; nextAt: number }>(reportPaths.reports, given),
  stop: (reportId: string) => post(`/api/reports/${id(reportId)}/stop`),
  makeNow: (reportId: string) => post<{ id: string }>(`/api/reports/${id(reportId)}/runs`),
  retry: (runId: string) => post(`/api/report-runs/${id(runId)}/retry`),
}
