import { DiagramView } from '@lianban/designer'
import { Button, Table } from 'antd'
import { useMemo } from 'react'
import { Link, useParams } from 'react-router-dom'
import { studioPaths, type Overlay } from '../../api/studio.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { momentText } from '../../time.ts'
import './studio.css'

/** A matter in force with its model. */
interface MatterModel {
  name: string
  version: number
  xml: string
  /** Element id → name, of those that have one. */
  names: Record<string, string>
}
type Live = MatterModel & Overlay

/** Where the cases of a matter are now, how long its steps take, what is late and what is sent back. */
export function Component() {
  const { key = '' } = useParams()
  const model = useResource<MatterModel>(studioPaths.model(key))
  const figures = useResource<Overlay>(studioPaths.overlay(key))
  useTitle(model.data ? `${model.data.name}运行情况` : '运行情况')
  const error = model.error ?? figures.error
  if (model.data && figures.data) return <LiveView live={{ ...model.data, ...figures.data }} reload={figures.reload} />
  return error ? <ErrorResult error={error} onRetry={figures.reload} /> : <PageSkeleton />
}

function LiveView({ live, reload }: { live: Live; reload: () => void }) {
  const rows = useMemo(
    () =>
      Object.entries(live.elements)
        .map(([id, figures]) => ({ id, name: live.names[id] ?? id, ...figures }))
        .filter(({ here, doneCount }) => here + doneCount > 0),
    [live],
  )
  const numbers = Object.fromEntries(rows.filter(({ here }) => here > 0).map(({ id, here }) => [id, String(here)]))
  const late = rows.filter(({ overdue }) => overdue > 0).map(({ id }) => id)
  return (
    <div className="page">
      <div className="page-head">
        <Link to="/studio">流程设计</Link>
        <h1>{live.name}运行情况</h1>
        <span className="quiet">第 {live.version} 版</span>
        <span className="grow" />
        <span className="quiet">数据时间 {momentText(live.at)}</span>
        <Button onClick={reload}>刷新</Button>
      </div>
      <section className="card gap-below" aria-label="流程图">
        <DiagramView xml={live.xml} active={Object.keys(numbers)} completed={[]} incidents={late} numbers={numbers} height="420px" />
        <p className="quiet gap-above">数字为正停在该环节的件数;红框为其中有超期的环节。</p>
      </section>
      <section className="card flush" aria-label="各环节">
        {rows.length === 0 ? (
          <EmptyState title="还没有办件">有办件以后,这里显示各环节的件数和用时</EmptyState>
        ) : (
          <Table
            rowKey="id"
            size="middle"
            pagination={false}
            dataSource={rows}
            scroll={{ x: 720 }}
            columns={[
              { title: '环节', dataIndex: 'name' },
              { title: '在办', dataIndex: 'here', width: 90, align: 'right' },
              { title: '其中超期', dataIndex: 'overdue', width: 100, align: 'right' },
              { title: '已办', dataIndex: 'doneCount', width: 90, align: 'right' },
              { title: '用时中位数', dataIndex: 'medianMs', width: 130, align: 'right', render: durationText },
              { title: '95% 不超过', dataIndex: 'p95Ms', width: 130, align: 'right', render: durationText },
              { title: '退回', dataIndex: 'returns', width: 90, align: 'right' },
            ]}
          />
        )}
      </section>
    </div>
  )
}

/** Elapsed time, nights and holidays included. */
function durationText(ms: number | null): string {
  if (ms === null) return '—'
  const minutes = Math.round(ms / 60_000)
  if (minutes < 60) return `${minutes} 分钟`
  if (minutes < 48 * 60) return `${Math.round(minutes / 6) / 10} 小时`
  return `${Math.round(minutes / 144) / 10} 天`
}
