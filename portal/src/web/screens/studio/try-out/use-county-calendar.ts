import { calendarFrom, type Calendar } from '@lianban/processes/try-out'
import { useMemo } from 'react'
import { calendarPaths, type WorkCalendar } from '../../../api/calendar.ts'
import { useResource } from '../../../hooks/use-resource.ts'
import { useSession } from '../../../session.tsx'

/** The county's working calendar as it is now; undefined, the national one, until it is read and where it may not be. */
export function useCountyCalendar(): Calendar | undefined {
  const { rights } = useSession()
  const { data } = useResource<WorkCalendar>(rights.includes('calendar:read') ? calendarPaths.calendar() : null)
  return useMemo(() => data && calendarFrom(data.content as Parameters<typeof calendarFrom>[0], data.version), [data])
}
