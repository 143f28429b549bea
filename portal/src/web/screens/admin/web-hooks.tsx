import { WEB_HOOK_EVENTS } from '@lianban/processes/labels'
import { App, Button, Space, Table, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router-dom'
import { asApiError } from '../../api/api-error.ts'
import { deliveryApi, deliveryPaths, type WebHook } from '../../api/deliveries.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useAct } from '../../hooks/use-act.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { minuteText } from '../../time.ts'
import { DELIVERY_STATES } from './deliveries.tsx'
import { SecretShown, WebHookDialog } from './web-hook-dialog.tsx'
import '../../components/desk.css'

/** Addresses of other systems that are told of events. */
export function Component() {
  const { data, error, loading, reload } = useResource<{ items: WebHook[] }>(deliveryPaths.webHooks)
  const [edited, setEdited] = useState<WebHook | 'new' | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  useTitle('事件推送')
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">事件推送</h1>
        <Button type="primary" onClick={() => setEdited('new')} data-testid="new-hook">
          登记推送地址
        </Button>
      </div>
      {loading && <TableSkeleton />}
      {!data && error && <ErrorResult error={error} onRetry={reload} />}
      {data?.items.length === 0 && (
        <EmptyState title="还没有推送地址">其他系统要及时获知受理、决定、办结等事件时,在这里登记它的接收地址</EmptyState>
      )}
      {data && data.items.length > 0 && <HookTable items={data.items} reload={reload} onEdit={setEdited} onSecret={setSecret} />}
      {edited !== null && (
        <WebHookDialog hook={edited === 'new' ? null : edited} onClose={() => setEdited(null)} onSaved={reload} onSecret={setSecret} />
      )}
      {secret !== null && <SecretShown secret={secret} onClose={() => setSecret(null)} />}
    </div>
  )
}

interface TableProps {
  items: WebHook[]
  reload: () => void
  onEdit: (hook: WebHook) => void
  onSecret: (secret: string) => void
}

function HookTable({ items, reload, onEdit, onSecret }: TableProps) {
  return (
    <div className="card flush">
      <Table<WebHook>
        rowKey="id"
        dataSource={items}
        pagination={false}
        scroll={{ x: 1000 }}
        columns={[
          {
            title: '名称和地址',
            key: 'name',
            className: 'break',
            render: (_, row) => (
              <>
                {row.name}
                <div className="quiet">
                  <code>{row.url}</code>
                </div>
              </>
            ),
          },
          {
            title: '事件',
            key: 'events',
            width: 300,
            render: (_, row) => row.events.map((event) => <Tag key={event}>{WEB_HOOK_EVENTS[event] ?? event}</Tag>),
          },
          { title: '状态', key: 'state', width: 150, render: (_, row) => <HookState hook={row} /> },
          {
            title: '操作',
            key: 'deeds',
            width: 330,
            render: (_, row) => <Deeds hook={row} reload={reload} onEdit={onEdit} onSecret={onSecret} />,
          },
        ]}
      />
    </div>
  )
}

function HookState({ hook: { disabledAt, oldSecretUntil } }: { hook: WebHook }) {
  return (
    <>
      {disabledAt === null ? '启用' : <span className="quiet">已于 {minuteText(disabledAt)} 停用</span>}
      {oldSecretUntil !== null && <div className="quiet">原密钥可用至 {minuteText(oldSecretUntil)}</div>}
    </>
  )
}

function Deeds({ hook, reload, onEdit, onSecret }: Omit<TableProps, 'items'> & { hook: WebHook }) {
  const { modal, message } = App.useApp()
  const act = useAct(reload)
  const [pinging, setPinging] = useState(false)
  const ping = async () => {
    setPinging(true)
    try {
      const { state, status, error } = await deliveryApi.ping(hook.id)
      if (state === 'sent') message.success(`测试成功,对方答复 ${status}`)
      else message.warning(`测试未成功:${error ?? DELIVERY_STATES[state]}`)
    } catch (thrown) {
      message.warning(asApiError(thrown).message)
    } finally {
      setPinging(false)
    }
  }
  const replace = () =>
    modal.confirm({
      title: `更换“${hook.name}”的密钥`,
      content: '新密钥只显示一次。更换后一天内,原密钥和新密钥的签名同时附上,请在此期间通知接收方改用新密钥。',
      okText: '更换',
      cancelText: '取消',
      onOk: () => act(async () => onSecret((await deliveryApi.replaceSecret(hook.id)).secret), '密钥已更换'),
    })
  const isOff = hook.disabledAt !== null
  return (
    <Space wrap>
      <Button size="small" loading={pinging} disabled={isOff} onClick={() => void ping()} data-testid={`ping-${hook.name}`}>
        测试
      </Button>
      <Button size="small" onClick={() => onEdit(hook)}>
        修改
      </Button>
      <Button size="small" onClick={replace}>
        更换密钥
      </Button>
      <Button
        size="small"
        danger={!isOff}
        onClick={() => void act(() => deliveryApi.enableHook(hook.id, isOff), isOff ? '已启用' : '已停用,未投递的事件不再投递')}
      >
        {isOff ? '启用' : '停用'}
      </Button>
      <Link to={`/deliveries?channel=web-hook&target=${encodeURIComponent(hook.id)}`}>投递记录</Link>
    </Space>
  )
}
