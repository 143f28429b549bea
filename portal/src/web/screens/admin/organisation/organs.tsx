import { Button, DatePicker, Dropdown, Table, Tabs, Tag } from 'antd'
import dayjs from 'dayjs'
import { useMemo, useState } from 'react'
import { Link, useSearchParams } from 'react-router-dom'
import { organisationPaths, type Organ, type OrganChange, type OrganList } from '../../../api/organisation.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ErrorResult } from '../../../components/error-result.tsx'
import { TableSkeleton } from '../../../components/table-skeleton.tsx'
import { useResource } from '../../../hooks/use-resource.ts'
import { useTitle } from '../../../hooks/use-title.ts'
import { useSession } from '../../../session.tsx'
import { OrganChangeDialog } from './organ-change-dialog.tsx'
import { OrganHistory } from './organ-history.tsx'
import { CHANGE_NAMES, KIND_NAMES } from './words.ts'
import '../../../components/desk.css'

const VIEWS = [
  { key: 'tree', label: '本县机关单位' },
  { key: 'external', label: '外部单位' },
  { key: 'history', label: '变更记录' },
]

type Node = Organ & { children?: Node[] }
interface Dialog {
  kind: OrganChange['kind']
  organ: Organ | null
}

/** The organs of a day, what is planned, and what happened to them. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const view = VIEWS.find(({ key }) => key === params.get('view'))?.key ?? 'tree'
  const [on, setOn] = useState<string>()
  const organs = useResource<OrganList>(organisationPaths.organs(on))
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const [version, setVersion] = useState(0)
  const { rights } = useSession()
  const mayWrite = rights.includes('organ:write')
  useTitle('单位')
  const done = () => {
    setDialog(null)
    setVersion((n) => n + 1)
    organs.reload()
  }
  return (
    <div className="page">
      <div className="page-head">
        <h1>单位</h1>
        <Tabs
          className="desk-tabs"
          activeKey={view}
          items={VIEWS}
          onChange={(next) => setParams(next === 'tree' ? {} : { view: next }, { replace: true })}
        />
        <span className="grow" />
        {view !== 'history' && (
          <DatePicker
            value={on ? dayjs(on) : null}
            onChange={(day) => setOn(day ? day.format('YYYY-MM-DD') : undefined)}
            placeholder="查看某日的单位"
            aria-label="查看某日的单位"
            style={{ width: 160 }}
          />
        )}
        {rights.includes('organ:export') && <Button href={organisationPaths.export('organs', 'xlsx')}>导出</Button>}
        {rights.includes('organ:import') && (
          <Link to="/transfer/organs">
            <Button>导入</Button>
          </Link>
        )}
        {mayWrite && (
          <Button type="primary" onClick={() => setDialog({ kind: 'create', organ: null })} data-testid="organ-create">
            新设单位
          </Button>
        )}
      </div>
      {view === 'history' ? (
        <OrganHistory version={version} mayWrite={mayWrite} onChanged={done} />
      ) : organs.loading ? (
        <TableSkeleton />
      ) : !organs.data ? (
        organs.error && <ErrorResult error={organs.error} onRetry={organs.reload} />
      ) : (
        <OrganTable
          data={organs.data}
          external={view === 'external'}
          onChange={mayWrite ? (kind, organ) => setDialog({ kind, organ }) : undefined}
        />
      )}
      {dialog && organs.data && (
        <OrganChangeDialog {...dialog} organs={organs.data.items} today={organs.data.today} onClose={() => setDialog(null)} onDone={done} />
      )}
    </div>
  )
}

interface OrganTableProps {
  data: OrganList
  external: boolean
  onChange?: (kind: OrganChange['kind'], organ: Organ) => void
}

function OrganTable({ data, external, onChange }: OrganTableProps) {
  const items = useMemo(() => data.items.filter(({ kind }) => (kind === 'external') === external), [data, external])
  const tree = useMemo(() => treeOf(items), [items])
  if (items.length === 0)
    return (
      <EmptyState title={external ? '这一天没有外部单位' : '这一天没有单位'}>
        外部单位(运营商、银行等)的人员只能看到所涉办件;用“新设单位”或“导入”添加
      </EmptyState>
    )
  const past = data.on !== data.today
  return (
    <>
      <p className="quiet">
        {past ? `${data.on} 的单位和名称` : '今天的单位和名称'},共 {items.length} 个
        {external && '。外部单位的人员只能任“协同单位人员”,只见所涉办件'}
      </p>
      <div className="card flush">
        <Table<Node>
          rowKey="id"
          className="desk-table"
          dataSource={tree}
          pagination={false}
          expandable={{ defaultExpandAllRows: true }}
          scroll={{ x: 860 }}
          columns={[
            { title: '简称', dataIndex: 'shortName', width: 260, render: (_, organ) => <OrganName organ={organ} today={data.today} /> },
            { title: '全称', dataIndex: 'name' },
            { title: '类别', key: 'kind', width: 110, render: (_, { kind }) => KIND_NAMES[kind] },
            { title: '标识', dataIndex: 'id', width: 120, render: (id: string) => <code>{id}</code> },
            ...(onChange
              ? [
                  {
                    title: '操作',
                    key: 'change',
                    width: 90,
                    render: (_: unknown, organ: Node) => <ChangeMenu organ={organ} onChange={onChange} />,
                  },
                ]
              : []),
          ]}
        />
      </div>
    </>
  )
}

function OrganName({ organ: { shortName, validUntil, validFrom }, today }: { organ: Organ; today: string }) {
  return (
    <>
      {shortName} {validUntil !== null && <Tag color="warning">有效至 {validUntil}</Tag>}
      {validFrom !== null && validFrom > today && <Tag>自 {validFrom}</Tag>}
    </>
  )
}

function ChangeMenu({ organ, onChange }: { organ: Organ; onChange: NonNullable<OrganTableProps['onChange']> }) {
  const kinds = (['rename', 'move', 'merge', 'split', 'close'] as const).map((key) => ({
    key,
    label: CHANGE_NAMES[key],
    danger: key === 'close',
  }))
  return (
    <Dropdown
      menu={{ items: kinds, onClick: ({ key }) => onChange(key as OrganChange['kind'], organ) }}
      trigger={['click']}
      disabled={organ.validUntil !== null}
    >
      <Button size="small" data-testid={`organ-change-${organ.id}`}>
        变更
      </Button>
    </Dropdown>
  )
}

function treeOf(items: Organ[]): Node[] {
  const nodes = new Map<string, Node>(items.map((organ) => [organ.id, { ...organ }]))
  const heads: Node[] = []
  for (const node of nodes.values()) {
    const parent = node.parentId === null ? undefined : nodes.get(node.parentId)
    if (parent) (parent.children ??= []).push(node)
    else heads.push(node)
  }
  return heads
}
