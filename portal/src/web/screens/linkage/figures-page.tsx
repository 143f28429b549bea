import { DatePicker, Table } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { linkagePaths, type LinkageFigures, type Share } from '../../api/linkage.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { instantOf, minuteText, wallOf } from '../../time.ts'
import { LinkageTabs } from './linkage-tabs.tsx'

const midnight = (day: Dayjs) => instantOf(day.startOf('day'))

/** The indicators by organ, of what was reported in a period. */
export function Component() {
  const [range, setRange] = useState<[Dayjs, Dayjs]>(() => [wallOf(Date.now()).startOf('month'), wallOf(Date.now())])
  const { data, error, loading, reload } = useResource<{ at: number; items: LinkageFigures[] }>(
    linkagePaths.figures({ from: midnight(range[0]), to: midnight(range[1].add(1, 'day')) }),
  )
  useTitle('大联动指标')
  return (
    <div className="page">
      <LinkageTabs current="figures" />
      <div className="page-head">
        <h1>大联动指标</h1>
        <DatePicker.RangePicker
          value={range}
          allowClear={false}
          onChange={(days) => days?.[0] && days[1] && setRange([days[0], days[1]])}
          aria-label="上报期间"
        />
      </div>
      {loading && <TableSkeleton />}
      {!data && error && <ErrorResult error={error} onRetry={reload} />}
      {data && data.items.length <= 1 && <EmptyState title="期间内没有派遣的案件">可以更换期间</EmptyState>}
      {data && data.items.length > 1 && (
        <div className="card flush">
          <Table<LinkageFigures>
            rowKey={({ organ }) => organ ?? ''}
            size="small"
            pagination={false}
            scroll={{ x: 1180 }}
            columns={COLUMNS}
            dataSource={data.items}
          />
        </div>
      )}
      {data && (
        <p className="quiet gap-above">
          按上报日期统计,{minuteText(data.at)}{' '}
          计算。按期处置率、按期结案率、结案率的分母为已到期数,不含缓办挂账;满意率为基本满意以上占比。扣分:返工每次 0.2(第三次起
          0.5),弄虚作假 1,退件经裁定不成立 1。比率下方为件数。
        </p>
      )}
    </div>
  )
}

const share = (value: Share | null): React.ReactNode =>
  value === null || value.of === 0 ? (
    <span className="quiet">—</span>
  ) : (
    <>
      {((value.n / value.of) * 100).toFixed(1)}%
      <div className="quiet">
        {value.n}/{value.of}
      </div>
    </>
  )

const SHARES: [title: string, key: Exclude<keyof LinkageFigures, 'organ' | 'organName' | 'deductionTenths'>][] = [
  ['立案率', 'filed'],
  ['派遣准确率', 'dispatchedRight'],
  ['按期处置率', 'disposedOnTime'],
  ['按期结案率', 'closedOnTime'],
  ['结案率', 'closed'],
  ['返工率', 'reworked'],
  ['延期率', 'extended'],
  ['退件率', 'refused'],
  ['满意率', 'satisfied'],
]

const COLUMNS: ColumnsType<LinkageFigures> = [
  { title: '单位', dataIndex: 'organName', fixed: 'left', width: 130 },
  ...SHARES.map(([title, key]) => ({
    title,
    key,
    align: 'right' as const,
    width: 104,
    render: (_: unknown, row: LinkageFigures) => share(row[key]),
  })),
  { title: '扣分', key: 'deduction', align: 'right', width: 80, render: (_, { deductionTenths }) => (deductionTenths / 10).toFixed(1) },
]
