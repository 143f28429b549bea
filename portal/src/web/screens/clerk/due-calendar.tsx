import { Alert, Button, Segmented } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { Link, useLocation, useSearchParams } from 'react-router-dom'
import { worklistPaths, type DueCalendar } from '../../api/worklist.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { rememberList } from '../../hooks/list-memory.ts'
import { useKeys } from '../../hooks/use-keys.ts'
import { useNarrow } from '../../hooks/use-media.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { useInboxLive } from '../../shell/inbox-live.tsx'
import { dayOf, dayText, minuteText } from '../../time.ts'
import { InboxTabs } from '../desk/inbox-tabs.tsx'
import { itemsOf, moved, nextAbsence, periodText, spanOf, type CalendarView } from './calendar-days.ts'
import { CalendarGrid, CalendarTable } from './calendar-views.tsx'
import '../../components/desk.css'
import './due-calendar.css'

const VIEWS: { value: CalendarView; label: string }[] = [
  { value: 'month', label: '月' },
  { value: 'week', label: '周' },
  { value: 'table', label: '表' },
]

/** What is due on which day, mine and what others have in hand, over the working calendar of the county. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const { pathname, search } = useLocation()
  const isNarrow = useNarrow()
  const live = useInboxLive()
  const [today] = useState(() => dayOf(Date.now()))
  const view = VIEWS.find(({ value }) => value === params.get('view'))?.value ?? (isNarrow ? 'table' : 'month')
  const asked = params.get('day') ?? ''
  const day = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(asked) ? asked : today
  const { data, error, loading, reload } = useResource<DueCalendar>(worklistPaths.calendar(spanOf(view, day)), live.version)
  const items = useMemo(() => (data ? itemsOf(data) : []), [data])
  useTitle('到期日历')
  useEffect(() => {
    const tasks = items.flatMap((item) => ('taskId' in item ? [item.taskId] : []))
    rememberList('inbox', tasks, pathname + search)
    rememberList(
      'cases',
      items.flatMap((item) => ('caseId' in item ? [item.caseId] : [])),
      pathname + search,
    )
  }, [items, pathname, search])
  const go = (next: { view?: CalendarView; day?: string }) => setParams({ view, day, ...next }, { replace: true })
  useKeys({ '[': () => go({ day: moved(view, day, -1) }), ']': () => go({ day: moved(view, day, 1) }), t: () => go({ day: today }) })
  const month = view === 'week' ? null : day.slice(0, 7)
  return (
    <div className="page">
      <div className="page-head">
        <h1>收件箱</h1>
        <InboxTabs active="calendar" />
        <span className="grow" />
        <Segmented<CalendarView> options={VIEWS} value={view} onChange={(value) => go({ view: value })} aria-label="显示方式" />
      </div>
      <div className="row gap-below">
        <Button onClick={() => go({ day: moved(view, day, -1) })} title="[">
          {view === 'week' ? '上一周' : '上个月'}
        </Button>
        <Button onClick={() => go({ day: today })} title="t">
          今天
        </Button>
        <Button onClick={() => go({ day: moved(view, day, 1) })} title="]" data-testid="next-period">
          {view === 'week' ? '下一周' : '下个月'}
        </Button>
        <h2 aria-live="polite">{periodText(view, day)}</h2>
        <span className="grow" />
        <Legend />
      </div>
      {data && <Absence data={data} today={today} />}
      {loading && <TableSkeleton />}
      {!data && error && <ErrorResult error={error} onRetry={reload} />}
      {data && view !== 'table' && (
        <CalendarGrid
          days={data.days}
          items={items}
          month={month}
          today={today}
          isWeek={view === 'week'}
          onDay={(chosen) => go({ view: 'week', day: chosen })}
        />
      )}
      {data && view === 'table' && <CalendarTable items={items.filter((item) => item.day.startsWith(month ?? ''))} />}
      {data && <p className="quiet gap-above">数据时间 {minuteText(data.at)}。待办按本环节期限,等待他人的办件按承诺期限</p>}
    </div>
  )
}

/** Before one is gone for days: whoever may entrust others finds the way. */
function Absence({ data, today }: { data: DueCalendar; today: string }) {
  const { rights } = useSession()
  const absence = nextAbsence(data.days, today)
  if (!absence || !rights.includes('delegation:create')) return null
  const { name, from, until, lastWorkday } = absence
  return (
    <Alert
      className="gap-below"
      type="info"
      showIcon
      data-testid="absence"
      message={
        <>
          {dayText(from)}至{dayText(until)}
          {name}放假,放假前最后一天为{dayText(lastWorkday)}。离岗期间的待办需要他人代办的,可以提前<Link to="/delegations">委托代理</Link>
        </>
      }
    />
  )
}

function Legend() {
  return (
    <span className="due-legend quiet">
      <span className="due-mark day-off">休</span>放假 <span className="due-mark day-work">班</span>调休上班{' '}
      <span className="due-mark day-closed">停</span>临时停办 <span className="due-item waiting">等待他人</span>
    </span>
  )
}
