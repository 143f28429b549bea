import { App, Button, Table, Tag } from 'antd'
import { useState } from 'react'
import { rightsApi, rightsPaths, type DelegableMatter, type Delegation } from '../../api/rights.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useAct } from '../../hooks/use-act.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { minuteText } from '../../time.ts'
import { DelegationDialog } from './delegation-dialog.tsx'
import { delegationScope } from './words.ts'
import '../../components/desk.css'
import './rights.css'

const STATUS = {
  proposed: { text: '待对方接受', color: 'processing' },
  scheduled: { text: '未到开始时间', color: 'default' },
  active: { text: '代理中', color: 'success' },
  expired: { text: '已到期', color: 'default' },
  declined: { text: '对方未接受', color: 'warning' },
  revoked: { text: '已撤销', color: 'default' },
} as const

/** Delegation 委托代理: what I entrusted to others, and what others entrusted to me. */
export function Component() {
  useTitle('委托代理')
  const { user } = useSession()
  const list = useResource<{ items: Delegation[] }>(rightsPaths.delegations)
  const { data: matters } = useResource<{ items: DelegableMatter[] }>(rightsPaths.delegableMatters)
  const [isOpen, setOpen] = useState(false)
  const items = list.data?.items ?? []
  const part = (title: string, empty: string, rows: Delegation[]) => (
    <section className="gap-below">
      <h2 className="gap-below">{title}</h2>
      {rows.length === 0 ? (
        <div className="card">
          <EmptyState title={empty} />
        </div>
      ) : (
        <DelegationTable rows={rows} matters={matters?.items ?? []} reload={list.reload} />
      )}
    </section>
  )
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">委托代理</h1>
        <Button type="primary" onClick={() => setOpen(true)} data-testid="new-delegation">
          委托他人
        </Button>
      </div>
      {list.loading && <TableSkeleton />}
      {!list.data && list.error && <ErrorResult error={list.error} onRetry={list.reload} />}
      {list.data &&
        part(
          '委托我代理的',
          '没有人委托您代理',
          items.filter(({ delegate }) => delegate.userId === user.id),
        )}
      {list.data &&
        part(
          '我委托他人的',
          '您没有委托他人',
          items.filter(({ principal }) => principal.userId === user.id),
        )}
      {isOpen && <DelegationDialog matters={matters?.items ?? []} onClose={() => setOpen(false)} onDone={list.reload} />}
    </div>
  )
}

function DelegationTable({ rows, matters, reload }: { rows: Delegation[]; matters: DelegableMatter[]; reload: () => void }) {
  return (
    <div className="card flush">
      <Table<Delegation>
        rowKey="id"
        dataSource={rows}
        pagination={false}
        scroll={{ x: 1080 }}
        columns={[
          { title: '委托人', key: 'principal', width: 110, render: (_, row) => row.principal.name },
          { title: '代理人', key: 'delegate', width: 110, render: (_, row) => row.delegate.name },
          { title: '范围', key: 'scope', className: 'break', render: (_, row) => delegationScope(row, matters) },
          {
            title: '起止',
            key: 'period',
            width: 200,
            render: (_, row) => (
              <>
                {minuteText(row.startsAt)} 起<br />
                {minuteText(row.endsAt)} 止
              </>
            ),
          },
          { title: '事由', dataIndex: 'reason', width: 180 },
          {
            title: '状态',
            key: 'status',
            width: 120,
            render: (_, row) => <Tag color={STATUS[row.status].color}>{STATUS[row.status].text}</Tag>,
          },
          { title: '操作', key: 'act', width: 150, render: (_, row) => <Actions row={row} reload={reload} /> },
        ]}
      />
    </div>
  )
}

function Actions({ row, reload }: { row: Delegation; reload: () => void }) {
  const { user } = useSession()
  const { modal } = App.useApp()
  const isMine = row.delegate.userId === user.id
  const act = useAct(reload)
  const end = (title: string, done: string) =>
    modal.confirm({
      title,
      content: '代理人已签收未办结的任务随即退回岗位待办。本操作记入监察日志。',
      okText: '确定',
      cancelText: '取消',
      onOk: () => act(() => rightsApi.endDelegation(row.id), done),
    })
  if (row.status === 'proposed' && isMine) {
    return (
      <div className="actions">
        <Button
          size="small"
          type="primary"
          onClick={() => void act(() => rightsApi.acceptDelegation(row.id), '已接受,到开始时间即可代为办理')}
          data-testid="accept-delegation"
        >
          接受
        </Button>
        <Button size="small" onClick={() => void act(() => rightsApi.endDelegation(row.id), '已婉拒')}>
          婉拒
        </Button>
      </div>
    )
  }
  if (!['proposed', 'scheduled', 'active'].includes(row.status)) return null
  return (
    <Button size="small" onClick={() => end(isMine ? `不再代理${row.principal.name}` : `撤销对${row.delegate.name}的委托`, '已撤销')}>
      撤销
    </Button>
  )
}
