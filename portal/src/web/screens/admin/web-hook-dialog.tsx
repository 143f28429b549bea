import { WEB_HOOK_EVENTS } from '@lianban/processes/labels'
import { Checkbox, Form, Input, Modal } from 'antd'
import { deliveryApi, type WebHook, type WebHookGiven } from '../../api/deliveries.ts'

import { ErrorNote } from '../../components/error-note.tsx'
import { ShownOnce } from '../../components/shown-once.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import './new-token-dialog.css'

interface Props {
  /** null: a new one. */
  hook: WebHook | null
  onClose: () => void
  onSaved: () => void
  onSecret: (secret: string) => void
}

/** An address and the events it is told of; the secret of a new one is shown this once. */
export function WebHookDialog({ hook, onClose, onSaved, onSecret }: Props) {
  const [form] = Form.useForm<WebHookGiven>()
  const { run, busy, error } = useAttempt(async (given: WebHookGiven) => {
    if (hook) await deliveryApi.changeHook(hook.id, given)
    else onSecret((await deliveryApi.createHook(given)).secret)
    onSaved()
    onClose()
  })
  return (
    <Modal
      open
      title={hook ? '修改推送地址' : '登记推送地址'}
      okText="保存"
      cancelText="取消"
      width={560}
      okButtonProps={{ loading: busy }}
      onOk={() => form.submit()}
      onCancel={onClose}
      maskClosable={false}
    >
      <ErrorNote error={error} />
      <Form<WebHookGiven>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={hook ?? { events: [] }}
        onFinish={(given) => void run(given)}
      >
        <Form.Item name="name" label="名称(必填)" rules={[{ required: true, whitespace: true, message: '请填写名称' }]}>
          <Input maxLength={100} placeholder="如:市一体化政务服务平台" data-testid="hook-name" />
        </Form.Item>
        <Form.Item
          name="url"
          label="接收地址(必填)"
          extra="须为 https 地址。内网地址须先由运维人员在系统配置中放行。"
          rules={[{ required: true, whitespace: true, message: '请填写接收地址' }]}
        >
          <Input maxLength={1000} placeholder="https://example.gov.cn/lianban/events" data-testid="hook-url" />
        </Form.Item>
        <Form.Item
          name="events"
          label="推送的事件(至少一项)"
          rules={[{ required: true, type: 'array', min: 1, message: '请至少选择一项' }]}
        >
          <Checkbox.Group
            className="token-rights"
            options={Object.entries(WEB_HOOK_EVENTS).map(([value, label]) => ({ value, label }))}
            data-testid="hook-events"
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}

/** The secret, this once. */
export const SecretShown = ({ secret, onClose }: { secret: string; onClose: () => void }) => (
  <ShownOnce
    title="推送密钥"
    label="密钥"
    note="密钥只显示这一次,请立即复制并通过安全的途径交给接收方,用于核验签名"
    okText="已交付接收方"
    testId="hook-secret"
    secret={secret}
    onClose={onClose}
  />
)
