import { Button } from 'antd'
import { useState } from 'react'
import { asApiError, type ApiError } from '../../api/api-error.ts'
import { paths } from '../../api/api.ts'
import { download } from '../../api/client.ts'
import type { LogEntry } from '../../api/log.ts'
import type { Page } from '../../api/page.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { LogFilterLine, useLogFilter } from '../auditor/log-filter.tsx'
import { LogTable } from '../auditor/log-table.tsx'
import '../../components/desk.css'
import '../auditor/log.css'

/** The audit administrator's log: logins, accounts, posts, rights, the log itself; nothing of any case. */
export function Component() {
  const [filter, change] = useLogFilter()
  const [exporting, setExporting] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  const pages = usePages<LogEntry, Page<LogEntry> & { kinds: string[] }>(paths.systemLog(filter))
  useTitle('系统审计日志')
  const save = async () => {
    setExporting(true)
    setError(null)
    await download(paths.systemLogExport(filter)).catch((thrown: unknown) => setError(asApiError(thrown)))
    setExporting(false)
  }
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">系统审计日志</h1>
        <span className="quiet">不含办件内容;查阅和导出也会记入日志</span>
        <Button loading={exporting} onClick={() => void save()}>
          导出当前结果
        </Button>
      </div>
      <ErrorNote error={error} />
      <LogFilterLine filter={filter} onChange={change} kinds={pages.first?.kinds} />
      <ListStates pages={pages} empty={<EmptyState title="没有符合条件的记录">请放宽时间范围或清除条件</EmptyState>}>
        {(items) => <LogTable items={items} onFilter={change} linked={false} />}
      </ListStates>
    </div>
  )
}
