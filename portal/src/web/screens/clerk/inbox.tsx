import { useCallback, useMemo, useState } from 'react'
import { useSearchParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import type { InboxItem, InboxPage } from '../../api/tasks.ts'
import { ListSearch } from '../../components/list-search.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useInboxLive } from '../../shell/inbox-live.tsx'
import { InboxTabs } from '../desk/inbox-tabs.tsx'
import { BatchBar } from './batch-bar.tsx'
import { InboxTable } from './inbox-table.tsx'
import '../../components/desk.css'

type View = 'todo' | 'done'

/** What waits for me, by time left; and what I have done. Keeps itself up to date. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const view: View = params.get('view') === 'done' ? 'done' : 'todo'
  const q = params.get('q') ?? ''
  const live = useInboxLive()
  const pages = usePages<InboxItem, InboxPage>(paths.inbox({ view, q }), live.version)
  const count = live.count ?? pages.first?.count
  const [ticked, setTicked] = useState<string[]>([])
  // What somebody else has done meanwhile is no longer ticked.
  const chosen = useMemo(() => {
    const there = new Set(view === 'todo' ? pages.items.map(({ taskId }) => taskId) : [])
    return ticked.filter((taskId) => there.has(taskId))
  }, [ticked, view, pages.items])
  useTitle(count ? `(${count}) 收件箱` : '收件箱')

  const set = useCallback(
    (change: { q?: string }) => {
      const next = { view, q, ...change }
      setParams({ ...(next.view === 'done' ? { view: 'done' } : {}), ...(next.q ? { q: next.q } : {}) }, { replace: true })
    },
    [view, q, setParams],
  )
  const search = useCallback((text: string) => set({ q: text }), [set])
  return (
    <>
      <div className="page">
        <div className="page-head">
          <h1>收件箱</h1>
          <InboxTabs active={view} todo={pages.first?.count} />
          <span className="grow" />
          <LiveState connected={live.connected} />
          <ListSearch key={view} value={q} onSearch={search} placeholder="按编号、申请人或事项查找" />
        </div>
        <InboxTable pages={pages} view={view} q={q} chosen={chosen} onChoose={setTicked} />
      </div>
      <BatchBar taskIds={chosen} onClear={() => setTicked([])} onDone={pages.reload} />
    </>
  )
}

function LiveState({ connected }: { connected: boolean }) {
  return (
    <span className="live quiet" role="status" data-testid={connected ? 'live-on' : 'live-off'}>
      {connected ? (
        <>
          <span className="live-sign" aria-hidden="true">
            ●
          </span>
          自动更新
        </>
      ) : (
        '○ 正在重新连接'
      )}
    </span>
  )
}
