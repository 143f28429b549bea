import { App, Button, Table, Tag } from 'antd'
import { useState } from 'react'
import { api, paths } from '../../api/api.ts'
import type { ApiToken } from '../../api/api-tokens.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { useAct } from '../../hooks/use-act.ts'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { dayOf, minuteText } from '../../time.ts'
import { NewTokenDialog } from './new-token-dialog.tsx'
import '../../components/desk.css'

/** What workers and departmental systems log in with: given, used, ended. */
export function Component() {
  const pages = usePages<ApiToken>(paths.apiTokens)
  const [isNew, setNew] = useState(false)
  useTitle('接口令牌')
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">接口令牌</h1>
        <Button type="primary" onClick={() => setNew(true)} data-testid="new-token">
          发放令牌
        </Button>
      </div>
      <ListStates
        pages={pages}
        empty={
          <EmptyState title="还没有接口令牌">部门系统要领取和办理自动任务(/engine-rest)时,在这里发放令牌,只给它需要的任务主题</EmptyState>
        }
      >
        {(items) => <TokenTable items={items} reload={pages.reload} />}
      </ListStates>
      {isNew && <NewTokenDialog onClose={() => setNew(false)} onCreated={pages.reload} />}
    </div>
  )
}

function TokenTable({ items, reload }: { items: ApiToken[]; reload: () => void }) {
  const { modal } = App.useApp()
  const act = useAct(reload)
  const ask = (token: ApiToken) =>
    modal.confirm({
      title: `吊销“${token.name}”`,
      content: '使用该令牌的系统从下一次调用起即被拒绝,不能恢复。本操作记入监察日志。',
      okText: '吊销',
      okButtonProps: { danger: true },
      cancelText: '取消',
      onOk: () => act(() => api.revokeApiToken(token.id), '已吊销,即刻生效'),
    })
  return (
    <div className="card flush">
      <Table<ApiToken>
        rowKey="id"
        dataSource={items}
        pagination={false}
        scroll={{ x: 900 }}
        columns={[
          {
            title: '名称',
            key: 'name',
            render: (_, row) => (
              <>
                {row.name}
                <div className="quiet">
                  <code>{row.hint}…</code>
                </div>
              </>
            ),
          },
          { title: '使用单位', dataIndex: 'organName', width: 130 },
          {
            title: '任务主题与权限',
            key: 'rights',
            render: (_, row) => [...row.topics, ...row.rights].map((name) => <Tag key={name}>{name}</Tag>),
          },
          {
            title: '限定地址',
            key: 'addresses',
            width: 130,
            render: (_, row) => (row.addresses.length > 0 ? row.addresses.join('、') : <span className="quiet">不限</span>),
          },
          { title: '最近使用', key: 'used', width: 150, render: (_, row) => <LastUsed token={row} /> },
          { title: '状态', key: 'state', width: 170, className: 'nowrap', render: (_, row) => <TokenState token={row} /> },
          {
            title: '操作',
            key: 'revoke',
            width: 90,
            render: (_, row) =>
              row.revokedAt === null && (
                <Button danger onClick={() => ask(row)} data-testid={`revoke-${row.name}`}>
                  吊销
                </Button>
              ),
          },
        ]}
      />
    </div>
  )
}

function LastUsed({ token: { lastUsedAt, lastUsedIp } }: { token: ApiToken }) {
  if (lastUsedAt === null) return <span className="quiet">从未使用</span>
  return (
    <>
      {minuteText(lastUsedAt)}
      <div className="quiet">{lastUsedIp}</div>
    </>
  )
}

function TokenState({ token: { revokedAt, expiresAt, expired } }: { token: ApiToken }) {
  if (revokedAt !== null) return <span className="quiet">已于 {dayOf(revokedAt)} 吊销</span>
  return expired ? <span className="quiet">已于 {dayOf(expiresAt)} 到期</span> : <>有效至 {dayOf(expiresAt)}</>
}
