import { projectFigures, type Database, type PlannedDay, type ProjectFiguresQuery, type Tx } from '@lianban/storage'
import { dayOf } from '../clock/index.ts'

/** What assessment takes of an organ's projects: counts, never shares, so that whoever reads them can divide again. */
export interface ProjectFigures {
  /** 项目节点: planned days of the year that have come, and how many of them were kept. */
  milestone: { inTime: number; due: number; sql: string[] }
  /** 预算执行: fen. */
  budget: { paidFen: number; budgetFen: number; sql: string[] }
}

/** For who has the right already; on a transaction, too. */
export async function figuresOfProjects(db: Database | Tx, query: ProjectFiguresQuery): Promise<ProjectFigures> {
  const { rows, sql } = await projectFigures(db).plannedDays(query)
  return { milestone: { ...keptDays(rows), sql }, budget: await projectFigures(db).budget(query) }
}

/** A day is kept if what it was planned for was reached on it or before. */
export function keptDays(rows: readonly PlannedDay[]): { inTime: number; due: number } {
  const isKept = ({ plannedOn, reached }: PlannedDay) =>
    reached !== null && (typeof reached === 'number' ? dayOf(reached) : reached) <= plannedOn
  return { inTime: rows.filter(isKept).length, due: rows.length }
}
