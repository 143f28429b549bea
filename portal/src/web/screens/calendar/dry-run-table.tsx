import { Alert, Table } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { Link } from 'react-router-dom'
import type { CaseChange, DryRun } from '../../api/calendar.ts'
import { minuteText } from '../../time.ts'

/** A due time that never comes: the clock stands still. */
const NEVER = Date.UTC(9999, 0, 1)
const dueText = (at: number | null): string => (at === null || at >= NEVER ? '暂停计时' : minuteText(at))

/** What publishing would move, case by case. */
export function DryRunTable({ run }: { run: DryRun }) {
  return (
    <div className="gap-above" data-testid="dry-run">
      <Alert
        className="gap-below"
        type={run.problems > 0 ? 'error' : 'info'}
        showIcon
        message={`在办件 ${run.openCases} 件,其中 ${run.changedCases} 件的期限会改变${
          run.problems > 0 ? `;${run.problems} 件按这个日历无法计算,不能发布` : ''
        }。已办结的办件不变。`}
      />
      {run.items.length > 0 && (
        <Table<CaseChange>
          rowKey="caseId"
          columns={COLUMNS}
          dataSource={run.items}
          size="small"
          pagination={{ pageSize: 10, hideOnSinglePage: true }}
          scroll={{ x: 760 }}
        />
      )}
      {run.changedCases > run.items.length && <p className="quiet">只列出前 {run.items.length} 件。</p>}
    </div>
  )
}

const COLUMNS: ColumnsType<CaseChange> = [
  {
    title: '办件',
    key: 'case',
    width: 260,
    render: (_, { caseId, caseNo, matterName, organName }) => (
      <>
        <Link to={`/cases/${caseId}`}>{caseNo}</Link>
        <div className="quiet">
          {matterName} · {organName}
        </div>
      </>
    ),
  },
  {
    title: '期限:现在 → 发布后',
    key: 'changes',
    render: (_, { changes, problem }) =>
      problem ?? (
        <ul className="plain">
          {changes.map(({ what, before, after }) => (
            <li key={what}>
              {what}:{dueText(before)} → <b>{dueText(after)}</b>
            </li>
          ))}
        </ul>
      ),
  },
]
