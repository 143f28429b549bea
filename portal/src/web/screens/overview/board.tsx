import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { Link, useLocation, useNavigate } from 'react-router-dom'
import { overviewPaths, type Overview } from '../../api/overview.ts'
import { supervisionPaths, type CardCounts } from '../../api/supervision.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { CalendarAlarm } from '../calendar/calendar-alarm.tsx'
import { CardNumbers } from '../supervision/card-numbers.tsx'
import { LogPlaceLine } from '../supervision/log-place.tsx'
import { BigScreen } from './big-screen.tsx'
import { CardCharts } from './card-charts.tsx'
import { OverviewCharts } from './charts.tsx'
import { Crumbs } from './crumbs.tsx'
import { FigureCases } from './figure-cases.tsx'
import { GroupTable } from './group-table.tsx'
import { Numbers } from './numbers.tsx'
import { boardLink, isBigScreen, RANGES, screenLink, useAsked, usePlace, VIEWS, type Place, type Range } from './place.ts'
import '../../components/desk.css'
import '../supervision/supervision.css'
import './overview.css'

/** The county, or one's own organ, at a glance: numbers, charts, and one step down after the other to the cases; or all of it on a wall. */
export function Component() {
  return isBigScreen(useLocation()) ? <BigScreen /> : <Board />
}

function Board() {
  const [version, setVersion] = useState(0)
  const { rights } = useSession()
  const place = usePlace()
  const navigate = useNavigate()
  const mayRead = rights.includes('statistics:read')
  const { organ, view } = place
  useTitle('总览')
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">总览</h1>
        {mayRead && (
          <Segmented
            options={Object.entries(RANGES).map(([value, label]) => ({ value, label }))}
            value={place.range}
            onChange={(range) => void navigate(boardLink({ ...place, range: range as Range }))}
            aria-label="时间范围"
          />
        )}
        <Button onClick={() => setVersion((now) => now + 1)}>刷新</Button>
        {mayRead && (
          <Link to={screenLink(place)} className="overview-screen-link" data-testid="big-screen">
            大屏显示
          </Link>
        )}
      </div>
      {rights.includes('calendar:publish') && <CalendarAlarm />}
      {mayRead && <CaseFigures place={place} version={version} />}
      {organ === undefined && view === undefined && rights.includes('card:list') && <Cards version={version} />}
    </div>
  )
}

function CaseFigures({ place, version }: { place: Place; version: number }) {
  const asked = useAsked(place)
  const { data, error, loading, reload } = useResource<Overview>(overviewPaths.overview(asked), version)
  if (loading) return <PageSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  // Whoever may see one organ alone begins there.
  const here = { ...place, organ: data.organ?.id }
  return (
    <>
      <Crumbs place={here} data={data} />
      {here.view ? (
        <>
          <h2 className="gap-below">
            {VIEWS[here.view]} <span className="quiet chart-unit">共 {data.numbers[here.view]} 件</span>
          </h2>
          <FigureCases view={here.view} asked={asked} />
        </>
      ) : (
        <>
          <Numbers place={here} data={data} />
          <OverviewCharts place={here} data={data} from={asked.from} to={asked.to} />
          <GroupTable place={here} groups={data.groups} />
        </>
      )}
      <LogPlaceLine at={data.at} log={data.log} />
    </>
  )
}

/** Open cards as large numbers, then over time. */
function Cards({ version }: { version: number }) {
  const { data, error, reload } = useResource<CardCounts>(supervisionPaths.cardCounts, version)
  const { rights } = useSession()
  return (
    <>
      <section aria-label="待处理监察牌" className="gap-below">
        <h2 className="gap-below">待处理监察牌</h2>
        {data ? <CardNumbers counts={data} /> : error && <ErrorResult error={error} onRetry={reload} />}
      </section>
      {rights.includes('statistics:read') && <CardCharts version={version} />}
    </>
  )
}
