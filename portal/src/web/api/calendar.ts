import { query, request } from './client.ts'

/* The working calendar. Days are YYYY-MM-DD, instants epoch milliseconds. */

export interface CalendarYear {
  year: number
  status: 'official' | 'provisional'
  version: number
  source: string
  holidays: { name: string; from: string; to: string }[]
  makeUpWorkdays: string[]
}

export interface Closure {
  name: string
  from: string
  to: string
  source: string
}

export interface OfficeHours {
  from: string
  to: string | null
  /** 0 = Sunday; absent: every day. */
  weekdays?: number[]
  intervals: { from: string; to: string }[]
}

export interface CalendarContent {
  years: CalendarYear[]
  closures: Closure[]
  officeHours: OfficeHours[]
}

export interface CalendarVersion {
  version: number
  source: string
  reason: string
  officialUntil: string
  publishedBy: string
  publishedAt: number
}

export interface WorkCalendar extends CalendarVersion {
  content: CalendarContent
  current: boolean
  /** What has to be typed to publish the next version. */
  confirmation: string
  /** Open cases that are still being counted anew. */
  toRedate: number
  alarm: { year: number; text: string } | null
  canPublish: boolean
}

export interface CaseChange {
  caseId: string
  caseNo: string
  matterName: string
  organName: string
  changes: { what: string; before: number | null; after: number | null }[]
  problem: string | null
}

export interface DryRun {
  openCases: number
  changedCases: number
  problems: number
  items: CaseChange[]
}

export interface Publication {
  content: CalendarContent
  source: string
  reason: string
  baseVersion: number
  confirmation: string
}

export const calendarPaths = {
  calendar: (version?: number) => `/api/calendar${query({ version })}`,
  versions: '/api/calendar/versions',
}

export const calendarApi = {
  dryRun: (content: CalendarContent) => request<DryRun>('/api/calendar/trial', { method: 'POST', body: { content } }),
  publish: (publication: Publication) =>
    request<{ version: number; toRedate: number }>('/api/calendar/versions', { method: 'POST', body: publication }),
}
