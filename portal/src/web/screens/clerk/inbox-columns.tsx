import { Link } from 'react-router-dom'
import type { InboxItem } from '../../api/tasks.ts'
import { headedBy, type Column } from '../../components/adaptive-table.tsx'
import { CaseLink } from '../../components/case-link.tsx'
import { DueCell } from '../../components/due-text.tsx'
import { Lamp } from '../../components/lamp.tsx'
import { momentText } from '../../time.ts'

export type InboxRow = InboxItem & { key: string }

/** Lamp and time left first: that is what the list is sorted by. */
export function inboxColumns(view: 'todo' | 'done'): Column<InboxRow>[] {
  const columns: Column<InboxRow>[] = [
    { title: '状态', key: 'lamp', width: 92, render: (_, row) => <Lamp lamp={row.lamp} /> },
    {
      title: '期限',
      key: 'due',
      width: 184,
      render: (_, row) => <DueCell promised={row.promised} statutory={row.statutory} stepDueAt={row.dueAt} />,
    },
    {
      title: '环节',
      key: 'name',
      width: 130,
      render: (_, row) => (
        <Link className="row-link" to={addressOf(view, row)} onClick={(event) => event.stopPropagation()}>
          {row.name}
        </Link>
      ),
    },
    {
      title: '申请人和事项',
      key: 'applicant',
      minWidth: 200,
      render: (_, row) => (
        <>
          {row.applicantName}
          <div className="quiet">{row.matterName}</div>
        </>
      ),
    },
    { title: '办件编号', key: 'caseNo', width: 200, render: (_, row) => <code>{row.caseNo}</code> },
  ]
  if (view === 'done')
    return [
      ...columns,
      {
        title: '办理时间',
        key: 'at',
        width: 176,
        render: (_, row) => <span className="nowrap">{momentText(row.completedAt ?? row.createdAt)}</span>,
      },
    ]
  return [
    ...columns,
    { title: '到达', key: 'at', width: 176, render: (_, row) => <span className="nowrap">{momentText(row.createdAt)}</span> },
    { title: '签收', key: 'assignee', width: 96, render: (_, row) => <Holder row={row} /> },
  ]
}

/** The same on a card, which leads to it by what names it. */
export const inboxCard = (view: 'todo' | 'done'): Column<InboxRow>[] =>
  headedBy(inboxColumns(view), 'applicant', (row) => <CaseLink to={addressOf(view, row)} of={row} />)

/** Where a row leads. */
export const addressOf = (view: 'todo' | 'done', { taskId, caseId }: InboxRow): string =>
  view === 'todo' ? `/tasks/${taskId}` : `/cases/${caseId}`

/** Who has it; and for whom, where one would act as a delegate. */
function Holder({ row }: { row: InboxRow }) {
  return (
    <>
      {row.mine ? '我' : (row.assignee?.name ?? <span className="quiet">待签收</span>)}
      {row.onBehalfOf && <div className="quiet">代{row.onBehalfOf.name}</div>}
    </>
  )
}
