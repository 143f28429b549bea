import { Tabs } from 'antd'
import { useCallback } from 'react'
import { useSearchParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import type { CaseSummary } from '../../api/cases.ts'
import { CaseTable } from '../../components/case-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListSearch } from '../../components/list-search.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'

const VIEWS = [
  { key: 'open', label: '在办' },
  { key: 'closed', label: '办结' },
  { key: 'all', label: '全部' },
]

/** All cases of my organ, whoever has them on his desk. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const status = VIEWS.find(({ key }) => key === params.get('status'))?.key ?? 'open'
  const q = params.get('q') ?? ''
  const pages = usePages<CaseSummary>(paths.cases({ view: 'organ', status, q }))
  useTitle('本单位办件')
  const search = useCallback((text: string) => setParams({ status, ...(text ? { q: text } : {}) }, { replace: true }), [status, setParams])
  return (
    <div className="page">
      <div className="page-head">
        <h1>本单位办件</h1>
        <Tabs
          className="desk-tabs"
          activeKey={status}
          items={VIEWS}
          onChange={(key) => setParams({ status: key, ...(q ? { q } : {}) }, { replace: true })}
        />
        <span className="grow" />
        <ListSearch value={q} onSearch={search} placeholder="按编号或申请人查找" />
      </div>
      <ListStates
        pages={pages}
        empty={
          q ? (
            <EmptyState title={`没有找到与“${q}”有关的办件`}>可以切换到“全部”,或换一个更短的词</EmptyState>
          ) : (
            <EmptyState title={status === 'open' ? '本单位没有在办的办件' : '还没有办件'}>申请人提交后会出现在这里</EmptyState>
          )
        }
      >
        {(items) => <CaseTable items={items} list="cases" addressOf={(id) => `/cases/${id}`} />}
      </ListStates>
    </div>
  )
}
