import { Table } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { Link } from 'react-router-dom'
import { overviewPaths, type FigureCase, type FigureView, type OverviewPlace } from '../../api/overview.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useSession } from '../../session.tsx'
import { minuteText } from '../../time.ts'

/** The cases behind a number, without names of persons; each opens for those whose desk has it. */
export function FigureCases({ view, asked }: { view: FigureView; asked: OverviewPlace }) {
  const pages = usePages<FigureCase>(overviewPaths.cases({ ...asked, view }))
  const { desks } = useSession()
  const linkOf = ({ caseId }: FigureCase): string | null =>
    desks.includes('auditor') ? `/supervision/cases/${caseId}` : desks.includes('clerk') ? `/cases/${caseId}` : null
  return (
    <ListStates pages={pages} empty={<EmptyState title="没有这样的办件">可以更换时间范围,或者返回上一级</EmptyState>}>
      {(items) => (
        <div className="card flush">
          <Table<FigureCase>
            rowKey="caseId"
            size="small"
            pagination={false}
            scroll={{ x: 860 }}
            dataSource={items}
            columns={columnsOf(['open', 'overdue', 'warning'].includes(view), linkOf)}
          />
        </div>
      )}
    </ListStates>
  )
}

const moment = (at: number | null) => (at === null ? '—' : minuteText(at))

function columnsOf(isOpen: boolean, linkOf: (row: FigureCase) => string | null): ColumnsType<FigureCase> {
  return [
    {
      title: '办件编号',
      key: 'no',
      width: 210,
      render: (_, row) => {
        const link = linkOf(row)
        return link ? (
          <Link to={link}>
            <code>{row.caseNo}</code>
          </Link>
        ) : (
          <code>{row.caseNo}</code>
        )
      },
    },
    { title: '事项', dataIndex: 'matterName', className: 'break' },
    { title: '单位', dataIndex: 'organName', width: 180, className: 'break' },
    { title: '受理', key: 'accepted', width: 150, render: (_, row) => moment(row.acceptedAt) },
    ...(isOpen
      ? [
          { title: '当前环节', key: 'step', width: 130, render: (_: unknown, row: FigureCase) => row.stepName ?? '—' },
          { title: '到期', key: 'due', width: 150, render: (_: unknown, row: FigureCase) => moment(row.dueAt) },
        ]
      : [
          { title: '办结', key: 'closed', width: 150, render: (_: unknown, row: FigureCase) => moment(row.closedAt) },
          {
            title: '用时 / 承诺(工作日)',
            key: 'days',
            width: 150,
            align: 'right' as const,
            render: (_: unknown, row: FigureCase) => `${row.usedDays ?? '—'} / ${row.promisedDays ?? '—'}`,
          },
        ]),
  ]
}
