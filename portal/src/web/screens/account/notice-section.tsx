import { App, Button, Checkbox, Popconfirm, Skeleton, Table } from 'antd'
import { useState } from 'react'
import { deliveryApi, deliveryPaths, type NoticeChoice, type NoticeSettings } from '../../api/deliveries.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { useAct } from '../../hooks/use-act.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { MailDialog } from './mail-dialog.tsx'

/** Where and of what a person wants to be told. */
export function NoticeSection() {
  const { data, error, loading, reload } = useResource<NoticeSettings>(deliveryPaths.noticeSettings)
  return (
    <section className="card" aria-label="通知方式">
      <h2>通知方式</h2>
      {loading && <Skeleton active />}
      {error && !data && <ErrorResult error={error} onRetry={reload} />}
      {data && (
        <>
          <ErrorNote error={error} />
          <Mailbox settings={data} reload={reload} />
          <Choices settings={data} reload={reload} />
        </>
      )}
    </section>
  )
}

function Mailbox({ settings, reload }: { settings: NoticeSettings; reload: () => void }) {
  const { message } = App.useApp()
  const [open, setOpen] = useState(false)
  const act = useAct(reload)
  if (!settings.mailOffered) return <p className="quiet">本系统未配置发信服务器,通知只在系统内显示。</p>
  return (
    <div className="spread gap-below">
      <span>
        接收邮箱:
        {settings.address ? <strong data-testid="mail-address">{settings.address}</strong> : <span className="quiet">未设置</span>}
      </span>
      <span>
        <Button onClick={() => setOpen(true)} data-testid="set-mail">
          {settings.address ? '更换邮箱' : '设置邮箱'}
        </Button>{' '}
        {settings.address && (
          <Popconfirm
            title="取消接收邮箱"
            description="以后不再以邮件通知您;系统内的通知不受影响"
            okText="取消接收"
            cancelText="返回"
            okButtonProps={{ danger: true }}
            onConfirm={() => void act(() => deliveryApi.removeMail(), '已取消,不再发送邮件')}
          >
            <Button danger>取消邮箱</Button>
          </Popconfirm>
        )}
      </span>
      {open && (
        <MailDialog
          onClose={() => setOpen(false)}
          onProved={() => {
            message.success('邮箱已验证')
            setOpen(false)
            reload()
          }}
        />
      )}
    </div>
  )
}

function Choices({ settings, reload }: { settings: NoticeSettings; reload: () => void }) {
  const act = useAct(reload)
  const change = (choice: NoticeChoice, patch: Partial<NoticeChoice>) =>
    void act(() => deliveryApi.chooseNotices([{ ...choice, ...patch }]), `“${choice.name}”的通知方式已保存`)
  return (
    <Table<NoticeChoice>
      rowKey="kind"
      size="small"
      pagination={false}
      dataSource={settings.choices}
      columns={[
        {
          title: '通知类别',
          key: 'name',
          render: (_, row) => (
            <>
              {row.name}
              {row.urgent && <span className="quiet"> · 紧急,系统内必达</span>}
            </>
          ),
        },
        {
          title: '系统内',
          key: 'app',
          width: 96,
          render: (_, row) => (
            <Checkbox
              checked={row.app}
              disabled={row.urgent}
              onChange={({ target }) => change(row, { app: target.checked })}
              aria-label={`系统内通知:${row.name}`}
            />
          ),
        },
        {
          title: '邮件',
          key: 'mail',
          width: 96,
          render: (_, row) => (
            <Checkbox
              checked={row.mail && settings.address !== null}
              disabled={settings.address === null}
              onChange={({ target }) => change(row, { mail: target.checked })}
              aria-label={`邮件通知:${row.name}`}
              data-testid={`mail-${row.kind}`}
            />
          ),
        },
      ]}
    />
  )
}
