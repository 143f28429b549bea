import { Select, Table } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useMemo } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router-dom'
import { linkagePaths, type CategoryChoice, type CountyMapAnswer, type IncidentSummary } from '../../api/linkage.ts'
import { CountyMap, type MapMark } from '../../components/county-map.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { exactText, momentText } from '../../time.ts'
import { IncidentLampSign } from './incident-lamp.tsx'
import { LinkageTabs } from './linkage-tabs.tsx'
import { INCIDENT_STATES, SEVERITIES } from './words.ts'
import '../../components/desk.css'
import './linkage.css'

const FILTERS = ['state', 'category', 'lamp', 'organ'] as const
type Filter = (typeof FILTERS)[number]

const STATES = [
  { value: 'open', label: '在办' },
  ...['reported', 'filed', 'dispatched', 'disposing', 'verifying', 'closing'].map((value) => ({ value, label: INCIDENT_STATES[value]! })),
  { value: 'closed', label: '已办结' },
  { value: 'all', label: '全部' },
]
/** On the map at once; the list pages through the rest. */
const PAGE = 100

/** The dispatcher's desk: the map, and the list beside it. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const filter = Object.fromEntries(FILTERS.map((name) => [name, params.get(name)])) as Record<Filter, string | null>
  const pages = usePages<IncidentSummary>(linkagePaths.incidents({ ...filter, limit: PAGE }))
  const { data: county } = useResource<CountyMapAnswer>(linkagePaths.map)
  const { data: categories } = useResource<{ items: CategoryChoice[] }>(linkagePaths.categories)
  const navigate = useNavigate()
  const set = (name: Filter, value: string | null) => {
    const next = new URLSearchParams(params)
    if (value) next.set(name, value)
    else next.delete(name)
    setParams(next, { replace: true })
  }
  const organs = useMemo(() => organsIn(pages.items), [pages.items])
  const marks = useMemo(() => pages.items.map(markOf), [pages.items])
  useTitle('大联动')
  return (
    <div className="page">
      <LinkageTabs current="desk" />
      <div className="page-head">
        <h1>大联动案件</h1>
        <Select
          aria-label="状态"
          value={filter.state ?? 'open'}
          options={STATES}
          onChange={(value) => set('state', value === 'open' ? null : value)}
          className="filter"
        />
        <Select
          aria-label="类别"
          allowClear
          showSearch
          optionFilterProp="label"
          placeholder="全部类别"
          value={filter.category}
          options={(categories?.items ?? []).map(({ code, className, name }) => ({ value: code, label: `${className} · ${name}` }))}
          onChange={(value: string | undefined) => set('category', value ?? null)}
          className="filter wide"
        />
        <Select
          aria-label="时限"
          allowClear
          placeholder="全部时限"
          value={filter.lamp}
          options={[{ value: 'overdue', label: '已超期' }]}
          onChange={(value: string | undefined) => set('lamp', value ?? null)}
          className="filter"
        />
        <Select
          aria-label="牵头单位"
          allowClear
          placeholder="全部单位"
          value={filter.organ}
          options={organs}
          onChange={(value: string | undefined) => set('organ', value ?? null)}
          className="filter"
        />
      </div>
      <div className="linkage-desk">
        <div className="card flush linkage-map">
          {county && (
            <CountyMap county={county} marks={marks} label="案件地图" onMark={(id) => void navigate(`/linkage/incidents/${id}`)} />
          )}
        </div>
        <div className="linkage-list">
          <ListStates pages={pages} empty={<EmptyState title="没有符合条件的案件">可以更换筛选条件;新的上报会出现在这里</EmptyState>}>
            {(items) => (
              <div className="card flush desk-table">
                <Table<IncidentSummary>
                  rowKey="id"
                  size="small"
                  columns={COLUMNS}
                  dataSource={items}
                  pagination={false}
                  scroll={{ x: 620 }}
                  onRow={({ incidentNo }) => ({ 'data-testid': `incident-${incidentNo}` }) as object}
                />
              </div>
            )}
          </ListStates>
        </div>
      </div>
    </div>
  )
}

/** Those of what is shown, and the one that is chosen. */
const organsIn = (items: readonly IncidentSummary[]) =>
  [...new Map(items.flatMap(({ lead, leadName }) => (lead === null ? [] : [[lead, leadName ?? lead] as const])))].map(([value, label]) => ({
    value,
    label,
  }))

const markOf = ({ id, longitude, latitude, categoryName, place, lamp, incidentNo }: IncidentSummary): MapMark => ({
  ...{ id, longitude, latitude, kind: lamp },
  title: `${categoryName},${place},${incidentNo}`,
})

const COLUMNS: ColumnsType<IncidentSummary> = [
  { title: '时限', key: 'lamp', width: 92, render: (_, { lamp }) => <IncidentLampSign lamp={lamp} /> },
  {
    title: '案件',
    key: 'incident',
    render: (_, { id, categoryName, severity, summary, place }) => (
      <>
        <Link to={`/linkage/incidents/${id}`}>{categoryName}</Link>
        {severity !== 'normal' && <span className="severity"> {SEVERITIES[severity]}</span>}
        <div className="quiet break">
          {summary} · {place}
        </div>
      </>
    ),
  },
  {
    title: '状态',
    key: 'state',
    width: 104,
    render: (_, { state, forced }) => `${INCIDENT_STATES[state] ?? state}${forced ? '(强制)' : ''}`,
  },
  { title: '牵头', key: 'lead', width: 96, render: (_, { leadName }) => leadName ?? <span className="quiet">—</span> },
  {
    title: '到期',
    key: 'due',
    width: 116,
    render: (_, { dueAt }) =>
      dueAt === null ? <span className="quiet">—</span> : <time title={exactText(dueAt)}>{momentText(dueAt)}</time>,
  },
]
