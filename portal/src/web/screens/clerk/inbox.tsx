import { useCallback, useMemo, useState } from 'react'
import { useSearchParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import type { InboxItem, InboxPage } from '../../api/tasks.ts'
import { worklistPaths, type InboxChoice, type InboxCounts, type OfferedViews } from '../../api/worklist.ts'
import { ListSearch } from '../../components/list-search.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useInboxLive } from '../../shell/inbox-live.tsx'
import { InboxTabs } from '../desk/inbox-tabs.tsx'
import { BatchBar } from './batch-bar.tsx'
import { choiceOf, paramsOf } from './inbox-choice.ts'
import { InboxFilters } from './inbox-filters.tsx'
import { InboxTable } from './inbox-table.tsx'
import { InboxViews, isNewChoice } from './inbox-views.tsx'
import { SaveView } from './save-view.tsx'
import '../../components/desk.css'

type View = 'todo' | 'done'

/** What waits for me, by time left; and what I have done. Keeps itself up to date. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const view: View = params.get('view') === 'done' ? 'done' : 'todo'
  const live = useInboxLive()
  const views = useResource<OfferedViews>(view === 'todo' ? worklistPaths.views : null)
  const choice = useMemo(() => choiceOf(params), [params])
  const { q = '' } = choice
  const asked = view === 'todo' ? paramsOf(choice) : { q }
  const pages = usePages<InboxItem, InboxPage>(paths.inbox({ view, ...asked }), live.version)
  const count = live.count ?? pages.first?.count
  const [ticked, setTicked] = useState<string[]>([])
  // What somebody else has done meanwhile is no longer ticked.
  const chosen = useMemo(() => {
    const there = new Set(view === 'todo' ? pages.items.map(({ taskId }) => taskId) : [])
    return ticked.filter((taskId) => there.has(taskId))
  }, [ticked, view, pages.items])
  // What was counted last stands until the next answer: nothing jumps meanwhile.
  const [counts, setCounts] = useState<InboxCounts | null>(null)
  if (pages.first?.counts && pages.first.counts !== counts) setCounts(pages.first.counts)
  useTitle(count ? `(${count}) 收件箱` : '收件箱')

  const choose = useCallback(
    (next: InboxChoice) => setParams({ ...(view === 'done' ? { view: 'done' } : {}), ...paramsOf(next) }, { replace: true }),
    [view, setParams],
  )
  const search = useCallback((text: string) => choose({ ...choice, q: text }), [choose, choice])
  return (
    <>
      <div className="page">
        <div className="page-head">
          <h1>收件箱</h1>
          <InboxTabs active={view} todo={pages.first?.count} />
          <span className="grow" />
          <LiveState connected={live.connected} />
          <ListSearch key={view} value={q} onSearch={search} placeholder="按编号、申请人、首字母或事项查找" />
        </div>
        {view === 'todo' && (
          <>
            {views.data && <InboxViews choice={choice} offered={views.data} onChoose={choose} onSaved={views.reload} />}
            <InboxFilters
              choice={choice}
              counts={counts}
              onChange={choose}
              extra={
                views.data && isNewChoice(choice, views.data) && <SaveView choice={choice} offered={views.data} onSaved={views.reload} />
              }
            />
          </>
        )}
        <InboxTable pages={pages} view={view} choice={choice} chosen={chosen} onChoose={setTicked} />
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
