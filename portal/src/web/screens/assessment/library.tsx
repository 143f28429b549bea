import { PART_LEVELS, PROGRESS_LIGHTS, SCORING_KINDS } from '@lianban/processes/labels'
import { Button, Table } from 'antd'
import { Link } from 'react-router-dom'
import { assessmentPaths, type IndicatorView, type LibraryView, type Light, type TargetView } from '../../api/assessment.ts'
import { AdaptiveTable, type AdaptiveTableProps } from '../../components/adaptive-table.tsx'
import { BarChart } from '../../components/bar-chart.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useNarrow } from '../../hooks/use-media.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { minuteText } from '../../time.ts'
import { AssessmentTabs } from './assessment-tabs.tsx'
import { useFrameChoice } from './frame-choice.tsx'
import { ProgressLamp, pointsText } from './words.tsx'
import './assessment.css'

/** 目标库: the indicators of a frame with every unit's target that this person may see, its progress and its lights. */
export function Component() {
  useTitle('目标库')
  const { frames, chosen, choice } = useFrameChoice()
  return (
    <div className="page">
      <AssessmentTabs current="library" />
      <div className="page-head">
        <h1>目标库</h1>
        {choice}
        <Link to="/start">
          <Button>报送进展和提出事项</Button>
        </Link>
      </div>
      {frames.loading && <TableSkeleton />}
      {!frames.data && frames.error && <ErrorResult error={frames.error} onRetry={frames.reload} />}
      {frames.data && !chosen && <EmptyState title="还没有考核方案">考核办提出年度考核方案并下达后,目标在这里查看</EmptyState>}
      {chosen && <Library frameId={chosen} />}
    </div>
  )
}

function Library({ frameId }: { frameId: string }) {
  const { data, error, loading, reload } = useResource<LibraryView>(assessmentPaths.library(frameId))
  if (loading) return <TableSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  const rows = data.indicators.flatMap((indicator) => indicator.targets.map((target) => ({ indicator, target })))
  if (rows.length === 0) return <EmptyState title="没有可查看的目标">方案还在制定,或者其中没有本单位的目标</EmptyState>
  return (
    <>
      <Overview rows={rows} year={data.frame.year} />
      <Indicators indicators={data.indicators.filter(({ targets }) => targets.length > 0)} />
      <p className="quiet gap-above">
        {data.nextReport && `${data.nextReport.month} 的进展应于 ${minuteText(data.nextReport.dueAt)} 前报送。`}
        {minuteText(data.at)} 的数据。目标调整在 {data.frame.adjustFrom} 至 {data.frame.adjustUntil} 之间提出。没有报送的月份不按零计。
      </p>
    </>
  )
}

/** Many indicators in one table; on a phone one card for each. */
function Indicators({ indicators }: { indicators: IndicatorView[] }) {
  const narrow = useNarrow()
  if (narrow)
    return indicators.map((indicator) => (
      <section key={indicator.id} className="card gap-below" aria-label={indicator.name}>
        <h2>{indicator.name}</h2>
        <p className="quiet">
          <span className="code">{indicator.id}</span> · {SCORING_KINDS[indicator.rule.kind]} ·{' '}
          {indicator.weight > 0 && `${pointsText(indicator.weight)} 分 · `}
          {indicator.ownerName}
        </p>
        <Targets indicator={indicator} />
      </section>
    ))
  return (
    <div className="card flush">
      <Table<IndicatorView>
        rowKey="id"
        size="small"
        pagination={false}
        dataSource={indicators}
        columns={INDICATOR_COLUMNS}
        expandable={{ expandedRowRender: (indicator) => <Targets indicator={indicator} />, defaultExpandAllRows: indicators.length <= 10 }}
      />
    </div>
  )
}

const INDICATOR_COLUMNS = [
  { title: '编号', dataIndex: 'id', width: 120, render: (id: string) => <span className="code">{id}</span> },
  { title: '指标', dataIndex: 'name', render: (name: string, { definition }: IndicatorView) => <span title={definition}>{name}</span> },
  { title: '计分', width: 90, render: (_: unknown, { rule }: IndicatorView) => SCORING_KINDS[rule.kind] },
  {
    ...{ title: '权重(分)', width: 90, align: 'right' as const },
    render: (_: unknown, { weight }: IndicatorView) => (weight === 0 ? '—' : pointsText(weight)),
  },
  { title: '责任部门', dataIndex: 'ownerName', width: 120 },
]

function Targets({ indicator }: { indicator: IndicatorView }) {
  return <AdaptiveTable<TargetView> rows={indicator.targets} keyOf={({ organId }) => organId} columns={targetColumns(indicator.measure)} />
}

const targetColumns = (measure: string): AdaptiveTableProps<TargetView>['columns'] => [
  { title: '单位', dataIndex: 'organName', width: 130 },
  { title: '基数', dataIndex: 'base', width: 80, render: (base: string | null) => base ?? '—' },
  {
    ...{ title: `目标(${measure})`, dataIndex: 'target', width: 150 },
    render: (target: string | null, { adjustments }) => (
      <>
        {target ?? '—'}
        {adjustments.map(({ before, after, reason, at }) => (
          <div key={at} className="quiet" title={reason}>
            {before ?? '—'} 调整为 {after}
          </div>
        ))}
      </>
    ),
  },
  {
    ...{ title: '累计完成', dataIndex: 'value', width: 150 },
    render: (value: string | null, { month, reports }) => (
      <>
        {value === null ? '—' : `${value}(${month})`}
        {reports.at(-1)?.status === 'handed-in' && <div className="quiet">待核实</div>}
      </>
    ),
  },
  { title: '进度', width: 120, render: (_, { light }) => <ProgressLamp light={light} /> },
  {
    title: '分解',
    render: (_, { parts }) =>
      parts.length === 0 ? (
        <span className="quiet">未分解</span>
      ) : (
        parts.map(({ level, name, value, due }) => (
          <div key={`${level} ${name}`}>
            {PART_LEVELS[level]} {name}:{value}({due})
          </div>
        ))
      ),
  },
]

const LIGHTS: { key: Light; colour: string }[] = [
  { key: 'done', colour: '--lamp-normal' },
  { key: 'on-time', colour: '--lamp-suspended' },
  { key: 'slow', colour: '--lamp-warning' },
  { key: 'stalled', colour: '--lamp-red' },
  { key: 'missing', colour: '--lamp-none' },
]

/** Targets by unit and light; only where there is more than one unit. */
function Overview({ rows, year }: { rows: { target: TargetView }[]; year: number }) {
  const names = [...new Set(rows.map(({ target }) => target.organName))]
  if (names.length < 2) return null
  const count = (name: string, light: Light) => rows.filter(({ target }) => target.organName === name && target.light === light).length
  return (
    <BarChart
      title="各单位进度"
      unit="项"
      range={`${year} 年度`}
      axis="单位"
      lying
      rows={names.map((label) => ({ label, ...Object.fromEntries(LIGHTS.map(({ key }) => [key, count(label, key)])) }))}
      series={LIGHTS.map(({ key, colour }) => ({ key, name: PROGRESS_LIGHTS[key], colour }))}
    />
  )
}
