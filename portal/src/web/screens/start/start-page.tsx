import { Tabs } from 'antd'
import { useCallback, type ComponentProps } from 'react'
import { Link, useSearchParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import type { CaseSummary } from '../../api/cases.ts'
import { guidePaths, OWN_PLACE, type Catalogue } from '../../api/guide.ts'
import type { MatterSummary } from '../../api/matters.ts'
import { CaseTable } from '../../components/case-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { ListSearch } from '../../components/list-search.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { MatterGroups } from '../../components/matter-groups.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import '../applicant/applicant.css'

const VIEWS = [
  { key: 'matters', label: '可以发起' },
  { key: 'mine', label: '我发起的' },
]

/** Internal matters that this person may hand in for his organ, and those that he has handed in. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const handedIn = params.get('handed-in')
  const view = handedIn || params.get('view') === 'mine' ? 'mine' : 'matters'
  useTitle(view === 'mine' ? '我发起的' : '发起')
  return (
    <div className="page">
      <div className="page-head">
        <h1>发起</h1>
        <Tabs
          className="desk-tabs"
          activeKey={view}
          items={VIEWS}
          onChange={(key) => setParams(key === 'mine' ? { view: key } : {}, { replace: true })}
        />
      </div>
      {handedIn && (
        <p role="status" className="card" data-testid="handed-in">
          已提交,进入办理。<Link to={`/cases/${handedIn}`}>查看办理过程</Link>
        </p>
      )}
      {view === 'mine' ? <Mine /> : <Matters />}
    </div>
  )
}

function Matters() {
  const { data, error, loading, reload } = useResource<Catalogue>(guidePaths.catalogue(OWN_PLACE, {}))
  const [params, setParams] = useSearchParams()
  const search = useCallback((text: string) => setParams(text ? { q: text } : {}, { replace: true }), [setParams])
  if (loading) return <PageSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  const internal = data.items.filter(({ isInternal }) => isInternal)
  if (internal.length === 0) return <EmptyState title="没有可以由您发起的事项">发起权限随岗位授予,需要时请联系安全管理员</EmptyState>
  const wanted = params.get('q') ?? ''
  const found = internal.filter((matter) => matterMatches(matter, wanted))
  return (
    <>
      <SearchRow value={wanted} onSearch={search} placeholder="按事项或牵头单位查找" />
      {found.length === 0 && <EmptyState title={`没有找到与“${wanted}”有关的事项`}>换一个更短的词试试</EmptyState>}
      <MatterGroups
        groups={themesOf(found)}
        addressOf={({ key, page }) => page ?? `/start/${key}`}
        about={({ organName }) => `${organName}牵头`}
        limits={({ promised }) => [`时限 ${promised}`]}
      />
    </>
  )
}

function Mine() {
  const [params, setParams] = useSearchParams()
  const q = params.get('q') ?? ''
  const pages = usePages<CaseSummary>(paths.cases({ view: 'mine', status: 'all', q }))
  const search = useCallback((text: string) => setParams({ view: 'mine', ...(text && { q: text }) }, { replace: true }), [setParams])
  return (
    <>
      <SearchRow value={q} onSearch={search} placeholder="按编号查找" />
      <ListStates
        pages={pages}
        empty={<EmptyState title={q ? `没有找到与“${q}”有关的办件` : '您还没有发起过事项'}>在“可以发起”中选择要办的事项</EmptyState>}
      >
        {(items) => <CaseTable items={items} list="cases" addressOf={(id) => `/cases/${id}`} />}
      </ListStates>
    </>
  )
}

function SearchRow(props: ComponentProps<typeof ListSearch>) {
  return (
    <div className="page-head">
      <span className="grow" />
      <ListSearch {...props} />
    </div>
  )
}

/** Whether a matter answers what somebody looks for: each of his words stands in it somewhere. */
const matterMatches = ({ name, organName, theme, kind }: MatterSummary, wanted: string): boolean =>
  wanted.split(/\s+/).every((word) => [name, organName, theme ?? '', kind].join(' ').includes(word))

/** Matters by theme, in the order in which the themes come. */
function themesOf(matters: readonly MatterSummary[]): [string, MatterSummary[]][] {
  const themes = new Map<string, MatterSummary[]>()
  for (const matter of matters) {
    const theme = matter.theme || '其他事项'
    themes.set(theme, [...(themes.get(theme) ?? []), matter])
  }
  return [...themes]
}
