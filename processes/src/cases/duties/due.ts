import { addMonths, dueOf, type Calendar } from '../../clock/index.ts'
import type { Period } from '../../matters/record.ts'

/** When something that is owed for a period from `startAt` on ends; both epoch milliseconds. Source: 民法典 articles 201 to 203. */
export const dutyDueAt = ({ n, unit }: Period, startAt: number, calendar: Calendar): number =>
  unit === 'month' ? addMonths(startAt, n, calendar) : dueOf({ startAt, n, unit }, startAt, calendar).dueAt
