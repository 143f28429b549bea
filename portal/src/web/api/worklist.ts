import type { LampName } from './cases.ts'
import { query, request } from './client.ts'

/* Beside the inbox: what it is narrowed to and counted by, saved filters, the calendar of due dates, own statistics. */

/** What the inbox is narrowed to, as the server takes it; absent: everything. */
export interface InboxChoice {
  q?: string
  matter?: string
  step?: string
  lamps?: LampName[]
  due?: string
  organ?: string
  applicant?: string
  arrived?: string
  claimed?: string
  /** Absent: by time left. */
  sort?: string
}

export interface Counted {
  key: string
  name: string
  count: number
}

export interface InboxCounts {
  total: number
  lamps: Partial<Record<LampName, number>>
  steps: Counted[]
  matters: Counted[]
  organs: Counted[]
}

/** Of one list, and characters of one name; the server holds to the same. */
export const MAX_INBOX_VIEWS = 12
export const MAX_VIEW_NAME_CHARS = 12

export interface InboxView {
  name: string
  choice: InboxChoice
}

export interface InboxViewList {
  items: InboxView[]
  /** Given back with a change. */
  version: number
}

export interface OrganViewList extends InboxViewList {
  organId: string
  organName: string
}

export interface OfferedViews {
  own: InboxViewList
  /** Shared with one's organs, to be used, not changed. */
  organs: OrganViewList[]
  /** Organs with which one may share. */
  kept: { organId: string; organName: string }[]
}

export type DayKind = 'workday' | 'weekend' | 'holiday' | 'make-up-workday' | 'closure'

export interface CalendarDay {
  day: string
  kind: DayKind
  name: string | null
}

export interface DueItem {
  day: string
  /** Epoch milliseconds. */
  dueAt: number
  step: string | null
  caseNo: string
  applicantName: string
  matterName: string
  lamp: LampName
}

export interface DueCalendar {
  days: CalendarDay[]
  tasks: (DueItem & { taskId: string })[]
  waiting: (DueItem & { caseId: string })[]
  at: number
}

export interface PeriodFigures {
  /** First and last day. */
  from: string
  until: string
  done: number
  onTime: number
  late: number
  returned: number
}

export interface OwnStatistics {
  by: 'day' | 'week' | 'month'
  periods: PeriodFigures[]
  totals: Omit<PeriodFigures, 'from' | 'until'>
  /** Durations are office time in milliseconds. */
  steps: { step: string; done: number; averageMs: number; unitMedianMs: number | null; unitDone: number }[]
  unitNames: string[]
  at: number
}

export const worklistPaths = {
  views: '/api/inbox/views',
  organViews: (organId: string) => `/api/organs/${encodeURIComponent(organId)}/inbox-views`,
  calendar: (span: { from: string; until: string }) => `/api/inbox/calendar${query(span)}`,
  statistics: (by: string) => `/api/inbox/statistics${query({ by })}`,
}

export const worklistApi = {
  /** @param path of the list @throws ApiError VIEWS_CHANGED, VIEWS_INVALID */
  changeViews: (path: string, list: InboxViewList) => request<InboxViewList>(path, { method: 'POST', body: list }),
}
