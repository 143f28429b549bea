import { FEW, RATING_GRADES } from '@lianban/processes/labels'
import { DatePicker, Segmented, Table } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { ratingPaths, type RatingFigures } from '../../api/ratings.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { instantOf, minuteText, wallOf } from '../../time.ts'
import { RatingsTabs } from './ratings-tabs.tsx'

type Group = 'organ' | 'matter'
const GROUPS = [
  { value: 'organ', label: '按单位' },
  { value: 'matter', label: '按事项' },
]
const midnight = (day: Dayjs) => instantOf(day.startOf('day'))

/** How satisfied people are, by organ or matter. The rated organ sees no figure that tells of single raters. */
export function Component() {
  const [by, setBy] = useState<Group>('organ')
  const [range, setRange] = useState<[Dayjs, Dayjs]>(() => [wallOf(Date.now()).startOf('year'), wallOf(Date.now())])
  const { data, error, loading, reload } = useResource<{ at: number; rows: RatingFigures[] }>(
    ratingPaths.figures({ by, from: midnight(range[0]), to: midnight(range[1].add(1, 'day')) }),
  )
  useTitle('好差评统计')
  return (
    <div className="page">
      <RatingsTabs current="figures" />
      <div className="page-head">
        <h1>好差评统计</h1>
        <Segmented options={GROUPS} value={by} onChange={(value) => setBy(value as Group)} aria-label="统计口径" />
        <DatePicker.RangePicker
          value={range}
          allowClear={false}
          onChange={(days) => days?.[0] && days[1] && setRange([days[0], days[1]])}
          aria-label="统计期间"
        />
      </div>
      {loading && <TableSkeleton />}
      {!data && error && <ErrorResult error={error} onRetry={reload} />}
      {data && data.rows.length === 0 && <EmptyState title="统计期间内没有办结的办件和评价">可以更换期间</EmptyState>}
      {data && data.rows.length > 0 && (
        <div className="card flush">
          <Table<RatingFigures>
            rowKey={(row) => `${row.organId} ${row.matterKey ?? ''}`}
            size="small"
            pagination={false}
            scroll={{ x: 1080 }}
            columns={columnsOf(by)}
            dataSource={data.rows}
          />
        </div>
      )}
      {data && (
        <p className="quiet gap-above">
          满意率 = 基本满意以上 ÷ 计入的评价;复核后不计入的评价另列。{minuteText(data.at)} 计算。本单位的评价少于 {FEW}{' '}
          件时不显示分项,以保护评价人。
        </p>
      )}
    </div>
  )
}

const hidden = (value: number | null): React.ReactNode => value ?? <span className="quiet">—</span>

function columnsOf(by: Group): ColumnsType<RatingFigures> {
  const number = { align: 'right' as const, width: 84 }
  return [
    {
      title: by === 'organ' ? '单位' : '事项',
      key: 'name',
      fixed: 'left',
      width: 220,
      render: (_, row) => (
        <>
          {row.matterName ?? row.organName}
          {by === 'matter' && <div className="quiet">{row.organName}</div>}
        </>
      ),
    },
    { title: '办结', dataIndex: 'closed', ...number },
    { title: '评价', key: 'rated', ...number, width: 110, render: (_, row) => row.rated ?? `少于 ${FEW} 件` },
    {
      title: '满意率',
      key: 'satisfaction',
      ...number,
      render: (_, row) => (row.satisfaction === null ? <span className="quiet">—</span> : `${(row.satisfaction * 100).toFixed(1)}%`),
    },
    ...RATING_GRADES.map(({ value, label }) => ({
      title: label,
      key: `grade-${value}`,
      ...number,
      width: 100,
      render: (_: unknown, row: RatingFigures) => hidden(row.grades?.[value] ?? null),
    })),
    { title: '整改到位', key: 'rectified', ...number, render: (_, row) => hidden(row.rectified) },
    { title: '仍不满意', key: 'unresolved', ...number, render: (_, row) => hidden(row.unresolved) },
    { title: '不计入', key: 'dismissed', ...number, render: (_, row) => hidden(row.dismissed) },
  ]
}
