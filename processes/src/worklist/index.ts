import type { CalendarOf, Day } from '../clock/index.ts'
import type { Caller } from '@lianban/tenants'
import { dueCalendar } from './due-calendar.ts'
import { ownStatistics, type StatisticsBy } from './own-statistics.ts'
import { createSavedViews, type SavedViewsOptions } from './saved-views.ts'

export { MAX_CALENDAR_DAYS, type CalendarDay, type DueCalendar, type DueItem } from './due-calendar.ts'
export { STATISTICS_BY, type OwnStatistics, type PeriodFigures, type StatisticsBy, type StepFigures } from './own-statistics.ts'
export { MAX_INBOX_VIEWS, MAX_VIEW_NAME_CHARS, type InboxView, type InboxViewList, type OrganViewList } from './saved-views.ts'
export { WorklistError, type WorklistErrorCode } from './worklist-error.ts'

/** What a clerk's desk has beside the inbox itself: saved filters, the calendar of due dates, his own statistics. */
export function createWorklist(options: SavedViewsOptions & { calendarOf: CalendarOf }) {
  return {
    views: createSavedViews(options),
    calendar: (caller: Caller, span: { from: Day; until: Day }) => dueCalendar(options, caller, span),
    statistics: (caller: Caller, by: StatisticsBy) => ownStatistics(options, caller, by),
  }
}

export type Worklist = ReturnType<typeof createWorklist>
