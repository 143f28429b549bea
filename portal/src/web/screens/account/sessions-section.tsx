import { App, Button, Table } from 'antd'
import { useNavigate } from 'react-router-dom'
import { api, paths } from '../../api/api.ts'
import type { OwnSession } from '../../api/session.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAct } from '../../hooks/use-act.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useSessionContext } from '../../session.tsx'
import { minuteText } from '../../time.ts'
import { browserName } from './browser-name.ts'

/** Where one is logged in, and ending it. */
export function SessionsSection() {
  const { modal } = App.useApp()
  const { logout } = useSessionContext()
  const navigate = useNavigate()
  const { data, error, loading, reload } = useResource<{ items: OwnSession[] }>(paths.ownSessions)
  const act = useAct(reload)
  const endAll = () =>
    modal.confirm({
      title: '全部退出',
      content: '本账号在各处的登录(包括这里)都会结束,须重新登录。',
      okText: '全部退出',
      cancelText: '取消',
      onOk: async () => {
        await api.endAllSessions()
        await logout()
        await navigate('/login', { replace: true })
      },
    })
  return (
    <section className="card" aria-label="登录记录">
      <div className="spread">
        <h2>当前登录</h2>
        <Button onClick={endAll} data-testid="end-all">
          全部退出
        </Button>
      </div>
      <ErrorNote error={error} />
      <Table<OwnSession>
        rowKey="id"
        size="small"
        loading={loading}
        dataSource={data?.items}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          {
            title: '浏览器',
            key: 'browser',
            render: (_, row) => <span title={row.userAgent ?? undefined}>{browserName(row.userAgent)}</span>,
          },
          { title: '地址', dataIndex: 'ip' },
          { title: '登录时间', key: 'opened', render: (_, row) => minuteText(row.openedAt) },
          { title: '最近使用', key: 'seen', render: (_, row) => minuteText(row.seenAt) },
          {
            title: '操作',
            key: 'end',
            render: (_, row) =>
              row.current ? (
                <span className="quiet">本机</span>
              ) : (
                <Button size="small" onClick={() => void act(() => api.endSession(row.id), '已结束该处登录')} data-testid="end-session">
                  结束
                </Button>
              ),
          },
        ]}
      />
    </section>
  )
}
