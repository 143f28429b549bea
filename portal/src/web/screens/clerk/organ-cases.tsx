import { Tabs } from 'antd'
import { useCallback } from 'react'
import { Link, useSearchParams } from 'react-router-dom'
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
  // From the figures of a matter: the cases at one of its steps, of every organ that the caller may see.
  const at = standingOf(params)
  const pages = usePages<CaseSummary>(paths.cases({ view: at ? 'all' : 'organ', status, q, ...at }))
  const title = at ? '停在该环节的办件' : '本单位办件'
  useTitle(title)
  const go = useCallback(
    (next: { status?: string; q?: string }) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before)
          for (const [name, value] of Object.entries(next)) if (value) after.set(name, value)
          if (next.q === '') after.delete('q')
          return after
        },
        { replace: true },
      ),
    [setParams],
  )
  const search = useCallback((text: string) => go({ q: text }), [go])
  return (
    <div className="page">
      <div className="page-head">
        <h1>{title}</h1>
        {at && <Link to="/cases">查看本单位全部办件</Link>}
        <Tabs className="desk-tabs" activeKey={status} items={VIEWS} onChange={(key) => go({ status: key })} />
        <span className="grow" />
        <ListSearch value={q} onSearch={search} placeholder="按编号或申请人查找" />
      </div>
      <ListStates
        pages={pages}
        empty={
          q ? (
            <EmptyState title={`没有找到与“${q}”有关的办件`}>可以切换到“全部”,或换一个更短的词</EmptyState>
          ) : (
            <EmptyState title={at ? '该环节没有您可以查看的办件' : status === 'open' ? '本单位没有在办的办件' : '还没有办件'}>
              {at ? '办件可能已经转到下一环节' : '申请人提交后会出现在这里'}
            </EmptyState>
          )
        }
      >
        {(items) => <CaseTable items={items} list="cases" addressOf={(id) => `/cases/${id}`} />}
      </ListStates>
    </div>
  )
}

function standingOf(params: URLSearchParams): { matter: string; element: string; version?: number } | null {
  const [matter, element, version] = ['matter', 'element', 'version'].map((name) => params.get(name))
  if (!matter || !element) return null
  return { matter, element, ...(/^[1-9]\d{0,5}$/.test(version ?? '') && { version: Number(version) }) }
}
