import { Button, Popconfirm, Table } from 'antd'
import { Link } from 'react-router-dom'
import { draftApi, draftPaths, type DraftKind, type DraftSummary } from '../../api/drafts.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useAct } from '../../hooks/use-act.ts'
import { useMedia } from '../../hooks/use-media.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { minuteText } from '../../time.ts'

const KINDS: Record<DraftKind, { text: string; path: (about: string, isApplicant: boolean) => string }> = {
  task: { text: '办理意见和表单', path: (about) => `/tasks/${encodeURIComponent(about)}` },
  matter: {
    text: '申请',
    path: (about, isApplicant) => (isApplicant ? `/matters/${encodeURIComponent(about)}/apply` : `/start/${encodeURIComponent(about)}`),
  },
  supplement: { text: '补正', path: (about) => `/my-cases/${encodeURIComponent(about)}` },
}

/** What the person has typed and not handed in, on whatever device. */
export function Component() {
  useTitle('我的草稿')
  const { data, error, loading, reload } = useResource<{ items: DraftSummary[] }>(draftPaths.list)
  const act = useAct(reload)
  const narrow = !useMedia('(min-width: 768px)')
  const isApplicant = useSession().user.kind === 'applicant'
  if (loading) return <PageSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  return (
    <div className="page">
      <div className="page-head">
        <h1>我的草稿</h1>
      </div>
      <p className="quiet">填写时自动保存,只有您自己能看到;提交后自动清除,长期没有继续填写的也会清除。</p>
      {data.items.length === 0 ? (
        <EmptyState title="没有草稿">填写申请或者办理意见时会自动保存在这里</EmptyState>
      ) : (
        <Table<DraftSummary>
          className="desk-table"
          rowKey={({ kind, about }) => `${kind} ${about}`}
          dataSource={data.items}
          pagination={false}
          columns={[
            {
              title: '草稿',
              render: (_, { kind, about, title, savedAt }) => (
                <>
                  <Link className="row-link" to={KINDS[kind].path(about, isApplicant)}>
                    {title}
                  </Link>
                  {narrow && <div className="quiet">{minuteText(savedAt)}</div>}
                </>
              ),
            },
            { title: '类别', responsive: ['md'], width: 160, render: (_, { kind }) => KINDS[kind].text },
            {
              title: '保存时间',
              responsive: ['md'],
              width: 176,
              render: (_, { savedAt }) => <span className="nowrap">{minuteText(savedAt)}</span>,
            },
            {
              title: '操作',
              width: 88,
              render: (_, { kind, about, title }) => (
                <Popconfirm
                  title={`清除“${title}”的草稿`}
                  description="已填写的内容不再保留"
                  okText="清除"
                  cancelText="取消"
                  okButtonProps={{ danger: true }}
                  onConfirm={() => void act(() => draftApi.remove(kind, about), '草稿已清除')}
                >
                  <Button type="link" size="small">
                    清除
                  </Button>
                </Popconfirm>
              ),
            },
          ]}
        />
      )}
    </div>
  )
}
