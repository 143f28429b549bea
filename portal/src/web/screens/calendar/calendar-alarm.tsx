import { Alert } from 'antd'
import { Link } from 'react-router-dom'
import { calendarPaths, type WorkCalendar } from '../../api/calendar.ts'
import { useResource } from '../../hooks/use-resource.ts'

/** On the desk of those who publish calendars: the coming year is not official yet. */
export function CalendarAlarm() {
  const { data } = useResource<WorkCalendar>(calendarPaths.calendar())
  if (!data?.alarm) return null
  return (
    <Alert
      className="gap-below"
      type="warning"
      showIcon
      message={`${data.alarm.text}。`}
      action={<Link to="/calendar">工作日历</Link>}
      data-testid="calendar-alarm"
    />
  )
}
