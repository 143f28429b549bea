import { Segmented, Table } from 'antd'
import { useSearchParams } from 'react-router-dom'
import { worklistPaths, type OwnStatistics } from '../../api/worklist.ts'
import { BarChart, type Series } from '../../components/bar-chart.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { minuteText } from '../../time.ts'
import { InboxTabs } from '../desk/inbox-tabs.tsx'
import { hoursText, onTimeText, periodLabel, rangeText } from './statistics-words.ts'
import '../../components/desk.css'

type By = OwnStatistics['by']

const PERIODS: { value: By; label: string }[] = [
  { value: 'day', label: '按日' },
  { value: 'week', label: '按周' },
  { value: 'month', label: '按月' },
]
const SERIES: Series[] = [
  { key: 'onTime', name: '按时', colour: '--lamp-normal' },
  { key: 'late', name: '超期', colour: '--lamp-red' },
  { key: 'undated', name: '无期限', colour: '--lamp-none' },
]
const RETURNED: Series[] = [{ key: 'returned', name: '被退回', colour: '--lamp-yellow' }]

/** What I have done, in time or not, and how long it takes me beside my unit. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const by = PERIODS.find(({ value }) => value === params.get('by'))?.value ?? 'day'
  const { data, error, loading, reload } = useResource<OwnStatistics>(worklistPaths.statistics(by))
  useTitle('我的统计')
  return (
    <div className="page">
      <div className="page-head">
        <h1>收件箱</h1>
        <InboxTabs active="statistics" />
        <span className="grow" />
        <Segmented<By>
          options={PERIODS}
          value={by}
          onChange={(value) => setParams({ by: value }, { replace: true })}
          aria-label="统计周期"
        />
      </div>
      {loading && <TableSkeleton />}
      {!data && error && <ErrorResult error={error} onRetry={reload} />}
      {data && <Figures data={data} />}
    </div>
  )
}

function Figures({ data }: { data: OwnStatistics }) {
  const { totals, periods, steps, by } = data
  const range = rangeText(by)
  const rows = periods.map(({ from, done, onTime, late, returned }) => ({
    label: periodLabel(by, from),
    ...{ onTime, late, undated: done - onTime - late, returned },
  }))
  return (
    <>
      <div className="board gap-below">
        <Cell title={`办理环节(${range})`} value={String(totals.done)} />
        <Cell title="按时办理" value={onTimeText(totals)} />
        <Cell title="超期办理" value={String(totals.late)} />
        <Cell title="被退回" value={String(totals.returned)} />
      </div>
      <div className="stack">
        <BarChart title="我办理的环节" unit="件" range={range} axis="时间" rows={rows} series={SERIES} />
        {totals.returned > 0 && <BarChart title="被退回的环节" unit="件" range={range} axis="时间" rows={rows} series={RETURNED} />}
        <section className="card" aria-label="各环节用时">
          <h2 className="gap-below">各环节用时</h2>
          {steps.length === 0 ? (
            <EmptyState title={`${range}没有办理环节`}>可以换一个统计周期</EmptyState>
          ) : (
            <Table
              rowKey="step"
              size="small"
              pagination={false}
              scroll={{ x: 620 }}
              dataSource={steps}
              columns={[
                { title: '环节', dataIndex: 'step' },
                { title: '我办理的件数', dataIndex: 'done', align: 'right', width: 130 },
                { title: '我的平均用时', key: 'mine', align: 'right', width: 150, render: (_, row) => hoursText(row.averageMs) },
                {
                  title: '本单位中位用时',
                  key: 'unit',
                  align: 'right',
                  width: 160,
                  render: (_, row) =>
                    row.unitMedianMs === null ? <span className="quiet">没有他人办理</span> : hoursText(row.unitMedianMs),
                },
                { title: '本单位件数', dataIndex: 'unitDone', align: 'right', width: 120 },
              ]}
            />
          )}
        </section>
      </div>
      <p className="quiet gap-above">
        数据时间 {minuteText(data.at)},由办理记录即时统计。用时从到达环节起算,只计工作日的办公时间;中位数包括{data.unitNames.join('、')}
        全体人员的办理
      </p>
    </>
  )
}

const Cell = ({ title, value }: { title: string; value: string }) => (
  <div className="board-cell">
    <span className="quiet">{title}</span>
    <div className="board-number">{value}</div>
  </div>
)
