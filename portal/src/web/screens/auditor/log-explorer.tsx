import { paths } from '../../api/api.ts'
import type { LogEntry } from '../../api/log.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { LogFilterLine, useLogFilter } from './log-filter.tsx'
import { LogTable } from './log-table.tsx'
import '../../components/desk.css'
import './log.css'

/** The whole supervision log, newest first. Every search is itself an entry. */
export function Component() {
  const [filter, change] = useLogFilter()
  const pages = usePages<LogEntry>(paths.logEntries(filter))
  useTitle('日志检索')
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">日志检索</h1>
        <span className="quiet">查阅本身也会记入日志</span>
      </div>
      <LogFilterLine filter={filter} onChange={change} />
      <ListStates pages={pages} empty={<EmptyState title="没有符合条件的记录">请放宽时间范围或清除条件</EmptyState>}>
        {(items) => <LogTable items={items} onFilter={change} linked />}
      </ListStates>
    </div>
  )
}
