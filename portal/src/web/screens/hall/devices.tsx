import { Alert, App, Button, Form, Input, Modal, Select, Table } from 'antd'
import { useState } from 'react'
import { windowApi, windowPaths, type Hall, type HallDevice } from '../../api/window.ts'
import { CopyCode } from '../../components/copy-code.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAct } from '../../hooks/use-act.ts'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { minuteText } from '../../time.ts'

const KINDS = { kiosk: '取号机', display: '叫号大屏' } as const
const PATHS = { kiosk: '/kiosk/queue', display: '/display/queue' } as const
type NewDevice = Pick<HallDevice, 'hallId' | 'kind' | 'name'>

/** Devices that work without a login: registered here, put out of use here. */
export function Devices({ halls }: { halls: Hall[] }) {
  const { modal } = App.useApp()
  const { data, reload } = useResource<{ items: HallDevice[] }>(windowPaths.devices)
  const [isNew, setNew] = useState(false)
  const act = useAct(reload)
  const ask = (device: HallDevice) => {
    let reason = ''
    return modal.confirm({
      title: `停用“${device.name}”`,
      content: (
        <>
          <p>设备即刻不能取号或显示,不能恢复,需要时重新登记。本操作记入监察日志。</p>
          <Input placeholder="原因(必填)" maxLength={200} aria-label="原因" onChange={({ target }) => void (reason = target.value)} />
        </>
      ),
      okText: '停用',
      okButtonProps: { danger: true },
      cancelText: '取消',
      onOk: () => act(() => windowApi.revokeDevice(device.id, reason), '已停用,即刻生效'),
    })
  }
  return (
    <section className="card" aria-label="大厅设备">
      <div className="spread">
        <h2>大厅设备</h2>
        <Button type="primary" onClick={() => setNew(true)} disabled={halls.length === 0} data-testid="new-device">
          登记设备
        </Button>
      </div>
      <Table<HallDevice>
        rowKey="id"
        size="small"
        dataSource={data?.items ?? []}
        pagination={false}
        scroll={{ x: 720 }}
        locale={{ emptyText: <EmptyState title="还没有登记设备">取号机和大屏登记后不需要登录</EmptyState> }}
        columns={[
          { title: '名称', dataIndex: 'name' },
          { title: '用途', dataIndex: 'kind', width: 110, render: (kind: HallDevice['kind']) => KINDS[kind] },
          { title: '大厅', dataIndex: 'hallName' },
          { title: '登记时间', dataIndex: 'registeredAt', width: 160, render: minuteText },
          {
            title: '状态',
            key: 'state',
            width: 200,
            render: (_, device) =>
              device.revokedAt === null ? (
                <Button size="small" danger onClick={() => ask(device)}>
                  停用
                </Button>
              ) : (
                <span className="quiet">{minuteText(device.revokedAt)} 停用</span>
              ),
          },
        ]}
      />
      {isNew && <NewDeviceDialog halls={halls} onClose={() => setNew(false)} onCreated={reload} />}
    </section>
  )
}

function NewDeviceDialog({ halls, onClose, onCreated }: { halls: Hall[]; onClose: () => void; onCreated: () => void }) {
  const [form] = Form.useForm<NewDevice>()
  const [address, setAddress] = useState<string | null>(null)
  const { run, busy, error } = useAttempt(async (given: NewDevice) => {
    const { token } = await windowApi.registerDevice(given)
    setAddress(`${location.origin}${PATHS[given.kind]}#token=${token}`)
    onCreated()
  })
  if (address !== null)
    return (
      <Modal
        open
        title="设备已登记"
        okText="已在设备上打开"
        footer={(_, { OkBtn }) => <OkBtn />}
        closable={false}
        maskClosable={false}
        onOk={onClose}
      >
        <Alert type="warning" showIcon className="gap-below" message="以下地址只显示这一次,请在该设备的浏览器中打开;打开后设备自行记住" />
        <CopyCode code={address} label="设备地址" testId="device-address" />
      </Modal>
    )
  return (
    <Modal
      open
      title="登记设备"
      okText="登记"
      cancelText="取消"
      okButtonProps={{ loading: busy }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <ErrorNote error={error} />
      <Form<NewDevice>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ hallId: halls[0]?.id, kind: 'kiosk' }}
        onFinish={(given) => void run(given)}
      >
        <Form.Item name="hallId" label="大厅(必选)">
          <Select options={halls.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        <Form.Item name="kind" label="用途(必选)">
          <Select options={Object.entries(KINDS).map(([value, label]) => ({ value, label }))} data-testid="device-kind" />
        </Form.Item>
        <Form.Item name="name" label="名称(必填)" rules={[{ required: true, whitespace: true, message: '请填写名称' }]}>
          <Input maxLength={100} placeholder="如:东门一号取号机" data-testid="device-name" />
        </Form.Item>
      </Form>
    </Modal>
  )
}
