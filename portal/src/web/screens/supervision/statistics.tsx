import { COLOUR_TEXTS, GROUP_TEXTS, RATE_HINTS, RATE_TEXTS } from '@lianban/processes/labels'
import { Button, DatePicker, Segmented, Table, Tooltip } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { supervisionPaths, type IndicatorRow, type Statistics } from '../../api/supervision.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { instantOf, wallOf } from '../../time.ts'
import { LogPlaceLine } from './log-place.tsx'
import './supervision.css'

type Group = keyof typeof GROUP_TEXTS
const GROUPS: { value: Group; label: string }[] = (['organ', 'matter', 'person', 'month', 'total'] as const).map((value) => ({
  value,
  label: value === 'total' ? '合计' : `按${GROUP_TEXTS[value]}`,
}))
const SHOWN = ['onTime', 'early', 'speedUp', 'once', 'supplemented', 'irregular', 'good'] as const
/** The county's midnight of a day. */
const midnight = (day: Dayjs) => instantOf(day.startOf('day'))

/** Indicators by organ, matter, person or month, with what they were computed from. */
export function Component() {
  const [by, setBy] = useState<Group>('organ')
  const [range, setRange] = useState<[Dayjs, Dayjs]>(() => [wallOf(Date.now()).startOf('year'), wallOf(Date.now())])
  const filter = { by, from: midnight(range[0]), to: midnight(range[1].add(1, 'day')) }
  const { data, error, loading, reload } = useResource<Statistics>(supervisionPaths.statistics(filter))
  useTitle('监察统计')
  return (
    <div className="page">
      <div className="page-head">
        <h1>监察统计</h1>
        <Segmented
          options={GROUPS}
          value={by}
          onChange={(value) => setBy(value as Group)}
          aria-label="统计口径"
          data-testid="statistics-by"
        />
        <DatePicker.RangePicker
          value={range}
          allowClear={false}
          onChange={(days) => days?.[0] && days[1] && setRange([days[0], days[1]])}
          aria-label="统计期间"
        />
        <span className="grow" />
        <Button href={supervisionPaths.statisticsFile({ ...filter, format: 'xlsx' })}>导出 XLSX</Button>
        <Button href={supervisionPaths.statisticsFile({ ...filter, format: 'csv' })}>导出 CSV</Button>
      </div>
      {loading && <TableSkeleton />}
      {!data && error && <ErrorResult error={error} onRetry={reload} />}
      {data && data.rows.length === 0 && <EmptyState title="统计期间内没有办件">可以更换期间或口径</EmptyState>}
      {data && data.rows.length > 0 && (
        <div className="card flush">
          <Table<IndicatorRow>
            rowKey="group"
            size="small"
            pagination={false}
            scroll={{ x: 1240 }}
            columns={columnsOf(by)}
            dataSource={data.rows}
          />
        </div>
      )}
      {data && (
        <>
          <LogPlaceLine at={data.at} log={data.log} />
          <details className="gap-above">
            <summary>查询语句(用于复核)</summary>
            {data.queryTexts.map((text) => (
              <pre key={text} className="query-text">
                {text}
              </pre>
            ))}
          </details>
        </>
      )}
    </div>
  )
}

const percent = (value: number | null | undefined): string => (value == null ? '—' : `${(value * 100).toFixed(1)}%`)

function columnsOf(by: Group): ColumnsType<IndicatorRow> {
  const number = { align: 'right' as const }
  return [
    { title: GROUP_TEXTS[by], dataIndex: 'name', fixed: 'left', width: 180, className: 'break' },
    ...(by === 'person'
      ? [{ title: '办理环节', dataIndex: 'steps', width: 90, ...number }]
      : [
          { title: '受理', dataIndex: 'accepted', width: 64, ...number },
          { title: '办结', dataIndex: 'closed', width: 64, ...number },
          {
            title: '平均用时',
            key: 'days',
            width: 88,
            ...number,
            render: (_: unknown, row: IndicatorRow) => (row.averageDays === null ? '—' : `${row.averageDays.toFixed(1)} 天`),
          },
        ]),
    ...SHOWN.filter((key) => by !== 'person' || key === 'onTime').map((key) => ({
      title: (
        <Tooltip title={RATE_HINTS[key]}>
          <span tabIndex={0}>{RATE_TEXTS[key]}</span>
        </Tooltip>
      ),
      key,
      width: 84,
      ...number,
      render: (_: unknown, row: IndicatorRow) => percent(row.rates[key]),
    })),
    ...(['warning', 'yellow', 'red'] as const).map((colour) => ({
      title: COLOUR_TEXTS[colour],
      key: colour,
      width: 64,
      ...number,
      render: (_: unknown, row: IndicatorRow) => (
        <Tooltip title={`发出 ${row.cards[colour].gross},撤销 ${row.cards[colour].cancelled}`}>
          <span>{row.cards[colour].net}</span>
        </Tooltip>
      ),
    })),
    {
      title: '得分',
      key: 'score',
      width: 104,
      ...number,
      render: (_: unknown, row: IndicatorRow) => (
        <Tooltip title={row.score.parts.map(({ name, points }) => `${name} ${points}`).join(',')}>
          <span tabIndex={0}>
            {row.score.points} · {row.score.grade}
          </span>
        </Tooltip>
      ),
    },
  ]
}
