import { Checkbox, Table } from 'antd'
import { useEffect, useMemo } from 'react'
import { useLocation, useNavigate } from 'react-router-dom'
import type { InboxItem, InboxPage } from '../../api/tasks.ts'
import type { InboxChoice } from '../../api/worklist.ts'
import { RowCards } from '../../components/adaptive-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { rememberList } from '../../hooks/list-memory.ts'
import { useNarrow } from '../../hooks/use-media.ts'
import type { Pages } from '../../hooks/use-pages.ts'
import { useRowCursor } from '../../hooks/use-row-cursor.ts'
import { isNarrowed } from './inbox-choice.ts'
import { addressOf, inboxCard, inboxColumns, type InboxRow } from './inbox-columns.tsx'

interface Props {
  pages: Pages<InboxItem, InboxPage>
  view: 'todo' | 'done'
  /** What the list is narrowed to. */
  choice: InboxChoice
  /** Ids of the tasks that are ticked. */
  chosen: string[]
  onChoose: (taskIds: string[]) => void
}

/** The tasks of one tab; to-dos can be ticked and done together. On a phone they are cards, done one by one. */
export function InboxTable({ pages, view, choice, chosen, onChoose }: Props) {
  const navigate = useNavigate()
  const { pathname, search } = useLocation()
  const rows = useMemo<InboxRow[]>(() => pages.items.map((item) => ({ ...item, key: item.taskId })), [pages.items])
  const isTodo = view === 'todo'
  const isNarrow = useNarrow()
  const open = (row: InboxRow) => void navigate(addressOf(view, row))
  const testIdOf = ({ caseNo }: InboxRow) => `inbox-row-${caseNo}`
  const tick = ({ key }: InboxRow) => onChoose(chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key])
  const cursor = useRowCursor(rows, open, isTodo ? tick : undefined)
  useEffect(() => {
    if (isTodo)
      rememberList(
        'inbox',
        rows.map(({ taskId }) => taskId),
        pathname + search,
      )
    else
      rememberList(
        'cases',
        rows.map(({ caseId }) => caseId),
        pathname + search,
      )
  }, [rows, isTodo, pathname, search])

  if (pages.loading) return <TableSkeleton />
  if (!pages.first) return pages.error && <ErrorResult error={pages.error} onRetry={pages.reload} />
  if (rows.length === 0) return <NothingHere view={view} choice={choice} />
  if (isNarrow)
    return (
      <>
        <div className="card flush">
          <RowCards rows={rows} keyOf={({ key }) => key} columns={inboxCard(view)} testIdOf={testIdOf} />
        </div>
        <LoadMore pages={pages} />
      </>
    )
  return (
    <>
      <div className="card flush desk-table opens">
        <Table<InboxRow>
          columns={inboxColumns(view)}
          dataSource={rows}
          pagination={false}
          scroll={{ x: 1100 }}
          rowClassName={(row) => (row.key === cursor ? 'row-cursor' : '')}
          onRow={(row) => ({ onClick: () => open(row), 'data-testid': testIdOf(row) }) as object}
          rowSelection={
            isTodo
              ? {
                  selectedRowKeys: chosen,
                  onChange: (keys) => onChoose(keys as string[]),
                  columnWidth: 44,
                  columnTitle: (
                    <Checkbox
                      aria-label="全部选择"
                      checked={chosen.length === rows.length}
                      indeterminate={chosen.length > 0 && chosen.length < rows.length}
                      onChange={({ target }) => onChoose(target.checked ? rows.map(({ key }) => key) : [])}
                    />
                  ),
                  // Beside the box is not yet on the row.
                  onCell: () => ({ onClick: (event) => event.stopPropagation() }),
                  getCheckboxProps: (row) => ({ 'aria-label': `选择 ${row.name} ${row.applicantName}` }) as object,
                }
              : undefined
          }
        />
      </div>
      <LoadMore pages={pages} />
    </>
  )
}

function NothingHere({ view, choice }: Pick<Props, 'view' | 'choice'>) {
  const { q } = choice
  if (q) return <EmptyState title={`没有找到与“${q}”有关的办件`}>可以输入编号的后几位、申请人姓名中的一个字,或姓名的拼音首字母</EmptyState>
  if (view === 'done') return <EmptyState title="还没有已办的环节">办理完成的环节会列在这里,可以随时回看</EmptyState>
  if (isNarrowed(choice)) return <EmptyState title="没有符合筛选条件的待办">可以清除一部分条件,或选择“全部”</EmptyState>
  return <EmptyState title="没有待办">都办完了。新的办件到达时会自动出现在这里,不需要刷新</EmptyState>
}
