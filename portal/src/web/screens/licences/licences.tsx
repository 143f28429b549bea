import { Select, Table, Tabs } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useCallback } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router-dom'
import { licencePaths, type Licence, type LicencePage } from '../../api/licences.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { LicenceState, Validity } from '../../components/licence-state.tsx'
import { ListSearch } from '../../components/list-search.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import '../../components/desk.css'

const VIEWS = [
  { key: 'valid', label: '有效' },
  { key: 'due', label: '60日内到期' },
  { key: 'lapsed', label: '已过期' },
  { key: 'withdrawn', label: '已撤回' },
  { key: 'revoked', label: '已撤销' },
  { key: 'cancelled', label: '已注销' },
  { key: 'all', label: '全部' },
]

/** The licences of my organ, by what they are today. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const view = VIEWS.find(({ key }) => key === params.get('view'))?.key ?? 'valid'
  const kind = params.get('kind') ?? undefined
  const q = params.get('q') ?? ''
  const filter = view === 'due' ? { due: '1' } : { state: view === 'all' ? undefined : view }
  const pages = usePages<Licence, LicencePage>(licencePaths.list({ view: 'all', ...filter, kind, q }))
  useTitle('证照')
  const change = useCallback(
    (patch: Record<string, string | undefined>) => {
      const next = { ...Object.fromEntries(params), ...patch }
      setParams(Object.fromEntries(Object.entries(next).filter((entry): entry is [string, string] => Boolean(entry[1]))), { replace: true })
    },
    [params, setParams],
  )
  const search = useCallback((text: string) => change({ q: text }), [change])
  const kinds = pages.first?.kinds ?? []
  return (
    <div className="page">
      <div className="page-head">
        <h1>证照</h1>
        <Tabs className="desk-tabs" activeKey={view} items={VIEWS} onChange={(key) => change({ view: key })} />
        <span className="grow" />
        {kinds.length > 1 && (
          <Select
            aria-label="证照种类"
            style={{ minWidth: 180 }}
            value={kind ?? ''}
            options={[{ value: '', label: '全部种类' }, ...kinds.map((one) => ({ value: one.kind, label: one.name }))]}
            onChange={(value) => change({ kind: value })}
          />
        )}
        <ListSearch value={q} onSearch={search} placeholder="按编号或持证人查找" />
      </div>
      <ListStates pages={pages} empty={<Empty view={view} q={q} />}>
        {(items) => <LicenceTable items={items} />}
      </ListStates>
    </div>
  )
}

function Empty({ view, q }: { view: string; q: string }) {
  if (q) return <EmptyState title={`没有找到与“${q}”有关的证照`}>可以切换到“全部”,或换一个更短的词</EmptyState>
  const label = VIEWS.find(({ key }) => key === view)!.label
  return (
    <EmptyState title={view === 'all' || view === 'valid' ? '还没有证照' : `没有${label}的证照`}>
      作出准予许可的决定后,证照会列在这里
    </EmptyState>
  )
}

function LicenceTable({ items }: { items: Licence[] }) {
  const navigate = useNavigate()
  return (
    <div className="card flush desk-table">
      <Table<Licence>
        rowKey="id"
        columns={COLUMNS}
        dataSource={items}
        pagination={false}
        scroll={{ x: 960 }}
        onRow={(row) => ({ onClick: () => void navigate(`/licences/${row.id}`), 'data-testid': `licence-row-${row.licenceNo}` }) as object}
      />
    </div>
  )
}

const COLUMNS: ColumnsType<Licence> = [
  { title: '状态', key: 'state', width: 100, render: (_, row) => <LicenceState item={row} /> },
  {
    title: '持证人',
    key: 'holder',
    render: (_, row) => (
      <>
        <Link className="row-link" to={`/licences/${row.id}`} onClick={(event) => event.stopPropagation()}>
          {row.holderName}
        </Link>
        {row.holderCode && (
          <div className="quiet">
            <code>{row.holderCode}</code>
          </div>
        )}
      </>
    ),
  },
  {
    title: '证照',
    key: 'licence',
    width: 300,
    render: (_, row) => (
      <>
        {row.name}
        <div className="quiet">
          <code>{row.licenceNo}</code>
        </div>
      </>
    ),
  },
  { title: '有效期', key: 'validity', width: 230, render: (_, row) => <Validity item={row} /> },
  { title: '发证机关', key: 'organ', width: 200, dataIndex: 'organName' },
]
