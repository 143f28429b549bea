import { LAMP_TEXTS } from '@lianban/processes/labels'
import { Segmented } from 'antd'
import { useCallback } from 'react'
import { useSearchParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import type { CaseSummary, LampName } from '../../api/cases.ts'
import { CaseTable } from '../../components/case-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { LAMP_ORDER } from '../../components/lamp.tsx'
import { ListSearch } from '../../components/list-search.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'

const ALL = 'all'
const FILTERS: LampName[] = LAMP_ORDER.filter((lamp) => lamp !== 'none')

/** The cases of the county by lamp. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const lamp = LAMP_ORDER.find((name) => name === params.get('lamp'))
  const q = params.get('q') ?? ''
  const pages = usePages<CaseSummary>(paths.supervisedCases({ lamp, q }))
  useTitle('办件监察')
  const set = useCallback(
    (next: { lamp?: string; q?: string }) =>
      setParams(Object.fromEntries(Object.entries(next).filter(([, value]) => value)), { replace: true }),
    [setParams],
  )
  const search = useCallback((text: string) => set({ lamp, q: text }), [set, lamp])
  const options = [{ value: ALL, label: '全部' }, ...FILTERS.map((name) => ({ value: name as string, label: LAMP_TEXTS[name] }))]
  return (
    <div className="page">
      <div className="page-head">
        <h1>办件监察</h1>
        <Segmented
          options={options}
          value={lamp ?? ALL}
          onChange={(value) => set({ lamp: value === ALL ? undefined : value, q })}
          aria-label="按亮灯筛选"
          data-testid="lamp-filter"
        />
        <span className="grow" />
        <ListSearch value={q} onSearch={search} placeholder="按编号或申请人查找" />
      </div>
      <ListStates
        pages={pages}
        empty={
          <EmptyState title={lamp ? `没有亮“${LAMP_TEXTS[lamp]}”的办件` : q ? `没有找到与“${q}”有关的办件` : '还没有办件'}>
            {lamp || q ? '可以选择“全部”或清空搜索' : '申请人提交后会出现在这里'}
          </EmptyState>
        }
      >
        {(items) => <CaseTable items={items} list="supervision" addressOf={(id) => `/supervision/cases/${id}`} showOrgan />}
      </ListStates>
    </div>
  )
}
