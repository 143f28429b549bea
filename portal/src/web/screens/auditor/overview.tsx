import { STATUS_TEXTS } from '@lianban/processes/labels'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { Link } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import { supervisionPaths, type CardCounts } from '../../api/supervision.ts'
import type { CaseStatus } from '../../api/cases.ts'
import type { Overview } from '../../api/log.ts'
import { CopyCode } from '../../components/copy-code.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { Lamp, LAMP_ORDER } from '../../components/lamp.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { exactText } from '../../time.ts'
import { CardCharts } from '../overview/card-charts.tsx'
import { CardNumbers } from '../supervision/card-numbers.tsx'
import '../../components/desk.css'
import '../supervision/supervision.css'

const STATUSES: CaseStatus[] = [
  'submitted',
  'supplementing',
  'accepted',
  'granted',
  'refused',
  'transferred',
  'not-accepted',
  'closed',
  'withdrawn',
  'voided',
]
/** Lamps that are not shown as long as no case has them. */
const SHOWN_IF_ANY = new Set(['none'])

/** The state of all cases by lamp and by status, and the head of the log at that moment. */
export function Component() {
  const { data, error, loading, reload } = useResource<Overview>(paths.overview)
  useTitle('监察总览')
  if (loading) return <PageSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">监察总览</h1>
        <span className="quiet" data-testid="overview-at">
          数据时间 {exactText(data.at)}
        </span>
        <Button onClick={reload}>刷新</Button>
      </div>
      <section aria-label="按亮灯" className="gap-below">
        <h2 className="gap-below">办件亮灯</h2>
        <div className="board">
          {LAMP_ORDER.filter((lamp) => data.lamps[lamp] || !SHOWN_IF_ANY.has(lamp)).map((lamp) => (
            <Cell key={lamp} to={`/supervision/cases?lamp=${lamp}`} count={data.lamps[lamp] ?? 0} testId={`board-${lamp}`}>
              <Lamp lamp={lamp} />
            </Cell>
          ))}
        </div>
      </section>
      <section aria-label="按状态" className="gap-below">
        <h2 className="gap-below">
          办件状态 <span className="quiet">共 {data.total} 件</span>
        </h2>
        <dl className="card facts-row">
          {STATUSES.map((status) => (
            <div key={status}>
              <dt className="quiet">{STATUS_TEXTS[status]}</dt>
              <dd>{data.statuses[status] ?? 0}</dd>
            </div>
          ))}
        </dl>
      </section>
      <CardsNow version={data.at} />
      <CardCharts version={data.at} />
      <LogHead log={data.log} />
    </div>
  )
}

/** Open cards of the county. */
function CardsNow({ version }: { version: number }) {
  const { data } = useResource<CardCounts>(supervisionPaths.cardCounts, version)
  if (!data) return null
  return (
    <section aria-label="待处理监察牌" className="gap-below">
      <h2 className="gap-below">待处理监察牌</h2>
      <CardNumbers counts={data} />
    </section>
  )
}

function Cell({ to, count, testId, children }: { to: string; count: number; testId: string; children: ReactNode }) {
  return (
    <Link to={to} className={count ? 'board-cell' : 'board-cell board-zero'} data-testid={testId}>
      {children}
      <div className="board-number">{count}</div>
    </Link>
  )
}

function LogHead({ log }: { log: Overview['log'] }) {
  return (
    <section className="card" aria-label="监察日志">
      <div className="spread">
        <h2>监察日志</h2>
        <Link to="/supervision/verification">校验日志</Link>
      </div>
      <dl className="log-facts gap-above">
        <dt>条目</dt>
        <dd>
          {log.size} 条已封存{log.unsealed > 0 && `,${log.unsealed} 条等待封存`}
        </dd>
        <dt>日志根</dt>
        <dd>{log.root ? <CopyCode code={log.root} short={24} label="日志根" /> : <span className="quiet">还没有封存的条目</span>}</dd>
        {log.lastCheckpoint && (
          <>
            <dt>最近签名</dt>
            <dd>
              {exactText(log.lastCheckpoint.at)},第 {log.lastCheckpoint.size} 条为止
            </dd>
          </>
        )}
      </dl>
    </section>
  )
}
