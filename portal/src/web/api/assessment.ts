import { query, request } from './client.ts'

/* Performance assessment 绩效考核: wire shapes, addresses, calls. Points are thousandths, instants epoch milliseconds. */

export type Family = 'region' | 'function' | 'single'
export type Duty = 'setting' | 'progress' | 'scoring'
export type Light = 'done' | 'on-time' | 'slow' | 'stalled' | 'missing' | 'none'
export type Grade = 'excellent' | 'good' | 'pass' | 'fail'

export interface DutyView {
  year: number
  family: Family
  duty: Duty
  organId: string
  organName: string
  changedAt: number
  changedBy: string
}

export interface FrameView {
  id: string
  year: number
  family: Family
  name: string
  status: 'drafting' | 'started' | 'closed'
  base: number
  tie: 'skip' | 'dense'
  missing: 'pending' | 'zero'
  adjustFrom: string
  adjustUntil: string
}

export interface TargetView {
  organId: string
  organName: string
  base: string | null
  target: string | null
  light: Light
  value: string | null
  month: string | null
  parts: { level: 'quarter' | 'organ' | 'person'; name: string; value: string; due: string }[]
  reports: { month: string; status: 'missing' | 'handed-in' | 'verified'; value: string | null; text: string | null; late: boolean }[]
  adjustments: { before: string | null; after: string; reason: string; at: number; by: string }[]
}

export interface IndicatorView {
  id: string
  name: string
  definition: string
  measure: string
  weight: number
  rule: { kind: 'formula' | 'rank' | 'plus-minus' | 'veto' }
  ownerName: string
  dataSource: string
  targets: TargetView[]
}

export interface LibraryView {
  frame: FrameView
  indicators: IndicatorView[]
  nextReport: { month: string; dueAt: number } | null
  at: number
}

export interface ScoredItem {
  indicator: string
  name: string
  weight: number
  value: string | null
  target: string | null
  points: number | null
  words: string
}

export interface RankingLine {
  unit: string
  name: string
  total: number | null
  vetoed: boolean
  place: number | null
  grade: Grade | null
  items: ScoredItem[] | null
}

export interface VersionView {
  no: number
  kind: 'public' | 'final'
  why: string
  at: number
  by: string
  sha256: string
  lines: RankingLine[]
}

export interface RankingView {
  frame: FrameView
  units: {
    organId: string
    name: string
    status: 'self' | 'verified' | 'scored' | 'told' | null
    appealUntil: number | null
    appealOpen: boolean
  }[]
  versions: VersionView[]
  now: RankingLine[] | null
  problem: string | null
}

export interface SheetView {
  frame: FrameView
  organName: string
  status: RankingView['units'][number]['status']
  appealUntil: number | null
  total: number | null
  items: (ScoredItem & {
    ownerName: string
    values: { value: string; round: 'first' | 'appeal'; reason: string | null; by: string; at: number }[]
    marks: { judge: string; mark: string; reason: string | null }[]
    snapshots: { value: string | null; query: string; at: number; logSize: number; logRoot: string | null }[]
  })[]
}

const frame = (id: string) => `/api/assessment/frames/${encodeURIComponent(id)}`

export const assessmentPaths = {
  duties: (year: number) => `/api/assessment/duties${query({ year })}`,
  frames: '/api/assessment/frames',
  library: frame,
  ranking: (id: string) => `${frame(id)}/ranking`,
  sheet: (id: string, organ: string) => `${frame(id)}/units/${encodeURIComponent(organ)}`,
}

export const putDuty = (body: { year: number; family: Family; duty: Duty; organ: string }) =>
  request<void>('/api/assessment/duties', { method: 'POST', body })
