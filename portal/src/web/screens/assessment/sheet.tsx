import { ROUNDING_RULE, UNIT_STATES } from '@lianban/processes/labels'
import { Table } from 'antd'
import { Link, useParams } from 'react-router-dom'
import { assessmentPaths, type SheetView } from '../../api/assessment.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { minuteText } from '../../time.ts'
import { pointsText } from './words.tsx'

type Item = SheetView['items'][number]

/** 评分表 of one unit: every score with its values, marks and figures, and who settled them. */
export function Component() {
  const { frame = '', organ = '' } = useParams()
  const { data, error, loading, reload } = useResource<SheetView>(assessmentPaths.sheet(frame, organ))
  useTitle('评分表')
  if (loading) return <TableSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  return (
    <div className="page">
      <p>
        <Link to={`/assessment/ranking?frame=${encodeURIComponent(frame)}`}>得分和名次</Link>
      </p>
      <div className="page-head">
        <h1>{data.organName} 评分表</h1>
        <span>
          {data.frame.name} · {data.status === null ? '未自评' : UNIT_STATES[data.status]} · 总分 {pointsText(data.total)}
        </span>
      </div>
      <div className="card flush">
        <Table<Item>
          rowKey="indicator"
          size="small"
          pagination={false}
          scroll={{ x: 1000 }}
          dataSource={data.items}
          columns={[
            { title: '指标', dataIndex: 'name', width: 160, render: (name: string, { indicator }) => <Named name={name} id={indicator} /> },
            { title: '责任部门', dataIndex: 'ownerName', width: 100 },
            {
              title: '权重',
              dataIndex: 'weight',
              width: 70,
              align: 'right',
              render: (weight: number) => (weight === 0 ? '—' : pointsText(weight)),
            },
            { title: '得分', dataIndex: 'points', width: 80, align: 'right', render: pointsText },
            { title: '计分说明', dataIndex: 'words', width: 230 },
            { title: '完成值的来历', render: (_, item) => <Origin item={item} /> },
          ]}
        />
      </div>
      <p className="quiet gap-above">{ROUNDING_RULE}。完成值以最后一次核定的为准。</p>
    </div>
  )
}

const Named = ({ name, id }: { name: string; id: string }) => (
  <>
    {name}
    <div className="quiet code">{id}</div>
  </>
)

function Origin({ item: { values, marks, snapshots } }: { item: Item }) {
  return (
    <>
      {values.map(({ value, round, reason, by, at }) => (
        <div key={`${at} ${value}`}>
          {round === 'appeal' ? '申诉复核' : '核定'} {value}:{by},{minuteText(at)}
          {reason && `,${reason}`}
        </div>
      ))}
      {marks.map(({ judge, mark, reason }) => (
        <div key={judge} className="quiet">
          {judge} 评 {mark}
          {reason && `,${reason}`}
        </div>
      ))}
      {snapshots.map(({ value, at, logSize, query }) => (
        <div key={at} className="quiet" title={query}>
          系统数据 {value ?? '无数据'}:{minuteText(at)},监察日志 {logSize} 条
        </div>
      ))}
    </>
  )
}
