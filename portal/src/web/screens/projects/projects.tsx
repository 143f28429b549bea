import { yuan } from '@lianban/processes/labels'
import { Select, Table } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useCallback } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router-dom'
import { projectPaths, type Project, type ProjectPage } from '../../api/projects.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Lamp } from '../../components/lamp.tsx'
import { ListSearch } from '../../components/list-search.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import '../../components/desk.css'

/** The county's projects: how far each is, how it keeps its plan, and its money. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const stage = params.get('stage') ?? ''
  const q = params.get('q') ?? ''
  const pages = usePages<Project, ProjectPage>(projectPaths.list({ stage: stage || undefined, q: q || undefined }))
  useTitle('项目库')
  const change = useCallback(
    (patch: Record<string, string>) => {
      const next = { ...Object.fromEntries(params), ...patch }
      setParams(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== '')), { replace: true })
    },
    [params, setParams],
  )
  const search = useCallback((text: string) => change({ q: text }), [change])
  const stages = pages.first?.stages ?? []
  const total = stages.reduce((sum, { count }) => sum + count, 0)
  return (
    <div className="page">
      <div className="page-head">
        <h1>项目库</h1>
        <span className="grow" />
        <Select
          aria-label="阶段"
          style={{ minWidth: 200 }}
          value={stage}
          options={[
            { value: '', label: `全部阶段(${total})` },
            ...stages.map((one) => ({ value: one.stage, label: `${one.text}(${one.count})` })),
          ]}
          onChange={(value) => change({ stage: value })}
        />
        <ListSearch value={q} onSearch={search} placeholder="按项目代码或名称查找" />
      </div>
      <ListStates pages={pages} empty={<Empty filtered={stage !== '' || q !== ''} />}>
        {(items) => <ProjectTable items={items} />}
      </ListStates>
    </div>
  )
}

function Empty({ filtered }: { filtered: boolean }) {
  if (filtered) return <EmptyState title="没有符合条件的项目">可以切换到全部阶段,或换一个更短的词</EmptyState>
  return <EmptyState title="项目库中还没有项目">领导小组同意入库后,项目会列在这里</EmptyState>
}

function ProjectTable({ items }: { items: Project[] }) {
  const navigate = useNavigate()
  return (
    <div className="card flush desk-table opens">
      <Table<Project>
        rowKey="id"
        columns={COLUMNS}
        dataSource={items}
        pagination={false}
        scroll={{ x: 1100 }}
        onRow={(row) => ({ onClick: () => void navigate(`/projects/${row.id}`), 'data-testid': `project-row-${row.code}` }) as object}
      />
    </div>
  )
}

const money = (title: string, of: (row: Project) => number | null) => ({
  ...{ title, key: title, width: 150, align: 'right' as const },
  render: (_: unknown, row: Project) => (of(row) === null ? <span className="quiet">—</span> : yuan(of(row)!)),
})

const COLUMNS: ColumnsType<Project> = [
  { title: '进度', key: 'lamp', width: 90, render: (_, row) => <Lamp lamp={row.lamp} /> },
  {
    title: '项目',
    key: 'name',
    render: (_, row) => (
      <>
        <Link className="row-link" to={`/projects/${row.id}`} onClick={(event) => event.stopPropagation()}>
          {row.name}
        </Link>
        <div className="quiet">
          <code>{row.code}</code>
        </div>
      </>
    ),
  },
  { title: '单位', dataIndex: 'organName', width: 190 },
  { title: '阶段', dataIndex: 'stageText', width: 140 },
  money('批复概算(元)', ({ design }) => design),
  money('合同(元)', ({ contract }) => contract),
  money('已付(元)', ({ paid }) => paid),
]
