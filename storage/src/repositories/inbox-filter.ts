import type { Knex } from 'knex'
import { lampSql } from './case-lamp.ts'
import { matchesCase, type ApplicantKind, type CaseLamp } from './cases.ts'

/** What an inbox is narrowed to; absent: everything. Instants are UTC epoch milliseconds. */
export interface InboxFilter {
  /** Part of the case number, of the applicant's or the matter's name; or the first initials of the applicant. */
  q?: string
  matterKey?: string
  /** Name of the step. */
  step?: string
  lamps?: readonly CaseLamp[]
  /** Due from here on. */
  dueFrom?: number
  /** Due before; what has no due date is not. */
  dueBefore?: number
  organId?: string
  applicantKind?: ApplicantKind
  /** Arrived at the step at or after. */
  arrivedSince?: number
  /** Taken by the user, or by nobody. */
  claimed?: 'mine' | 'nobody'
}

export type InboxSort = 'due' | 'arrival' | 'matter'

/** What the last row of a page is sorted by, in the order of the columns. */
export type InboxCursor = readonly (string | number)[]

interface OrderColumn {
  column: string
  order: 'asc' | 'desc'
}

/** By time left, newest first, or matter by matter; the id decides among equals. */
export const SORTS: Record<InboxSort, OrderColumn[]> = {
  due: [
    { column: 'user_task.due_rank', order: 'asc' },
    { column: 'user_task.id', order: 'asc' },
  ],
  arrival: [
    { column: 'user_task.created_at', order: 'desc' },
    { column: 'user_task.id', order: 'desc' },
  ],
  matter: [
    { column: 'case_file.matter_key', order: 'asc' },
    { column: 'user_task.due_rank', order: 'asc' },
    { column: 'user_task.id', order: 'asc' },
  ],
}

/** Narrows a query over `user_task` and `case_file`. */
export function narrowInbox(
  db: Knex,
  builder: Knex.QueryBuilder,
  filter: InboxFilter,
  { userId, now }: { userId: string; now: number },
): Knex.QueryBuilder {
  const { q, matterKey, step, lamps, dueFrom, dueBefore, organId, applicantKind, arrivedSince, claimed } = filter
  if (q) void builder.where((inner) => matchesCase(inner, q))
  if (matterKey !== undefined) void builder.where('case_file.matter_key', matterKey)
  if (step !== undefined) void builder.where('user_task.name', step)
  if (lamps) void builder.whereRaw(`(?) in (${lamps.map(() => '?').join(',') || 'null'})`, [lampSql(db, now), ...lamps])
  if (dueFrom !== undefined) void builder.where('user_task.due_rank', '>=', dueFrom)
  if (dueBefore !== undefined) void builder.where('user_task.due_rank', '<', dueBefore)
  if (organId !== undefined) void builder.where('case_file.organ_id', organId)
  if (applicantKind !== undefined) void builder.where('case_file.applicant_kind', applicantKind)
  if (arrivedSince !== undefined) void builder.where('user_task.created_at', '>=', arrivedSince)
  if (claimed === 'mine') void builder.where('user_task.assignee', userId)
  if (claimed === 'nobody') void builder.whereNull('user_task.assignee')
  return builder
}

/** What follows the last row of the page before: alike in the first columns and beyond it in the next. */
export function afterLast(builder: Knex.QueryBuilder, order: readonly OrderColumn[], last: InboxCursor): void {
  void builder.where((any) => {
    order.forEach(({ column, order: direction }, at) => {
      void any.orWhere((all) => {
        order.slice(0, at).forEach((before, index) => void all.where(before.column, last[index]!))
        void all.where(column, direction === 'asc' ? '>' : '<', last[at]!)
      })
    })
  })
}
