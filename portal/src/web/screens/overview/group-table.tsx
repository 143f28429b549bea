import { Table } from 'antd'
import { Link } from 'react-router-dom'
import type { FigureView, OverviewGroup } from '../../api/overview.ts'
import { percent } from './numbers.tsx'
import { boardLink, RANGES, VIEWS, type Place } from './place.ts'

const COLUMNS: FigureView[] = ['open', 'overdue', 'warning', 'accepted', 'closed', 'late']

/** Organs, or the matters of one, with the same numbers as above; each leads one step down or to its cases. */
export function GroupTable({ place, groups }: { place: Place; groups: OverviewGroup[] }) {
  if (groups.length === 0) return null
  const { range, organ } = place
  const belowOf = (key: string): Place => (organ === undefined ? { range, organ: key } : { range, organ, matter: key })
  const below = organ === undefined ? '单位' : '事项'
  return (
    <section aria-label={`各${below}`} className="gap-below">
      <h2 className="gap-below">
        各{below} <span className="quiet chart-unit">在办、超期在办、临期预警为现在,其余为{RANGES[range]}</span>
      </h2>
      <div className="card flush">
        <Table<OverviewGroup>
          rowKey="key"
          size="small"
          pagination={false}
          scroll={{ x: 860 }}
          dataSource={groups}
          columns={[
            {
              title: below,
              key: 'name',
              className: 'break',
              render: (_, row) => (row.key === '' ? row.name : <Link to={boardLink(belowOf(row.key))}>{row.name}</Link>),
            },
            ...COLUMNS.map((view) => ({
              title: VIEWS[view],
              key: view,
              width: 92,
              align: 'right' as const,
              render: (_: unknown, row: OverviewGroup) =>
                row[view] === 0 || row.key === '' ? row[view] : <Link to={boardLink({ ...belowOf(row.key), view })}>{row[view]}</Link>,
            })),
            {
              title: '按时办结率',
              key: 'onTime',
              width: 104,
              align: 'right' as const,
              render: (_: unknown, row: OverviewGroup) => percent(row.onTime),
            },
            { title: '黄牌', dataIndex: 'yellow', width: 64, align: 'right' as const },
            { title: '红牌', dataIndex: 'red', width: 64, align: 'right' as const },
          ]}
        />
      </div>
    </section>
  )
}
