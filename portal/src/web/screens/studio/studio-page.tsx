import { Button, Dropdown, Tag } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router-dom'
import { studioApi, studioPaths, type DraftSummary, type PublishedPackage, type Release } from '../../api/studio.ts'
import { AdaptiveTable, type AdaptiveTableProps } from '../../components/adaptive-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useAct } from '../../hooks/use-act.ts'
import { useResource, type Resource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { dayOf, minuteText } from '../../time.ts'
import { ExtensionProjects } from './extension-projects.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { NewDraftDialog } from './new-draft-dialog.tsx'
import { ReleaseList } from './release-list.tsx'
import './studio.css'

/** The studio's first page: what is being made, what waits for a second person, what is in force. */
export function Component() {
  const { rights } = useSession()
  const drafts = useResource<{ items: DraftSummary[] }>(studioPaths.drafts)
  const packages = useResource<{ items: PublishedPackage[] }>(studioPaths.packages)
  const releases = useResource<{ items: Release[] }>(studioPaths.releases())
  const [dialog, setDialog] = useState<'new' | 'import' | null>(null)
  const mayEdit = rights.includes('studio:edit')
  useTitle('流程设计')
  const reload = () => {
    drafts.reload()
    packages.reload()
    releases.reload()
  }
  const [today] = useState(() => dayOf(Date.now()))
  const pending = releases.data?.items.filter(({ state }) => state === 'proposed') ?? []
  return (
    <div className="page">
      <div className="page-head">
        <h1>流程设计</h1>
        <span className="grow" />
        <Link to="/studio/dictionaries">数据字典</Link>
        {mayEdit && <Button onClick={() => setDialog('import')}>导入</Button>}
        {mayEdit && (
          <Button type="primary" onClick={() => setDialog('new')} data-testid="new-draft">
            新建
          </Button>
        )}
      </div>
      {pending.length > 0 && (
        <section className="card gap-below" aria-label="待确认的发布">
          <h2>待确认的发布</h2>
          <ReleaseList releases={pending} among={releases.data?.items} today={today} onChanged={reload} />
        </section>
      )}
      <section className="gap-below" aria-label="草稿">
        <h2 className="gap-below">草稿</h2>
        <Drafts drafts={drafts} mayEdit={mayEdit} onChanged={reload} />
      </section>
      <section aria-label="已发布">
        <h2 className="gap-below">已发布</h2>
        <Packages packages={packages} mayEdit={mayEdit} />
      </section>
      <ExtensionProjects mayEdit={mayEdit} />
      {dialog === 'new' && <NewDraftDialog packages={packages.data?.items ?? []} onClose={() => setDialog(null)} />}
      {dialog === 'import' && <ImportDialog onClose={() => setDialog(null)} />}
    </div>
  )
}

const STATE_TEXTS: Record<DraftSummary['state'], string> = { open: '编辑中', proposed: '待确认发布', published: '已发布' }

function Drafts({ drafts, mayEdit, onChanged }: { drafts: Resource<{ items: DraftSummary[] }>; mayEdit: boolean; onChanged: () => void }) {
  const act = useAct(onChanged)
  const { data, error, loading, reload } = drafts
  if (loading) return <TableSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  if (data.items.length === 0)
    return (
      <div className="card">
        <EmptyState title="还没有草稿">{mayEdit ? '点“新建”,从模板或已发布的流程开始' : '由有权设计流程的人员新建'}</EmptyState>
      </div>
    )
  const columns: AdaptiveTableProps<DraftSummary>['columns'] = [
    {
      title: '名称',
      key: 'name',
      render: (_, { id, name, editors }) => (
        <>
          <Link to={`/studio/drafts/${id}`} data-testid={`draft-${name}`}>
            {name}
          </Link>
          {editors.length > 0 && <div className="quiet">{editors.map((editor) => editor.name).join('、')}正在编辑</div>}
        </>
      ),
    },
    { title: '状态', key: 'state', width: 130, render: (_, { state }) => <Tag>{STATE_TEXTS[state]}</Tag> },
    { title: '最近修改', key: 'at', width: 220, render: (_, { updatedAt, updatedBy }) => `${minuteText(updatedAt)} ${updatedBy.name}` },
    {
      title: '',
      key: 'more',
      width: 90,
      render: (_, { id, name, state }) =>
        mayEdit &&
        state !== 'proposed' && (
          <Dropdown
            trigger={['click']}
            menu={{
              items: [
                { key: 'copy', label: '复制' },
                { key: 'remove', label: '删除', danger: true },
              ],
              onClick: ({ key }) =>
                void (key === 'copy'
                  ? act(() => studioApi.create(`${name}(副本)`, { draft: id }), '已复制')
                  : act(() => studioApi.remove(id), '草稿已删除,已发布的版本不受影响')),
            }}
          >
            <Button size="small" aria-label={`${name}的更多操作`}>
              更多
            </Button>
          </Dropdown>
        ),
    },
  ]
  return (
    <div className="card flush">
      <AdaptiveTable keyOf={({ id }) => id} columns={columns} rows={data.items} />
    </div>
  )
}

function Packages({ packages, mayEdit }: { packages: Resource<{ items: PublishedPackage[] }>; mayEdit: boolean }) {
  const navigate = useNavigate()
  const act = useAct(() => {})
  const { data, error, loading, reload } = packages
  if (loading) return <TableSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  const edit = async ({ key, name }: PublishedPackage) => {
    const { id } = await studioApi.create(name, { package: key })
    void navigate(`/studio/drafts/${id}`)
  }
  const columns: AdaptiveTableProps<PublishedPackage>['columns'] = [
    { title: '流程包', key: 'name', width: 220, render: (_, { name }) => <strong>{name}</strong> },
    {
      title: '事项(版本)',
      key: 'matters',
      render: (_, { matters }) =>
        matters.length === 0 ? (
          <span className="quiet">没有对外事项</span>
        ) : (
          <ul className="plain studio-matters">
            {matters.map(({ key, name, version }) => (
              <li key={key}>
                <Link to={`/studio/live/${key}`}>{name}</Link> <span className="quiet">第 {version} 版</span>
              </li>
            ))}
          </ul>
        ),
    },
    {
      title: '',
      key: 'do',
      width: 190,
      render: (_, one) => (
        <div className="row">
          {mayEdit && (
            <Button size="small" onClick={() => void act(() => edit(one), '已新建修改草稿')}>
              修改
            </Button>
          )}
          <Button size="small" onClick={() => void act(() => studioApi.export(one.key), '已导出')}>
            导出
          </Button>
        </div>
      ),
    },
  ]
  return (
    <div className="card flush">
      <AdaptiveTable keyOf={({ key }) => key} columns={columns} rows={data.items} />
    </div>
  )
}
