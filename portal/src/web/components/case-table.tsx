import { Table } from 'antd'
import { useEffect, useMemo } from 'react'
import { Link, useLocation, useNavigate } from 'react-router-dom'
import type { CaseSummary } from '../api/cases.ts'
import { rememberList, type ListName } from '../hooks/list-memory.ts'
import { useNarrow } from '../hooks/use-media.ts'
import { useRowCursor } from '../hooks/use-row-cursor.ts'
import { minuteText } from '../time.ts'
import { headedBy, RowCards, type Column } from './adaptive-table.tsx'
import { DueCell } from './due-text.tsx'
import { Lamp } from './lamp.tsx'
import { StatusText } from './status-text.tsx'
import './desk.css'

type Row = CaseSummary & { key: string }

/** Cases as rows: opened by click or keys, remembered for "previous" and "next"; on a phone as cards. */
export function CaseTable({
  items,
  list,
  addressOf,
  showOrgan,
}: {
  items: CaseSummary[]
  list: ListName
  addressOf: (id: string) => string
  showOrgan?: boolean
}) {
  const navigate = useNavigate()
  const { pathname, search } = useLocation()
  const rows = useMemo<Row[]>(() => items.map((item) => ({ ...item, key: item.id })), [items])
  const isNarrow = useNarrow()
  const columns = columnsOf(addressOf, showOrgan)
  const testIdOf = ({ caseNo }: Row) => `case-row-${caseNo}`
  const open = (row: Row) => void navigate(addressOf(row.id))
  const cursor = useRowCursor(rows, open)
  useEffect(
    () =>
      rememberList(
        list,
        rows.map(({ id }) => id),
        pathname + search,
      ),
    [list, rows, pathname, search],
  )
  if (isNarrow)
    return (
      <div className="card flush">
        <RowCards rows={rows} keyOf={({ key }) => key} columns={headedBy(columns, 'applicant')} testIdOf={testIdOf} />
      </div>
    )
  return (
    <div className="card flush desk-table opens">
      <Table<Row>
        columns={columns}
        dataSource={rows}
        pagination={false}
        scroll={{ x: 1060 }}
        rowClassName={(row) => (row.key === cursor ? 'row-cursor' : '')}
        onRow={(row) => ({ onClick: () => open(row), 'data-testid': testIdOf(row) }) as object}
      />
    </div>
  )
}

function columnsOf(addressOf: (id: string) => string, showOrgan?: boolean): Column<Row>[] {
  return [
    { title: '状态', key: 'lamp', width: 92, render: (_, row) => <Lamp lamp={row.lamp} /> },
    {
      title: '期限',
      key: 'due',
      width: 184,
      render: (_, row) =>
        row.closedAt ? (
          <span className="quiet">{minuteText(row.closedAt)} 办结</span>
        ) : (
          <DueCell promised={row.promised} statutory={row.statutory} both={showOrgan} />
        ),
    },
    {
      title: '申请人和事项',
      key: 'applicant',
      minWidth: 200,
      render: (_, row) => (
        <>
          <Link className="row-link" to={addressOf(row.id)} onClick={(event) => event.stopPropagation()}>
            {row.applicantName}
          </Link>
          <div className="quiet">
            {row.matterName}
            {showOrgan && ` · ${row.organName}`}
          </div>
        </>
      ),
    },
    { title: '办件编号', key: 'caseNo', width: 200, render: (_, row) => <code>{row.caseNo}</code> },
    {
      title: '进度',
      key: 'status',
      width: 190,
      render: (_, row) => (
        <>
          <StatusText item={row} />
          {!row.closedAt && row.stepName && <div className="quiet">{row.stepName}</div>}
        </>
      ),
    },
    { title: '提交', key: 'at', width: 156, render: (_, row) => <span className="nowrap">{minuteText(row.submittedAt)}</span> },
  ]
}
