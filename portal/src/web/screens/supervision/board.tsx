import { Button } from 'antd'
import { useState } from 'react'
import { supervisionPaths, type CardCounts } from '../../api/supervision.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { CalendarAlarm } from '../calendar/calendar-alarm.tsx'
import { BoardCharts } from './board-charts.tsx'
import { CardNumbers } from './card-numbers.tsx'
import '../../components/desk.css'
import './supervision.css'

/** The supervision of the county, or of one's own organ, at a glance: open cards as large numbers, then over time. */
export function Component() {
  const [version, setVersion] = useState(0)
  const session = useSession()
  const { data, error, loading, reload } = useResource<CardCounts>(supervisionPaths.cardCounts, version)
  useTitle('监察看板')
  if (loading) return <PageSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">监察看板</h1>
        <Button onClick={() => setVersion((now) => now + 1)}>刷新</Button>
      </div>
      {session.rights.includes('calendar:publish') && <CalendarAlarm />}
      <section aria-label="待处理监察牌" className="gap-below">
        <h2 className="gap-below">待处理监察牌</h2>
        <CardNumbers counts={data} />
      </section>
      {session.rights.includes('statistics:read') && <BoardCharts version={version} />}
    </div>
  )
}
