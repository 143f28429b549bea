import { createCalendar, type Calendar, type CalendarYear } from './calendar.ts'
import year2024 from './calendars/2024.json' with { type: 'json' }
import year2025 from './calendars/2025.json' with { type: 'json' }
import year2026 from './calendars/2026.json' with { type: 'json' }
import year2027 from './calendars/2027.json' with { type: 'json' }

/** The years as the software brings them: what a tenant's calendar begins with. */
export const SHIPPED_YEARS: CalendarYear[] = [year2024, year2025, year2026, year2027]

/**
 * The national calendar: 2024 to 2026 by the State Council's yearly notices, 2027 the days of the holiday regulation only.
 * A new notice replaces the year's file with `status: official` and the next version.
 */
export const nationalCalendar: Calendar = createCalendar(SHIPPED_YEARS)
