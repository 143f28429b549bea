import { query } from './client.ts'
import type { LogPlace } from './supervision.ts'

/* The county at a glance: wire shapes and addresses. Instants are epoch milliseconds. */

export interface OverviewNumbers {
  open: number
  overdue: number
  warning: number
  accepted: number
  closed: number
  late: number
  onTime: number | null
  yellow: number
  red: number
}

export interface OverviewGroup extends OverviewNumbers {
  key: string
  name: string
}

export interface Overview {
  at: number
  log: LogPlace
  organ: { id: string; name: string } | null
  hasMore: boolean
  matter: { key: string; name: string } | null
  numbers: OverviewNumbers
  days: { day: string; accepted: number; closed: number }[]
  groups: OverviewGroup[]
}

export type FigureView = 'open' | 'overdue' | 'warning' | 'accepted' | 'closed' | 'late'

export interface FigureCase {
  caseId: string
  caseNo: string
  matterName: string
  organName: string
  stepName: string | null
  acceptedAt: number | null
  dueAt: number | null
  closedAt: number | null
  usedDays: number | null
  promisedDays: number | null
}

export interface OverviewPlace {
  from: number
  to: number
  organId?: string
  matterKey?: string
}

export const overviewPaths = {
  overview: (place: OverviewPlace) => `/api/statistics/overview${query({ ...place })}`,
  cases: (place: OverviewPlace & { view: FigureView }) => `/api/statistics/cases${query({ ...place })}`,
}
